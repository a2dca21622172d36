// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.Objects;

/**
 * A filter that adds fields to requests that have none of that name. Credentials are for one origin: add this filter before {@link
 * Redirects}, which remove them from a request to another one.
 */
public final class DefaultHeaders implements Filter {
    private final Headers defaults;

    private DefaultHeaders(Headers defaults) {
        this.defaults = defaults;
    }

    /**
     * {@return a filter that adds these fields}
     * @param defaults such as {@code User-Agent} and {@code Accept}; several of one name are added together
     */
    public static DefaultHeaders defaultHeaders(Headers defaults) {
        return new DefaultHeaders(Objects.requireNonNull(defaults, "defaults"));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(next, "next");
        Headers own = request.headers();
        Headers.Builder all = Headers.builder().addAll(own);
        defaults.forEach((name, value) -> {
            if (!own.contains(name)) {
                all.add(name, value);
            }
        });
        return next.handle(request.withHeaders(all.build()));
    }

    /** The names alone: a value may be a secret. */
    @Override
    public String toString() {
        return "DefaultHeaders" + defaults.names();
    }
}
