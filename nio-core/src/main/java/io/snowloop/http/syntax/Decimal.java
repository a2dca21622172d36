// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

/** Numbers in decimal digits, as HTTP has them: {@code 1*DIGIT} (RFC 9110 §8.6). */
public final class Decimal {
    /** A number of this many digits always fits into a long. */
    private static final int MAX_DIGITS = 18;

    private Decimal() {}

    /**
     * The number that {@code text} consists of from index {@code from} on; -1 if there is no digit, any other
     * character, or more than {@value #MAX_DIGITS} digits. {@code Long.parseLong} would also take signs and digits of
     * other scripts.
     */
    public static long number(String text, int from) {
        if (from == text.length() || text.length() - from > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
