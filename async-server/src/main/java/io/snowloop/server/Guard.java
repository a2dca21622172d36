package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.Objects;

/**
 * A handler that always has a response: what goes wrong in the one behind it is given to the error mapper and logged,
 * once, here.
 *
 * <p>There is one around the router and one around each filter, so that every filter sees a response too, whatever
 * happened further in.
 */
final class Guard implements Handler {
    private static final LazyLogger LOG = new LazyLogger(Snow.class);

    private final Handler next;
    private final ErrorMapper errors;

    Guard(Handler next, ErrorMapper errors) {
        this.next = next;
        this.errors = errors;
    }

    @Override
    public Future<Response> handle(Request request) {
        Future<Response> future;
        try {
            future = next.handle(request);
        } catch (Throwable thrown) {
            return failed(request, thrown);
        }
        if (future == null) {
            return failed(request, new IllegalStateException("null was returned instead of a future"));
        }
        Completed<Response> atOnce = future.outcome();
        return atOnce == null ? future.transform(outcome -> settled(request, outcome)) : settled(request, atOnce);
    }

    private Completed<Response> settled(Request request, Completed<Response> outcome) {
        Throwable error = outcome.error();
        if (error != null) {
            return failed(request, error);
        }
        return outcome.value() != null
                ? outcome
                : failed(request, new IllegalStateException("null was returned instead of a response"));
    }

    @SuppressWarnings("ReferenceEquality") // an error can't be its own suppressed one, whatever it says it equals
    private Completed<Response> failed(Request request, Throwable error) {
        Response response;
        Throwable cause = error;
        try {
            response = Objects.requireNonNull(errors.response(error, request), "the error mapper returned null");
        } catch (Throwable inMapper) {
            if (inMapper != error) { // a mapper may throw what it was given
                inMapper.addSuppressed(error);
            }
            cause = inMapper;
            response = StatusPage.of(Status.INTERNAL_SERVER_ERROR);
        }
        log(request, response.status(), cause);
        return Future.completed(response);
    }

    /** Without the query, which may hold secrets. */
    private static void log(Request request, Status status, Throwable cause) {
        Level level = status.equals(Status.INTERNAL_SERVER_ERROR) ? Level.ERROR : Level.DEBUG;
        LOG.get().log(level, () -> request.method() + " " + request.path() + " was answered with " + status, cause);
    }
}
