// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    private static final Pattern ANSWER = Pattern.compile("\\*\\*(.+?)\\*\\*[:.] ?(.*)");
    private static final Pattern WRONG = Pattern.compile("- \\*(.+?)\\*: (.*)");
    private static final String SUMMARY = "<details><summary>Answer</summary>";
    private static final String END = "</details>";

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
                questions.add(new Reader(page, lines, i).question(run.group(1)));
            }
        }
        return questions;
    }

    @Override
    public String toString() {
        return page.getFileName() + " " + run;
    }

    /** Reads the question around a line. */
    private record Reader(Path page, List<String> lines, int mark) {
        Question question(String run) {
            int choices = mark - 1;
            while (choices > 0 && lines.get(choices - 1).startsWith("- ")) {
                choices--;
            }
            List<String> offered = lines.subList(choices, mark - 1).stream()
                    .map(line -> line.substring(2))
                    .toList();
            Map<String, String> reasons = reasons();
            String answer = reasons.keySet().iterator().next();
            Map<String, String> explained = new LinkedHashMap<>();
            for (String choice : offered) {
                String reason = reasons.remove(choice);
                if (reason == null || reason.isEmpty()) {
                    throw wrong("the choice \"" + choice + "\" has no reason in the answer");
                }
                explained.put(choice, reason);
            }
            if (!reasons.isEmpty()) {
                throw wrong("the answer speaks of " + reasons.keySet() + ", which is no choice");
            }
            return new Question(page, lines.get(0).substring(2), run, text(choices), explained, answer);
        }

        /** From the line in bold type on. */
        private String text(int choices) {
            int from = choices - 1;
            while (from > 0 && !lines.get(from).startsWith("**")) {
                from--;
            }
            List<String> text = lines.subList(from, choices).stream()
                    .filter(line -> !line.startsWith("<!--"))
                    .toList();
            return String.join("\n", text)
                    .replaceFirst("(?s)^\\*\\*(.+?)\\*\\*(?=\n|$)", "$1")
                    .strip();
        }

        /** By choice, the right one first. */
        private Map<String, String> reasons() {
            int from = mark + 1;
            int to = from + lines.subList(from, lines.size()).indexOf(END);
            if (!lines.get(from).equals(SUMMARY) || to < from) {
                throw wrong("below it there has to be " + SUMMARY + " ... " + END);
            }
            Map<String, String> reasons = new LinkedHashMap<>();
            String choice = null;
            for (String line : lines.subList(from + 1, to)) {
                Matcher begin = (reasons.isEmpty() ? ANSWER : WRONG).matcher(line);
                if (begin.matches()) {
                    choice = begin.group(1);
                    reasons.put(choice, begin.group(2));
                } else if (!line.isBlank()) {
                    requireAnswer(choice);
                    reasons.merge(
                            Objects.requireNonNull(choice),
                            line.strip(),
                            (before, more) -> (before + " " + more).strip());
                }
            }
            requireAnswer(choice);
            return reasons;
        }

        private void requireAnswer(@Nullable String choice) {
            if (choice == null) {
                throw wrong("its answer does not begin with **the choice**:");
            }
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(page + ", line " + (mark + 1) + ": " + what);
        }
    }
}
