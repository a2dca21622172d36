package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.LateLogger;
import java.lang.System.Logger.Level;
import java.util.Objects;

/**
 * A handler that always has a response. It gives each error of the handler behind it to the error mapper, and logs it.
 *
 * <p>There is one around the router and one around each filter. So each filter gets a response too, whatever happened
 * behind it, and each error is logged once.
 */
final class ErrorHandling implements Handler {
    private static final LateLogger LOG = new LateLogger(Snow.class);

    private final Handler next;
    private final ErrorMapper errors;

    ErrorHandling(Handler next, ErrorMapper errors) {
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
        return atOnce == null ? future.transform(outcome -> checked(request, outcome)) : checked(request, atOnce);
    }

    private Completed<Response> checked(Request request, Completed<Response> outcome) {
        Throwable error = outcome.error();
        if (error != null) {
            return failed(request, error);
        }
        return outcome.value() != null
                ? outcome
                : failed(request, new IllegalStateException("null was returned instead of a response"));
    }

    @SuppressWarnings("ReferenceEquality") // an error must not be suppressed by itself, whatever its equals says
    private Completed<Response> failed(Request request, Throwable error) {
        Response response;
        Throwable cause = error;
        try {
            response = Objects.requireNonNull(errors.response(error, request), "the error mapper returned null");
        } catch (Throwable inMapper) {
            if (inMapper != error) { // a mapper may throw the error that it got
                inMapper.addSuppressed(error);
            }
            cause = inMapper;
            response = StatusPage.of(Status.INTERNAL_SERVER_ERROR);
        }
        log(request, response.status(), cause);
        return Future.completed(response);
    }

    /** The path is logged as it was sent, because it may be the error. The query is not: it may have secrets. */
    private static void log(Request request, Status status, Throwable cause) {
        Level level = status.equals(Status.INTERNAL_SERVER_ERROR) ? Level.ERROR : Level.DEBUG;
        LOG.get().log(level, () -> request.method() + " " + request.rawPath() + " was answered with " + status, cause);
    }
}
