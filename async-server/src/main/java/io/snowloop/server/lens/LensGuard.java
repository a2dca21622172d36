// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * Lets only pages of this machine use a lens on the loopback address. Any page on the web can have a browser send requests
 * there. It gets no further with the name of another host (DNS rebinding), nor with a POST of another origin (CSRF).
 */
enum LensGuard implements Filter {
    INSTANCE;

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String host = request.header("Host");
        if (!isLoopback(host)) {
            return refused("this host is not the loopback address: use 127.0.0.1 or localhost");
        }
        String origin = request.header("Origin");
        boolean own = origin == null ? request.method() != Method.POST : origin.equals("http://" + host);
        if (!own) {
            return refused("another page may not use the lens");
        }
        return next.handle(request);
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && host.matches("(127\\.0\\.0\\.1|localhost|\\[::1\\])(:\\d+)?");
    }

    private static Future<Response> refused(String why) {
        return Future.completed(Response.of(Status.FORBIDDEN)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody(Body.of(why)));
    }
}
