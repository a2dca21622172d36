// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of a {@code WWW-Authenticate} or {@code Proxy-Authenticate} field (RFC 9110 §11.3, §11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case, unquoted; empty if the challenge has a token68 or nothing
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    /** A challenge whose parameters do not change. */
    public Challenge {
        Objects.requireNonNull(scheme, "scheme");
        parameters = Map.copyOf(parameters);
    }

    /**
     * Parses fields. A field may have several challenges. What is malformed ends its field: the challenges before it count.
     *
     * @param fields all values of the field, in their order
     * @return the challenges, in their order
     */
    public static List<Challenge> parse(List<String> fields) {
        List<Challenge> challenges = new ArrayList<>();
        fields.forEach(field -> new ChallengeParser(field).addTo(challenges));
        return challenges;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }
}
