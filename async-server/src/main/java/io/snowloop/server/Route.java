// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Method;
import io.snowloop.server.input.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a route of an app takes, as {@link Snow#routes} lists them.
 *
 * @param host of the requests; null for any
 * @param method null for all methods
 * @param pattern of the paths, such as {@code /users/{id:int}}, with the prefixes of groups and mounts; the regular expression, if it is
 *     one
 * @param regex whether the pattern is a regular expression
 * @param name null if it has none
 * @param inputs that are checked before it is called: see {@link Snow#takes}
 */
public record Route(
        @Nullable String host,
        @Nullable Method method,
        String pattern,
        boolean regex,
        @Nullable String name,
        List<Input<?>> inputs) {
    /** A route. */
    public Route {
        requireNonNull(pattern, "pattern");
        inputs = List.copyOf(requireNonNull(inputs, "inputs"));
    }

    /** This route of an app that is mounted at a prefix. */
    Route below(String prefix) {
        return new Route(host, method, prefix + pattern, regex, name, inputs);
    }

    /** This route of an app of one host. */
    Route at(String hostPattern) {
        return new Route(host == null ? hostPattern : host, method, pattern, regex, name, inputs);
    }

    /** {@code GET /users/{id:int}}. */
    @Override
    public String toString() {
        return (method == null ? "any method" : method) + " " + (host == null ? "" : host) + pattern;
    }
}
