// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question of a page, whose answer is what a method returns: choices, the name of the method, and the answer with its reason.
 *
 * <pre>{@code
 * - at once
 * - in the next turn
 *
 * <!-- answer CoreQuestions#queued -->
 * <details><summary>Answer</summary>
 *
 * **in the next turn**: ...
 *
 * </details>
 * }</pre>
 *
 * @param page its page
 * @param run the class and the method, {@code CoreQuestions#queued}
 * @param choices what a reader can choose from
 * @param answer the choice that is right
 */
record Question(Path page, String run, List<String> choices, String answer) {
    private static final Pattern RUN = Pattern.compile("<!-- answer (\\w+#\\w+) -->");
    private static final Pattern ANSWER = Pattern.compile("\\*\\*(.+?)\\*\\*[:.].*");

    /** The questions of a page. */
    static List<Question> of(Page page) {
        List<Question> questions = new ArrayList<>();
        List<String> lines = page.lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher run = RUN.matcher(lines.get(i));
            if (run.matches()) {
                questions.add(new Question(page.file(), run.group(1), choicesAbove(i, lines), answerBelow(i, lines)));
            }
        }
        return questions;
    }

    private static List<String> choicesAbove(int mark, List<String> lines) {
        List<String> choices = new ArrayList<>();
        for (int i = mark - 2; i >= 0 && lines.get(i).startsWith("- "); i--) {
            choices.add(0, lines.get(i).substring(2));
        }
        return choices;
    }

    private static String answerBelow(int mark, List<String> lines) {
        Matcher answer = ANSWER.matcher(lines.get(mark + 3));
        if (!lines.get(mark + 1).equals("<details><summary>Answer</summary>") || !answer.matches()) {
            throw new IllegalArgumentException("below " + lines.get(mark)
                    + " there has to be <details>, and an answer that begins with **the choice**:");
        }
        return answer.group(1);
    }

    /** What the run says. */
    String ask() throws ReflectiveOperationException {
        String[] names = run.split("#");
        Class<?> type = Class.forName(Question.class.getPackageName() + "." + names[0]);
        return (String) type.getDeclaredMethod(names[1]).invoke(null);
    }

    @Override
    public String toString() {
        return page.getFileName() + " " + run;
    }
}
