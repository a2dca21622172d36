// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.ArrayList;
import java.util.List;

/** Lines of texts with Chinese characters: they have no spaces between words, and are as wide as two letters. */
public final class Han {
    /** No line begins with one of these. */
    private static final String NEVER_FIRST = "，。、：；！？）】》”’";

    /** No line ends with one of these. */
    private static final String NEVER_LAST = "（【《“‘";

    private Han() {}

    /** A Chinese character, or a punctuation mark of Chinese. */
    static boolean is(int character) {
        return Character.isIdeographic(character) || isMark(character);
    }

    private static boolean isMark(int character) {
        return (character >= 0x3000 && character <= 0x303F)
                || (character >= 0xFF00 && character <= 0xFF60)
                || "“”‘’—…".indexOf(character) >= 0;
    }

    /** Whether the end of a line, in Markdown, is no space: it stands between two Chinese characters, or beside a mark. */
    public static boolean joins(String before, String after) {
        if (before.isEmpty() || after.isEmpty()) {
            return false;
        }
        int left = before.codePointBefore(before.length());
        int right = after.codePointAt(0);
        return (is(left) && is(right)) || isMark(left) || isMark(right);
    }

    /** How many columns of a terminal a text takes. */
    public static int columns(String text) {
        return text.codePoints().map(Han::columns).sum();
    }

    private static int columns(int character) {
        boolean narrow = "“”‘’—…".indexOf(character) >= 0; // also in other languages
        return is(character) && !narrow ? 2 : 1;
    }

    /** A text in lines of at most so many columns: a line ends at a space, or at a Chinese character. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (columns(rest) > width) {
            int end = end(rest, width);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /** Where the first line ends: at the last place that is allowed, or, in a long word, at the width. */
    private static int end(String text, int width) {
        int allowed = 0;
        int columns = 0;
        int at = 0;
        while (at < text.length() && columns + columns(text.codePointAt(at)) <= width) {
            columns += columns(text.codePointAt(at));
            at += Character.charCount(text.codePointAt(at));
            allowed = mayEnd(text, at) ? at : allowed;
        }
        return allowed > 0 ? allowed : Math.max(at, 1);
    }

    private static boolean mayEnd(String text, int at) {
        if (at >= text.length()) {
            return true;
        }
        char last = text.charAt(at - 1);
        char next = text.charAt(at);
        boolean between = is(last) || is(next);
        return next == ' ' || (between && NEVER_FIRST.indexOf(next) < 0 && NEVER_LAST.indexOf(last) < 0);
    }
}
