// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The path in a request's target, as it was sent and in its normal form.
 *
 * <p>Many spellings name one resource: {@code /admin}, {@code /%61dmin}, {@code /a/../admin}, {@code //admin}. A filter
 * compares the path that it sees, and a router the path that it sees; if these were two forms, a spelling that the filter
 * does not know would reach the route. So both get the normal form:
 *
 * <ol>
 *   <li>Each segment is percent-decoded (RFC 3986 §6.2.2.2), an encoded slash excepted.
 *   <li>Empty segments are removed. A slash at the end stays.
 *   <li>Dot segments are removed (§6.2.2.3, §5.2.4), encoded ones too, because a dot is an unreserved character.
 * </ol>
 */
final class RequestPath {
    private RequestPath() {}

    /** The path as it was sent, without the query; a slash if there is none (RFC 9110 §4.2.3). */
    static String raw(String target) {
        int end = end(target);
        int start = start(target, end);
        return start == end ? "/" : target.substring(start, end);
    }

    /** Where the query begins, with its question mark; the length of the target if there is none. */
    static int end(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target.length() : question;
    }

    /** An absolute target's path begins after its authority (RFC 9112 §3.2.2). */
    private static int start(String target, int end) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        if (authority < 0 || authority > end) { // not an absolute-form, or a URL inside of the query
            return 0;
        }
        int slash = target.indexOf('/', authority + 3);
        return slash < 0 || slash > end ? end : slash;
    }

    /**
     * The normal form.
     *
     * @throws HttpException 400, if the path cannot be decoded, or only to something ambiguous
     */
    static String decoded(String raw) {
        return isNormal(raw) ? raw : normal(raw, true);
    }

    /** The normal form, in which each segment is encoded as it was sent. */
    static String encoded(String raw) {
        return isNormal(raw) ? raw : normal(raw, false);
    }

    /** Most paths are normal as they are: one look at each character, and no copy. */
    private static boolean isNormal(String raw) {
        char before = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static String normal(String raw, boolean decoded) {
        if (!raw.startsWith("/")) { // the asterisk-form or the authority-form: no segments
            return decoded ? PercentEncoding.decode(raw) : raw;
        }
        List<String> segments = new ArrayList<>();
        boolean slash = false;
        for (String segment : raw.substring(1).split("/", -1)) {
            String text = PercentEncoding.decode(segment);
            boolean up = text.equals("..");
            slash = up || text.isEmpty() || text.equals(".");
            if (up && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            }
            if (!slash) {
                segments.add(decoded ? text : segment);
            }
        }
        return "/" + String.join("/", segments) + (slash && !segments.isEmpty() ? "/" : "");
    }
}
