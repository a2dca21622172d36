// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.util.HexFormat;

/** Text that shall be a URI, or a relative reference, and may hold characters that none can (RFC 3986 §2). */
public final class UriText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int REPLACEMENT = 0xFFFD;

    private UriText() {}

    /**
     * The text with each character that no URI can hold percent-encoded, as UTF-8: a blank, a control, a quote, a
     * backslash, all above ASCII, and a percent sign that encodes nothing. What is encoded already stays as it is.
     */
    public static String encode(String text) {
        return encode(text, UTF_8);
    }

    /**
     * The same for the value of a header field, whose characters are its bytes, as ISO-8859-1: raw UTF-8 in a field becomes
     * what its characters are encoded as.
     */
    public static String encodeField(String value) {
        return encode(value, ISO_8859_1);
    }

    private static String encode(String text, Charset charset) {
        requireNonNull(text, "text");
        int first = 0;
        while (first < text.length() && isHeld(text, first)) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isHeld(text, i)) {
                encoded.append(text.charAt(i));
            } else {
                append(encoded, text.codePointAt(i), charset);
            }
        }
        return encoded.toString();
    }

    private static boolean isHeld(String text, int at) {
        char c = text.charAt(at);
        return Grammar.isUriChar(c) && (c != '%' || isPercentEncoding(text, at));
    }

    /** Whether a percent sign at {@code at} and what follows it encode a byte (RFC 3986 §2.1). */
    public static boolean isPercentEncoding(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /**
     * The index of the first character that no request target may have: a fragment, white space, a control character, one
     * above ASCII, or a percent sign without two hexadecimal digits behind it; -1 if there is none.
     */
    public static int indexOfNonTargetChar(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (!Grammar.isTargetChar(c) || (c == '%' && !isPercentEncoding(target, i))) {
                return i;
            }
        }
        return -1;
    }

    /** Half of a surrogate pair is no character: getBytes would make a question mark of it, which begins a query. */
    private static void append(StringBuilder encoded, int character, Charset charset) {
        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        String text = Character.toString(half ? REPLACEMENT : character);
        for (byte each : text.getBytes(character <= 0xFF ? charset : UTF_8)) {
            encoded.append('%').append(HEX.toHexDigits(each));
        }
    }
}
