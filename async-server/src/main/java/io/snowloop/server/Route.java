package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * A line of the routing table: requests with this method and such a path go to this handler.
 *
 * @param method null for all methods
 */
record Route(@Nullable Method method, PathPattern pattern, Handler handler) {
    @Override
    public String toString() {
        return (method == null ? "any method" : method) + " " + pattern;
    }
}
