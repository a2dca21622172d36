package io.snowloop.http;

import io.snowloop.future.Future;

/**
 * Something around a {@link Handler}: it may change the request on the way in and the response on the way out, answer
 * by itself, or ask again.
 */
@FunctionalInterface
public interface Filter {
    /** Answers {@code request}, with the help of {@code next} or without. */
    Future<Response> filter(Request request, Handler next);

    /** This filter around a handler, as a handler. */
    default Handler around(Handler handler) {
        return request -> filter(request, handler);
    }

    /** This filter around another one: this one sees the request first and the response last. */
    default Filter andThen(Filter inner) {
        return (request, next) -> filter(request, inner.around(next));
    }
}
