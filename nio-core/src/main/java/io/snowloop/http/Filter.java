package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;

/**
 * A function around a {@link Handler}. It may change the request before the handler gets it and the response afterwards,
 * answer without the handler, or call the handler more than once.
 */
@FunctionalInterface
public interface Filter {
    /** Answers {@code request}, with the help of {@code next} or without. */
    Future<Response> filter(Request request, Handler next);

    /** A handler: this filter around {@code handler}. */
    default Handler around(Handler handler) {
        requireNonNull(handler, "handler");
        return request -> filter(request, handler);
    }

    /** A filter: this one around {@code inner}. This one gets the request first and the response last. */
    default Filter andThen(Filter inner) {
        requireNonNull(inner, "inner");
        return (request, next) -> filter(request, inner.around(next));
    }
}
