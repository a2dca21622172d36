// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.http.syntax.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member of {@code Sec-WebSocket-Extensions} (RFC 6455 §9.1): a name and parameters.
 *
 * @param parameters the value is empty if there is none
 */
record Extension(String name, Map<String, String> parameters) {
    static final String FIELD = "Sec-WebSocket-Extensions";

    /** In characters. Browsers send less than 100. Each is looked at several times, and a head may have 64 KB. */
    private static final int LONGEST = 2_048;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** A value in quotation marks must be a token, too (§9.1). */
    private static final Pattern PARAMETER =
            Pattern.compile("[ \t]*;[ \t]*(" + TOKEN + ")(?:[ \t]*=[ \t]*(?:(" + TOKEN + ")|\"(" + TOKEN + ")\"))?");

    private static final Pattern NAME = Pattern.compile("[ \t,]*(" + TOKEN + ")");
    private static final Pattern END = Pattern.compile("[ \t]*(?:,|$)[ \t,]*");

    /**
     * The members in the values of all such fields of a head, in their order.
     *
     * @throws IllegalArgumentException if a value breaks the grammar, a parameter comes twice, or they have more than 2,048 characters
     */
    static List<Extension> parse(List<String> values) {
        String list = String.join(",", values);
        if (list.length() > LONGEST) {
            throw new IllegalArgumentException(FIELD + " has more than " + LONGEST + " characters");
        }
        List<Extension> extensions = new ArrayList<>();
        Matcher matcher = NAME.matcher(list);
        int at = 0;
        while (isNext(NAME, matcher, at)) {
            Map<String, String> parameters = new LinkedHashMap<>();
            String name = matcher.group(1);
            at = matcher.end();
            while (isNext(PARAMETER, matcher, at)) {
                String quoted = matcher.group(3) != null ? matcher.group(3) : "";
                String value = matcher.group(2) != null ? matcher.group(2) : quoted;
                if (parameters.put(matcher.group(1), value) != null) {
                    throw malformed(list);
                }
                at = matcher.end();
            }
            extensions.add(new Extension(name, parameters));
            if (!isNext(END, matcher, at)) {
                throw malformed(list);
            }
            at = matcher.end();
        }
        if (!list.isBlank() && at < list.length()) {
            throw malformed(list);
        }
        return extensions;
    }

    /** At this place only: {@code find} with \G would try all places behind it, so the time would be the square of the members. */
    private static boolean isNext(Pattern pattern, Matcher matcher, int at) {
        return matcher.usePattern(pattern).region(at, matcher.regionEnd()).lookingAt();
    }

    private static IllegalArgumentException malformed(String list) {
        return new IllegalArgumentException("malformed " + FIELD + ": " + Printable.quote(list));
    }
}
