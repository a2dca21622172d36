// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.http.syntax.Grammar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters after a media type: {@code ; charset=utf-8; boundary="a b"} (RFC 9110 §5.6.6). */
final class Parameters {
    private Parameters() {}

    /**
     * Reads the parameters in {@code text} from index {@code at} on. Names are put into lower case, quotes are removed. Of
     * two parameters with the same name the first is used. A part that is not a parameter is ignored.
     */
    static Map<String, String> parse(String text, int at) {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (at < text.length()) {
            int end = end(text, at);
            String parameter = text.substring(at, end);
            int equals = parameter.indexOf('='); // not of the whole text: that is the square of their number
            if (equals > 0) {
                String name = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = unquote(parameter.substring(equals + 1).strip());
                if (Grammar.isToken(name) && Grammar.indexOfNonFieldChar(value) < 0) {
                    parameters.putIfAbsent(name, value);
                }
            }
            at = end + 1;
        }
        return parameters;
    }

    /** The index of the next semicolon that is not inside quotes: the end of the parameter that begins at {@code at}. */
    private static int end(String text, int at) {
        boolean quoted = false;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /** The text between quotes; {@code value} as it is if it does not begin with a quote, or end with the next one. */
    private static String unquote(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        int last = value.length() - 1;
        for (int i = 1; i <= last; i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == last ? plain.toString() : value;
            }
            plain.append(c == '\\' && i < last ? value.charAt(++i) : c);
        }
        return value;
    }

    /** {@code value}, in quotes unless it is a token. */
    static String quoteIfNeeded(String value) {
        return Grammar.isToken(value)
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
