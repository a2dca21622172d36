// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Disposition} of a part, as browsers write it (WHATWG HTML §4.10.21.8, which RFC 7578 §4.2 leaves room for). Its
 * quotes are not those of other fields: a backslash is a character like others. So {@code name="App\User"} has one, and {@code
 * name="a\"} ends with one.
 *
 * @param name null if there is none
 * @param fileName null if there is none
 */
record Disposition(@Nullable String name, @Nullable String fileName) {
    /** Null if it is not that of a part of a form. Of two parameters with the same name, the first counts. */
    static @Nullable Disposition parse(String field) {
        int at = end(field, 0);
        if (!field.substring(0, at).strip().equalsIgnoreCase("form-data")) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        while (at < field.length()) {
            int end = end(field, at + 1);
            int equals = field.substring(at, end).indexOf('=') + at;
            if (equals > at) {
                int value = skipBlanks(field, equals + 1);
                boolean quoted = field.startsWith("\"", value);
                int quote = quoted ? endOfQuoted(field, value + 1) : -1;
                end = quoted ? end(field, quote) : end;
                String text = quoted
                        ? field.substring(value + 1, quote)
                        : field.substring(value, end).strip();
                parameters.putIfAbsent(field.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT), text);
            }
            at = end;
        }
        return new Disposition(text(parameters.get("name")), text(parameters.get("filename")));
    }

    private static int end(String field, int from) {
        int semicolon = field.indexOf(';', from);
        return semicolon < 0 ? field.length() : semicolon;
    }

    private static int skipBlanks(String field, int from) {
        int at = from;
        while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** The index of the quote that ends a value: behind it is a semicolon or nothing. Without one, the end of the field. */
    private static int endOfQuoted(String field, int from) {
        int quote = field.indexOf('"', from);
        while (quote >= 0) {
            int next = skipBlanks(field, quote + 1);
            if (next == field.length() || field.charAt(next) == ';') {
                return quote;
            }
            quote = field.indexOf('"', quote + 1);
        }
        return field.length();
    }

    /** Browsers send UTF-8, and encode nothing but quotes and line ends; curl before 7.81 put a backslash before a quote. */
    private static @Nullable String text(@Nullable String sent) {
        return sent == null
                ? null
                : new String(sent.getBytes(ISO_8859_1), UTF_8)
                        .replace("\\\"", "\"")
                        .replace("%22", "\"")
                        .replace("%0D", "\r")
                        .replace("%0A", "\n");
    }
}
