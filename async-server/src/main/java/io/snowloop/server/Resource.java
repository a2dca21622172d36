// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of one path (RFC 9110 §3.1), one for each method. */
final class Resource {
    private final List<Endpoint> routes = new ArrayList<>(1);

    void add(Endpoint route) {
        for (Endpoint other : routes) {
            if (Objects.equals(other.method(), route.method())) {
                throw new IllegalArgumentException(
                        route + " can't be added: " + other + " takes the same requests. Remove one of them");
            }
        }
        routes.add(route);
    }

    /** The route that takes a request of this method; null if there is none. */
    @Nullable
    Endpoint route(Method method) {
        Endpoint route = find(method);
        if (route == null && method.equals(Method.HEAD)) { // HEAD is GET without the content (RFC 9110 §9.3.2)
            route = find(Method.GET);
        }
        return route == null ? find(null) : route;
    }

    private @Nullable Endpoint find(@Nullable Method method) {
        for (Endpoint route : routes) {
            if (Objects.equals(route.method(), method)) {
                return route;
            }
        }
        return null;
    }

    /** Adds the methods of this resource to {@code names}, as {@code Allow} lists them (RFC 9110 §10.2.1). */
    void addMethods(Set<String> names) {
        for (Endpoint route : routes) {
            Method method = route.method();
            if (method != null) {
                names.add(method.name());
            }
        }
        if (names.contains("GET")) {
            names.add("HEAD");
        }
    }
}
