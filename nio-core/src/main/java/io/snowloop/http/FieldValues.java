// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.http.syntax.Grammar;
import java.nio.charset.StandardCharsets;

/** The check of field values: without blanks around them, and without a line end or another control character in them. */
final class FieldValues {
    private FieldValues() {}

    static String of(String name, String value) {
        int bad = Grammar.indexOfNonFieldChar(value);
        if (bad >= 0) {
            throw illegal(name, value.charAt(bad), bad);
        }
        return value.strip();
    }

    /** The value in {@code bytes[valueFrom..valueTo)}, which is Latin-1. */
    static String of(String name, byte[] bytes, int valueFrom, int valueTo) {
        int from = valueFrom;
        int to = valueTo;
        while (from < to && Grammar.isBlank(bytes[from])) {
            from++;
        }
        while (from < to && Grammar.isBlank(bytes[to - 1])) {
            to--;
        }
        int bad = Grammar.indexOfNonFieldChar(bytes, from, to);
        if (bad < to) {
            throw illegal(name, bytes[bad] & 0xFF, bad - valueFrom);
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static IllegalArgumentException illegal(String name, int c, int index) {
        return new IllegalArgumentException(String.format(
                "value of header %s holds the character U+%04X at index %d: it may have none above U+00FF, and no control"
                        + " character; encode it first, with percents for example (RFC 8187)",
                name, c, index));
    }
}
