// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * A handler, and the method and path of the requests that it gets.
 *
 * @param method null for all methods
 */
record Route(@Nullable Method method, PathPattern pattern, Handler handler) {
    @Override
    public String toString() {
        return (method == null ? "any method" : method) + " " + pattern;
    }
}
