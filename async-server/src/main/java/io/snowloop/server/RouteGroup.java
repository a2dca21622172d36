// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes of an app that have a prefix and filters in common: see {@link Snow#group}. */
public final class RouteGroup extends MethodRoutes<RouteGroup> {
    private final Routes<?> outer;
    private final String prefix;
    private final List<Endpoint> routes = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private boolean ended;

    RouteGroup(Routes<?> outer, String prefix) {
        if (prefix.endsWith("/")) {
            throw new IllegalArgumentException("bad prefix \"" + prefix
                    + "\": patterns follow it with their first slash, so remove the slash at its end");
        }
        if (!prefix.isEmpty()) {
            new PathPattern(prefix); // so that the message is about the prefix
        }
        this.outer = outer;
        this.prefix = prefix;
    }

    @Override
    public RouteGroup filter(Filter filter) {
        requireOpen();
        filters.add(requireNonNull(filter, "filter"));
        return this;
    }

    @Override
    Endpoint add(@Nullable Method method, String pattern, Handler handler) {
        requireOpen();
        if (!pattern.isEmpty() && !pattern.startsWith("/")) {
            throw new IllegalArgumentException("bad pattern \"" + pattern + "\" of the group \"" + prefix
                    + "\": begin it with a slash, or leave it empty for the path of the group itself");
        }
        Endpoint route = outer.add(method, prefix + pattern, handler);
        routes.add(route);
        return route;
    }

    @Override
    String prefix() {
        return outer.prefix() + prefix;
    }

    @Override
    Handler collecting(Handler handler) {
        return outer.collecting(handler);
    }

    @Override
    void name(Endpoint route, String name) {
        requireOpen();
        outer.name(route, name);
    }

    /** All routes and filters are here. */
    void end() {
        ended = true;
        for (Endpoint route : routes) {
            route.putInside(filters);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the group \"" + prefix + "\" is complete: call the group that is passed"
                    + " to the function only inside of the function");
        }
    }
}
