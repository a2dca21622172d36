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

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** A value in quotation marks must be a token, too (§9.1). */
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[ \t]*;[ \t]*(" + TOKEN + ")(?:[ \t]*=[ \t]*(?:(" + TOKEN + ")|\"(" + TOKEN + ")\"))?");

    private static final Pattern NAME = Pattern.compile("\\G[ \t,]*(" + TOKEN + ")");
    private static final Pattern END = Pattern.compile("\\G[ \t]*(?:,|$)[ \t,]*");

    /**
     * The members in the values of all such fields of a head, in their order.
     *
     * @throws IllegalArgumentException if a value breaks the grammar, or a parameter comes twice
     */
    static List<Extension> parse(List<String> values) {
        String list = String.join(",", values);
        List<Extension> extensions = new ArrayList<>();
        Matcher at = NAME.matcher(list);
        int parsed = 0;
        while (at.find()) {
            Map<String, String> parameters = new LinkedHashMap<>();
            String name = at.group(1);
            at.usePattern(PARAMETER);
            int end = at.end();
            while (at.find()) {
                String value = at.group(2) != null ? at.group(2) : at.group(3) != null ? at.group(3) : "";
                if (parameters.put(at.group(1), value) != null) {
                    throw malformed(list);
                }
                end = at.end();
            }
            extensions.add(new Extension(name, parameters));
            at.usePattern(END).region(end, list.length());
            if (!at.find()) {
                throw malformed(list);
            }
            parsed = at.end();
            at.usePattern(NAME);
        }
        if (!list.isBlank() && parsed < list.length()) {
            throw malformed(list);
        }
        return extensions;
    }

    private static IllegalArgumentException malformed(String list) {
        return new IllegalArgumentException("malformed " + FIELD + ": " + Printable.quote(list));
    }
}
