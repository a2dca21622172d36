// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

/**
 * What makes a line of an {@link AccessLog}. In the formats here no request can end a line or a field, or control a terminal: control
 * characters are escaped in all of them, quotes and backslashes where fields are in quotes.
 */
@FunctionalInterface
public interface AccessLogFormat {
    /** For people: {@code GET /home/?a=1 200 4 bytes 0.213 ms}, and the request's id if it has one. */
    AccessLogFormat SHORT = new ShortLogFormat();

    /**
     * The Common Log Format of NCSA httpd: {@code 192.0.2.7 - holle [29/Nov/2026:08:30:00 +0000] "GET /home/ HTTP/1.1" 200 4}. What is
     * not known, or zero bytes, is {@code -}. Escapes are those of Apache httpd: {@code \"}, {@code \\} and {@code \xhh}, which also
     * stands for blanks in the user's name. Times are in UTC.
     */
    AccessLogFormat COMMON = new CommonLogFormat(false);

    /** {@link #COMMON}, and behind it {@code Referer} and {@code User-Agent}, in quotes. */
    AccessLogFormat COMBINED = new CommonLogFormat(true);

    /**
     * A JSON object (RFC 8259): {@code time}, {@code client}, {@code user}, {@code method}, {@code target}, {@code version}, {@code
     * status}, {@code bytes}, {@code complete}, {@code referer}, {@code agent}, {@code duration_us} and {@code id}. What is not known is left
     * out.
     */
    AccessLogFormat JSON = new JsonLogFormat();

    /**
     * {@return a line, without its end}
     * @param entry of a request that is over
     */
    String line(AccessLogEntry entry);
}
