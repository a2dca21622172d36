// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.ArrayList;
import java.util.List;

/** Markdown of paragraphs, lists and code, for a terminal. */
public final class Paragraphs {
    private static final String CODE = "```";

    private Paragraphs() {}

    /** Paragraphs in lines of at most {@code width} characters; code as it is, indented. */
    public static List<String> of(String text, int width) {
        List<String> lines = new ArrayList<>();
        String paragraph = "";
        boolean code = false;
        for (String line : (text + "\n\n").lines().toList()) {
            boolean fence = line.startsWith(CODE);
            if ((code || fence || line.isBlank() || line.startsWith("- ")) && !paragraph.isEmpty()) {
                lines.addAll(Han.wrap(paragraph, width));
                paragraph = "";
            }
            code ^= fence;
            if (fence) {
                continue;
            }
            if (code) {
                lines.add("    " + line);
            } else if (line.isBlank()) {
                lines.add("");
            } else {
                paragraph = joined(paragraph, line);
            }
        }
        lines.addAll(Han.wrap(paragraph, width));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** A paragraph, and its next line: behind a space, or with none between Chinese characters. */
    public static String joined(String paragraph, String line) {
        boolean joins = paragraph.isEmpty() || Han.joins(paragraph, line.strip());
        return paragraph + (joins ? line.strip() : " " + line);
    }
}
