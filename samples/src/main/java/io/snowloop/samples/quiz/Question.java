// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question of a page, whose answer is what a method of the tests returns: choices, the name of the method, the answer with its reason, and for
 * each other choice what is wrong with it.
 *
 * <pre>{@code
 * **When does it run?**
 *
 * - at once
 * - in the next turn
 *
 * <!-- answer CoreQuestions#queued -->
 * <details><summary>Answer</summary>
 *
 * **in the next turn**: ...
 *
 * - *at once*: ...
 *
 * </details>
 * }</pre>
 *
 * @param page its page
 * @param title of the page
 * @param run the class and the method, {@code CoreQuestions#queued}
 * @param text in Markdown, perhaps with a block of code
 * @param choices what a reader can choose from, and why each is right or wrong
 * @param answer the choice that is right
 */
public record Question(Path page, String title, String run, String text, Map<String, String> choices, String answer) {
    private static final Pattern RUN = Pattern.compile("<!-- answer (\\w+#\\w+) -->");

    /**
     * The questions of a page.
     *
     * @throws IllegalArgumentException if one of them has not the form above; it names the line
     */
    public static List<Question> of(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher run = RUN.matcher(lines.get(i));
            if (run.matches()) {
                questions.add(new QuestionReader(page, lines, i).question(run.group(1)));
            }
        }
        return questions;
    }

    @Override
    public String toString() {
        return page.getFileName() + " " + run;
    }
}
