// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.site.CodeHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Code on slides: long code is cut where it has an empty line, or else where it is indented least; and its type is as large as fits. */
final class CodePieces {
    /** So many lines can be read from the back row. */
    private static final int MOST = 18;

    /** How far from the middle a good place to cut is looked for. */
    private static final int NEAR = 5;

    /** Widths and heights in hundredths of the width of a slide. */
    private static final double WIDTH = 89.5;

    private static final double LARGEST = 2;
    private static final double CHARACTER = 0.605;
    private static final double PADDING = 1.5;
    private static final double LINE = 1.4;
    private static final double LINE_OF_TEXT = 3.24;

    private CodePieces() {}

    /** The parts that show a block of code. Its text is not repeated in the notes. */
    static List<Part> of(String code, String language) {
        List<Part> parts = new ArrayList<>();
        for (List<String> lines : cut(code.stripTrailing().lines().toList())) {
            int columns = lines.stream().mapToInt(String::length).max().orElse(1);
            double ofWidth = WIDTH / (columns * CHARACTER + PADDING);
            double room = (Part.ROOM - 2) * LINE_OF_TEXT; // perhaps with a line or two that introduce it
            double size = Math.min(LARGEST, Math.min(ofWidth, room / (lines.size() * LINE)));
            String html = CodeHtml.block(String.join("\n", lines) + "\n", language)
                    .replaceFirst("<pre ", String.format(Locale.ROOT, "<pre style=\"--size: %.3f\" ", size));
            parts.add(new Part(html, "", lines.size() * size * LINE / LINE_OF_TEXT + 1, false));
        }
        return parts;
    }

    /** Pieces of about the same length. */
    static List<List<String>> cut(List<String> lines) {
        List<List<String>> pieces = new ArrayList<>();
        int from = 0;
        while (lines.size() - from > MOST) {
            int left = lines.size() - from;
            int length = (int) Math.ceil((double) left / Math.ceil((double) left / MOST));
            int to = from + best(lines.subList(from, lines.size()), length);
            pieces.add(trimmed(lines.subList(from, to)));
            from = to;
        }
        pieces.add(trimmed(lines.subList(from, lines.size())));
        return pieces;
    }

    /** How many lines the first piece has. */
    private static int best(List<String> lines, int length) {
        int best = length;
        int least = Integer.MAX_VALUE;
        for (int at = Math.max(1, length - NEAR); at <= Math.min(MOST, length + NEAR); at++) {
            String next = lines.get(at).replaceFirst("^[+-](?=\\s|$)", " "); // of a difference
            int cost = (next.isBlank() ? 0 : 20 + 4 * indentation(next)) + Math.abs(at - length);
            if (next.strip().startsWith("}")) {
                cost += 20; // it belongs to what is above it
            }
            if (cost < least) {
                least = cost;
                best = at;
            }
        }
        return best;
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static List<String> trimmed(List<String> lines) {
        int from = 0;
        while (from < lines.size() - 1 && lines.get(from).isBlank()) {
            from++;
        }
        return lines.subList(from, lines.size());
    }
}
