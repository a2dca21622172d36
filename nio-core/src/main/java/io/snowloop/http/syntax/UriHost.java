// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URI (RFC 3986 §3.2.2): an IP address or a name.
 *
 * <p>The JDK and the C library read more as an address: {@code 127.1}, {@code 0x7f.1}, {@code 0177.0.0.1}, {@code 2130706433}
 * and the empty text are all 127.0.0.1 to one of them. A check of hosts that reads them as names lets them through. So
 * here they are neither an address nor a name.
 */
public final class UriHost {
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    private UriHost() {}

    /**
     * The 16 bytes of an IPv6 address in brackets, {@code IP-literal}; null if it is none. There is no zone: RFC 9844 has
     * withdrawn zones from URIs. An {@code IPvFuture} does not exist yet.
     */
    public static byte @Nullable [] literal(String text) {
        boolean bracketed = requireNonNull(text, "text").startsWith("[") && text.endsWith("]");
        byte[] bytes = bracketed ? address(text.substring(1, text.length() - 1)) : null;
        return bytes != null && bytes.length == IPV6_LENGTH ? bytes : null;
    }

    /** The 4 bytes of an {@code IPv4address}, or the 16 bytes of an {@code IPv6address}; null if it is neither. */
    public static byte @Nullable [] address(String text) {
        byte[] bytes = new byte[IPV6_LENGTH];
        if (requireNonNull(text, "text").indexOf(':') >= 0) {
            return readIpv6(text, bytes) ? bytes : null;
        }
        return readIpv4(text, 0, bytes, 0) ? Arrays.copyOf(bytes, IPV4_LENGTH) : null;
    }

    /**
     * Whether it can be the name of a host: letters, digits and {@code -._~} only, and not numbers in all labels. Names in
     * other scripts must be in their ASCII form ({@link java.net.IDN}).
     */
    public static boolean isName(String text) {
        for (int i = 0; i < requireNonNull(text, "text").length(); i++) {
            char c = text.charAt(i);
            if (!Grammar.isHostChar(c) || c == '%') {
                return false;
            }
        }
        return !text.isEmpty() && !hasNumbersOnly(text);
    }

    /** What the C library's {@code inet_aton} takes for an address, in any number of parts. */
    private static boolean hasNumbersOnly(String name) {
        for (String label : name.split("\\.", -1)) {
            boolean hexadecimal = label.startsWith("0x") || label.startsWith("0X");
            int radix = hexadecimal ? 16 : 10;
            String digits = hexadecimal ? label.substring(2) : label;
            if (!digits.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** {@code dec-octet "." dec-octet "." dec-octet "." dec-octet}, up to the end of the text. */
    private static boolean readIpv4(String text, int from, byte[] bytes, int at) {
        int next = from;
        for (int octet = 0; octet < IPV4_LENGTH; octet++) {
            int end = octet < IPV4_LENGTH - 1 ? text.indexOf('.', next) : text.length();
            int number = end < 0 ? -1 : decimalOctet(text, next, end);
            if (number < 0) {
                return false;
            }
            bytes[at + octet] = (byte) number;
            next = end + 1;
        }
        return true;
    }

    /** 0 to 255 without leading zeros, which would be octal digits to some readers; -1 if it is something else. */
    private static int decimalOctet(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to && number <= 0xFF; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + (c - '0');
        }
        boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
        return to > from && number <= 0xFF && !leadingZero ? number : -1;
    }

    /** Eight groups, the last two of which may be an IPv4 address; {@code ::} stands once for one or more zero groups. */
    private static boolean readIpv6(String text, byte[] bytes) {
        int length = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap == 0 ? 2 : 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && length <= IPV6_LENGTH - IPV4_LENGTH && readIpv4(text, at, bytes, length)) {
                length += IPV4_LENGTH;
                break;
            }
            int group = length < IPV6_LENGTH ? hexadecimalGroup(text, at, end) : -1;
            if (group < 0) {
                return false;
            }
            bytes[length++] = (byte) (group >> 8);
            bytes[length++] = (byte) group;
            at = end + 1;
            if (text.startsWith("::", end)) {
                if (gap >= 0) {
                    return false;
                }
                gap = length;
                at++;
            } else if (at == text.length()) {
                return false; // a colon at the end
            }
        }
        return gap < 0 ? length == IPV6_LENGTH : length < IPV6_LENGTH && insertZeros(bytes, gap, length);
    }

    private static int hexadecimalGroup(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        return to > from && to - from <= 4 ? number : -1;
    }

    private static boolean insertZeros(byte[] bytes, int gap, int length) {
        int moved = length - gap;
        System.arraycopy(bytes, gap, bytes, IPV6_LENGTH - moved, moved);
        Arrays.fill(bytes, gap, IPV6_LENGTH - moved, (byte) 0);
        return true;
    }
}
