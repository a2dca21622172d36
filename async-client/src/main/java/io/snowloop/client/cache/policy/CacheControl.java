// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import io.snowloop.http.Headers;
import io.snowloop.http.syntax.Grammar;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directives of all {@code Cache-Control} fields of a message (RFC 9111 §5.2). */
public final class CacheControl {
    /** The longest time that is counted, in seconds, as RFC 9111 §1.2.2 says. More is as much. */
    private static final long MOST_SECONDS = 1L << 31;

    /** No number of seconds is longer: the others are not read again for each directive of the same name. In characters. */
    private static final int LONGEST = 100;

    private static final String NO_ARGUMENT = "";

    /** By name, in lower case. Of two with the same name, the one that lets less be used again. */
    private final Map<String, String> directives = new HashMap<>();

    private CacheControl() {}

    /** The directives in these fields. */
    public static CacheControl of(Headers headers) {
        CacheControl control = new CacheControl();
        List<String> fields = headers.all("Cache-Control");
        fields.forEach(control::parse);
        if (fields.isEmpty() && headers.hasToken("Pragma", "no-cache")) { // RFC 9111 §5.4, from clients of HTTP/1.0
            control.directives.put("no-cache", NO_ARGUMENT);
        }
        return control;
    }

    /** Takes a list of members. By hand: a regular expression with a loop of alternatives has a stack as deep as the text is long. */
    private void parse(String field) {
        int at = 0;
        while (at < field.length()) {
            int name = at;
            while (at < field.length() && Grammar.isTokenChar(field.charAt(at))) {
                at++;
            }
            String directive = field.substring(name, at).toLowerCase(Locale.ROOT);
            boolean hasArgument = field.startsWith("=", at);
            int quoted = hasArgument && field.startsWith("\"", at + 1) ? endOfQuoted(field, at + 2) : -1;
            int comma = field.indexOf(',', Math.max(at, quoted));
            int end = comma < 0 ? field.length() : comma;
            String argument = quoted < 0
                    ? field.substring(hasArgument ? at + 1 : at, end)
                    : field.substring(at + 2, quoted) + field.substring(quoted + 1, end); // the rest makes it invalid
            if (!directive.isEmpty()) {
                add(directive, argument.strip());
            }
            at = end + 1;
            while (at < field.length() && Grammar.isBlank(field.charAt(at))) {
                at++;
            }
        }
    }

    /** The index of the mark that ends a quoted string (RFC 9110 §5.6.4); -1 if there is none. */
    private static int endOfQuoted(String field, int from) {
        for (int i = from; i < field.length(); i++) {
            if (field.charAt(i) == '\\') {
                i++;
            } else if (field.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private void add(String name, String argument) {
        directives.merge(name, argument, (one, other) -> seconds(one) <= seconds(other) ? one : other);
    }

    /** Whether there is this directive, with or without an argument. */
    public boolean has(String name) {
        return directives.containsKey(name);
    }

    /** Whether there is this directive, without an argument. */
    public boolean hasBare(String name) {
        return NO_ARGUMENT.equals(directives.get(name));
    }

    /** The time that a directive gives; zero if it is no number of seconds (RFC 9111 §4.2.1); null without the directive. */
    public @Nullable Duration time(String name) {
        String argument = directives.get(name);
        return argument == null ? null : Duration.ofSeconds(Math.max(0, seconds(argument)));
    }

    /** The number of seconds (RFC 9111 §1.2.2); -1 if this is none. */
    static long seconds(String digits) {
        if (digits.isEmpty() || digits.length() > LONGEST || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return digits.length() > 18 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(digits));
    }
}
