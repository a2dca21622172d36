// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * The name of a host, or {@code *.example.org} for each name that has one label in place of the asterisk, as in certificates (RFC 9525
 * §6.3). In lower case.
 */
public final class HostPattern {
    private HostPattern() {}

    /**
     * Checks a pattern, and returns it in lower case.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String of(String pattern) {
        String name = requireNonNull(pattern, "host").startsWith("*.") ? pattern.substring(2) : pattern;
        if (!UriHost.isName(name) || name.endsWith(".")) {
            throw new IllegalArgumentException("bad host " + Printable.quote(pattern)
                    + ": write a name without scheme and port, such as example.org or *.example.org");
        }
        return pattern.toLowerCase(Locale.ROOT);
    }

    /** The patterns that a host matches, the most exact one first. */
    public static List<String> matching(String host) {
        String name = requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return dot > 0 && UriHost.isName(name) ? List.of(name, "*" + name.substring(dot)) : List.of(name);
    }
}
