// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.syntax.UriText;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a {@code robots.txt} with {@code Allow} or {@code Disallow} (RFC 9309 §2.2.2).
 * @param pattern with {@code *} for any characters, and {@code $} at its end for the end of the path
 */
record RobotsRule(boolean allow, String pattern) {
    /** Parts of up to so many characters are searched for by the JDK's quick loop. */
    private static final int SHORT = 8;

    private static final Pattern ASTERISKS = Pattern.compile("\\*{2,}");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** A rule of a file whose octets are the characters of {@code text}. Asterisks in a row are one: each would be a step for each path. */
    static RobotsRule parse(boolean allow, String text) {
        String value = text.contains("**") ? ASTERISKS.matcher(text).replaceAll("*") : text;
        boolean anchored = value.endsWith("$");
        String[] parts = (anchored ? value.substring(0, value.length() - 1) : value).split("\\*", -1);
        Arrays.setAll(parts, i -> normal(parts[i]));
        return new RobotsRule(allow, String.join("*", parts) + (anchored ? "$" : ""));
    }

    boolean isBefore(@Nullable RobotsRule other) {
        return other == null
                || pattern.length() > other.pattern.length()
                || (pattern.length() == other.pattern.length() && allow);
    }

    boolean matches(String path) {
        boolean anchored = pattern.endsWith("$");
        int end = pattern.length() - (anchored ? 1 : 0);
        int at = 0;
        int from = 0;
        while (true) {
            int star = pattern.indexOf('*', from);
            int to = star < 0 ? end : star;
            if (to - from > path.length() - at) { // before a look at it: it may have 500 KiB
                return false;
            }
            String part = pattern.substring(from, to);
            if (from == 0) {
                at = path.startsWith(part) ? part.length() : -1;
            } else if (star < 0 && anchored) {
                return path.length() - part.length() >= at && path.endsWith(part);
            } else {
                int found = indexOf(path, part, at);
                at = found < 0 ? -1 : found + part.length();
            }
            if (at < 0 || star < 0) {
                return at >= 0 && (!anchored || at == path.length());
            }
            from = star + 1;
        }
    }

    /** Linear in any case (Knuth, Morris and Pratt, 1977): a hostile site chooses both texts. */
    private static int indexOf(String path, String part, int from) {
        if (part.length() <= SHORT) {
            return path.indexOf(part, from);
        }
        int[] borders = new int[part.length()]; // how much of the part's beginning ends here, too
        for (int i = 1; i < part.length(); i++) {
            borders[i] = matched(part, borders, borders[i - 1], part.charAt(i));
        }
        int matched = 0;
        for (int i = from; i < path.length(); i++) {
            matched = matched(part, borders, matched, path.charAt(i));
            if (matched == part.length()) {
                return i + 1 - matched;
            }
        }
        return -1;
    }

    /** How much of the part's beginning is matched after one more character. */
    private static int matched(String part, int[] borders, int before, char next) {
        int matched = before;
        while (matched > 0 && part.charAt(matched) != next) {
            matched = borders[matched - 1];
        }
        return part.charAt(matched) == next ? matched + 1 : matched;
    }

    /**
     * A path in the one form of it that is compared: octets that are not ASCII, and {@code $} and {@code *}, are percent-encoded, and
     * unreserved ones are not.
     */
    static String normal(String path) {
        StringBuilder normal = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && UriText.isPercentEncoding(path, i)) {
                char decoded = (char) HexFormat.fromHexDigits(path, i + 1, i + 3);
                i += 2;
                append(normal, decoded, isUnreserved(decoded));
            } else {
                append(normal, c, c < 0x80 && c != '*' && c != '$');
            }
        }
        return normal.toString();
    }

    private static void append(StringBuilder normal, char octet, boolean plain) {
        if (plain) {
            normal.append(octet);
        } else {
            normal.append('%').append(HEX.toHexDigits((byte) octet));
        }
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }
}
