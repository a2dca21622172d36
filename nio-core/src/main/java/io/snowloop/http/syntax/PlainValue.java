// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

/**
 * Numbers and booleans in parameters, which can be written in one way only. The JDK's methods also take a plus sign, the digits of all
 * scripts, and for {@code false} any text but {@code true}.
 */
public final class PlainValue {
    private PlainValue() {}

    /** Whether a text has nothing but digits of ASCII, behind a minus sign or without one. It may still be too long, or have no digit. */
    public static boolean isDecimal(String text) {
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The int that a text is.
     *
     * @throws NumberFormatException if it is none
     */
    public static int intOf(String text) {
        return Integer.parseInt(decimal(text));
    }

    /**
     * The long that a text is.
     *
     * @throws NumberFormatException if it is none
     */
    public static long longOf(String text) {
        return Long.parseLong(decimal(text));
    }

    private static String decimal(String text) {
        if (!isDecimal(text)) {
            throw new NumberFormatException("no decimal number");
        }
        return text;
    }

    /**
     * What {@code true} and {@code false} are.
     *
     * @throws IllegalArgumentException if it is another text
     */
    public static boolean booleanOf(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
    }
}
