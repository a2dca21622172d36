// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a question of a page.
 *
 * @param lines of the page
 * @param mark the index of the line that names its run: its text and choices are above, its answer below
 */
record QuestionReader(Path page, List<String> lines, int mark) {
    private static final Pattern ANSWER = Pattern.compile("\\*\\*(.+?)\\*\\*[:.] ?(.*)");
    private static final Pattern WRONG = Pattern.compile("- \\*(.+?)\\*: (.*)");
    private static final String SUMMARY = "<details><summary>Answer</summary>";
    private static final String END = "</details>";

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
                        Objects.requireNonNull(choice), line.strip(), (before, more) -> (before + " " + more).strip());
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
