// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Headers;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields whose values are not written down, because they let others log in.
 *
 * @param names in any case
 */
public record Redaction(Set<String> names) {
    /** Those that carry credentials (RFC 9110 §11, RFC 6265 §4). */
    public static final Redaction DEFAULT =
            new Redaction(Set.of("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"));

    private static final String REDACTED = "(redacted)";

    /** Copies the names. */
    public Redaction {
        Set<String> copy = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        copy.addAll(requireNonNull(names, "names"));
        names = Collections.unmodifiableSet(copy);
    }

    /**
     * {@return one of more fields}
     * @param more names, in any case
     */
    public Redaction and(List<String> more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(more);
        return new Redaction(all);
    }

    /**
     * {@return the fields, without the values of these}
     * @param headers of a message
     */
    public Headers of(Headers headers) {
        Headers.Builder redacted = Headers.builder();
        headers.forEach((name, value) -> redacted.add(name, names.contains(name) ? REDACTED : value));
        return redacted.build();
    }
}
