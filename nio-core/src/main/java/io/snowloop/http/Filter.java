// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;

/**
 * A function around a {@link Handler}. It may change the request before the handler gets it and the response afterwards,
 * answer without the handler, or call the handler more than once.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#filter -->
 * <pre>{@code
 * Filter login = (request, next) -> request.cookie("session") == null
 *         ? Future.completed(Response.of(Status.UNAUTHORIZED))
 *         : next.handle(request).map(page -> page.withHeader("Cache-Control", "private"));
 * Handler guarded = login.around(hello);
 *
 * assertThat(guarded.handle(Request.get("/")).resultNow().status()).isEqualTo(Status.UNAUTHORIZED);
 * }</pre>
 */
@FunctionalInterface
public interface Filter {
    /**
     * Answers a request, with the help of {@code next} or without.
     * @param request may be passed on as it is, or changed
     * @param next the handler inside: call it once, not at all, or again; it must not get {@code null}
     * @return completes with the response of {@code next}, changed or not, or with another one
     */
    Future<Response> filter(Request request, Handler next);

    /**
     * {@return a handler: this filter around another one}
     * @param handler gets what this filter passes on
     */
    default Handler around(Handler handler) {
        requireNonNull(handler, "handler");
        return request -> filter(request, handler);
    }

    /**
     * {@return a filter: this one around another one} This one gets the request first and the response last.
     * @param inner gets what this filter passes on
     */
    default Filter andThen(Filter inner) {
        requireNonNull(inner, "inner");
        return (request, next) -> filter(request, inner.around(next));
    }
}
