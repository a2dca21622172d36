// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What routes, mounts and filters have added to a request.
 *
 * @param parameters path parameters, decoded, by name
 * @param firstTarget the request's first target; null if it still has it
 * @param attributes values by their keys
 */
record Routing(Map<String, String> parameters, @Nullable String firstTarget, Map<Attribute<?>, Object> attributes) {
    /** Of a request that has not met a route with parameters. */
    static final Routing NONE = new Routing(Map.of(), null, Map.of());

    Routing with(Map<String, String> others) {
        return new Routing(Map.copyOf(others), firstTarget, attributes);
    }

    /** Of two parameters with the same name, the new one counts: it is the one of the inner app. */
    Routing plus(Map<String, String> more) {
        if (parameters.isEmpty()) {
            return with(more);
        }
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(more);
        return with(all);
    }

    /** The request's first target, if {@code current} is the one that it has now. */
    String originalTarget(String current) {
        return firstTarget != null ? firstTarget : current;
    }

    /** That of a request whose target is about to be changed. */
    Routing from(String target) {
        return firstTarget != null ? this : new Routing(parameters, target, attributes);
    }

    Routing with(Attribute<?> key, Object value) {
        Map<Attribute<?>, Object> all = new HashMap<>(attributes);
        all.put(key, value);
        return new Routing(parameters, firstTarget, Map.copyOf(all));
    }

    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "this route has no path parameter \"" + name + "\", only " + parameters.keySet());
        }
        return value;
    }
}
