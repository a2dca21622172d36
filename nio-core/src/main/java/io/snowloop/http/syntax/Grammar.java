// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The character classes of HTTP (RFC 9110 §5) and of URIs (RFC 3986), as tables: one load and one test for a character.
 *
 * <p>All text that becomes part of a message head is checked with these tables, when it is received and when it is sent. So
 * no header field has a line end in it, and header injection and response splitting are not possible.
 */
public final class Grammar {
    /**
     * Fields for framing, routing or how to read the content: the headers have decided on them, so they are not sent as trailers, and
     * ignored there (RFC 9110 §6.5.1).
     */
    public static final List<String> NO_TRAILERS =
            List.of("Content-Length", "Transfer-Encoding", "Host", "Connection", "Trailer", "Content-Type");

    private static final byte TCHAR = 1;
    private static final byte FIELD = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte URI = 16;

    private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final byte[] CLASSES = new byte[256];

    static {
        String alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        mark(TCHAR, alphanumeric + "!#$%&'*+-.^_`|~");
        mark(HOST, alphanumeric + "-._~%");
        mark(URI, alphanumeric + "-._~%" + "!$&'()*+,;=" + ":@/?#[]"); // RFC 3986 §2
        // RFC 3986 §2 without the number sign, and the characters []{}|\^` which browsers send unencoded (WHATWG URL).
        mark(TARGET, alphanumeric + "-._~%" + "!$&'()*+,;=" + ":@/?" + "[]{}|\\^`");
        for (int c = 0; c < 256; c++) {
            if (c == '\t' || (c >= ' ' && c != 0x7F)) { // HTAB, SP, VCHAR and obs-text
                CLASSES[c] |= FIELD;
            }
        }
    }

    private Grammar() {}

    private static void mark(byte group, String members) {
        for (int i = 0; i < members.length(); i++) {
            CLASSES[members.charAt(i)] |= group;
        }
    }

    /** Whether {@code c} is allowed in a token: a method, a field name, a parameter name (RFC 9110 §5.6.2). */
    public static boolean isTokenChar(int c) {
        return is(TCHAR, c);
    }

    /** Whether {@code c} is allowed in a field value: visible, blank, or from the upper half of Latin-1 (§5.5). */
    public static boolean isFieldChar(int c) {
        return is(FIELD, c);
    }

    /** Whether {@code c} is allowed in a request target: no control, no blank, no {@code "<>#}, nothing above ASCII. */
    public static boolean isTargetChar(int c) {
        return is(TARGET, c);
    }

    /** Whether {@code c} is allowed in a URI (RFC 3986 §2): a percent sign only if two hexadecimal digits follow it. */
    public static boolean isUriChar(int c) {
        return is(URI, c);
    }

    /**
     * Whether {@code c} is allowed in a host's name or IPv4 address. RFC 3986 §3.2.2 also allows the sub-delimiters, but no
     * name system uses them, and a comma may mean that a proxy has joined two Host fields.
     */
    public static boolean isHostChar(int c) {
        return is(HOST, c);
    }

    private static boolean is(byte group, int c) {
        return c >= 0 && c < 256 && (CLASSES[c] & group) != 0;
    }

    /** Whether {@code text} is a token: one or more token characters. */
    public static boolean isToken(String text) {
        requireNonNull(text, "text");
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether {@code text} is a field value: field characters, without a blank at either end (§5.5). */
    public static boolean isFieldValue(String text) {
        requireNonNull(text, "text");
        return text.isEmpty()
                || (indexOfNonFieldChar(text) < 0 && text.charAt(0) > ' ' && text.charAt(text.length() - 1) > ' ');
    }

    /** The index of the first character that no field value may have (RFC 9110 §5.5); -1 if there is none. */
    public static int indexOfNonFieldChar(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isFieldChar(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first byte in {@code bytes[from..to)} that is not allowed in a field value, else {@code to}. */
    public static int indexOfNonFieldChar(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES && arePlain((long) LONGS.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < to && isFieldChar(bytes[at] & 0xFF)) {
            at++;
        }
        return at;
    }

    /**
     * Whether none of eight bytes is a control character. All are tested at once: the subtraction sets the top bit of each
     * byte that was smaller. The borrow may also set it in the byte above such a byte, which does not change the result.
     */
    private static boolean arePlain(long bytes) {
        long belowBlank = (bytes - ONES * ' ') & ~bytes;
        long fromDel = bytes ^ (ONES * 0x7F);
        long isDel = (fromDel - ONES) & ~fromDel;
        return ((belowBlank | isDel) & (ONES << 7)) == 0;
    }

    /** Whether one member of a comma-separated list (RFC 9110 §5.6.1) is this token. Case is ignored. */
    public static boolean hasMember(String list, String token) {
        for (int from = 0; from <= list.length(); ) {
            int comma = list.indexOf(',', from);
            int end = comma < 0 ? list.length() : comma;
            int to = end;
            while (from < to && isBlank(list.charAt(from))) {
                from++;
            }
            while (from < to && isBlank(list.charAt(to - 1))) {
                to--;
            }
            if (to - from == token.length() && list.regionMatches(true, from, token, 0, token.length())) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /** Whether it is a space or a tab: OWS of RFC 9110 §5.6.3. */
    public static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
