// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.HexFormat;

/**
 * Text from outside, for a terminal or a log. A terminal takes control characters as commands: ESC and the C1 controls
 * U+0080 to U+009F move the cursor, set the title, or answer as if the user had typed. A line end makes two log lines of one.
 * Format characters, such as U+202E, change the order of what is shown.
 */
public final class Printable {
    private Printable() {}

    /** {@code text} with an escape, such as <code>&#92;u001b</code>, for each character that is not shown as itself. */
    public static String of(String text) {
        int plain = 0;
        while (plain < requireNonNull(text, "text").length() && isShown(text.charAt(plain))) {
            plain++;
        }
        return plain == text.length() ? text : text.substring(0, plain) + escaped(text.substring(plain));
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isShown(c)) {
                printable.append(c);
            } else {
                printable.append(escape(c));
            }
        }
        return printable.toString();
    }

    /** Of JSON and Java. Not by {@code String.format}, which takes ten times as long: a peer's text may be thousands of them. */
    static String escape(char c) {
        return "\\u" + HexFormat.of().toHexDigits(c);
    }

    /** Whether a terminal shows it as itself. */
    static boolean isShown(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** The same for the first {@code most} characters of {@code text}; {@code ...} stands for the rest. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        boolean half = Character.isHighSurrogate(text.charAt(most - 1)); // of a pair, which is one character
        return of(text.substring(0, half ? most - 1 : most)) + "...";
    }

    /** At most 60 characters of {@code text}, in quotes. */
    public static String quote(String text) {
        return '"' + of(text, 60) + '"';
    }
}
