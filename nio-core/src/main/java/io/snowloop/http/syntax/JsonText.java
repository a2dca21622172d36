// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The part of JSON (RFC 8259) that traces need: strings, and objects whose members are strings and whole numbers. */
public final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** A string in quotes: see {@link #quote}. */
    public static String quoted(String value) {
        StringBuilder text = new StringBuilder();
        try {
            quote(value, text);
        } catch (IOException e) {
            throw new AssertionError(e); // a StringBuilder throws none
        }
        return text.toString();
    }

    /** Writes a string in quotes. What a terminal would obey is escaped, too. */
    public static void quote(String value, Appendable out) throws IOException {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (!Printable.isShown(c)) { // JSON demands the first 32 only
                out.append(Printable.escape(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /**
     * The members of an object: each a {@code String} or a {@code Long}.
     *
     * @throws IllegalArgumentException if it is malformed; the message has what was expected, and the column
     */
    public static Map<String, Object> parse(String text) {
        return new JsonText(text).object();
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        char next = ',';
        while (next == ',') {
            String name = string();
            expect(':');
            members.put(name, peek() == '"' ? string() : number());
            next = peek() == ',' ? ',' : '}';
            expect(next);
        }
        if (at != text.length()) {
            throw expected("the end of the line");
        }
        return members;
    }

    private Long number() {
        int start = at;
        while (peek() == '-' || Character.isDigit(peek())) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw expected("a whole number or a string");
        }
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char c = next();
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw expected("an escape");
        };
    }

    private int hex() {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
            throw expected("a hexadecimal digit");
        }
        return digit;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw expected("'" + c + "'");
        }
        at++;
    }

    /** The next character. At the end it is 0, which is valid nowhere outside of a string. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        if (at == text.length()) {
            throw expected("'\"'");
        }
        return text.charAt(at++);
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what + " at column " + (at + 1));
    }
}
