// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of the errors of an app's handlers to responses; logs each error once.
 *
 * <p>It is around the routes and around each filter. So each filter gets a response too, whatever happened behind it.
 */
final class ErrorHandling {
    private static final LazyLogger LOG = new LazyLogger(Snow.class);

    private final ErrorMapper errors;

    ErrorHandling(ErrorMapper errors) {
        this.errors = errors;
    }

    /** A handler that always has a response. */
    Handler around(Handler next) {
        return request -> {
            try {
                return checked(request, next.handle(request));
            } catch (Throwable thrown) {
                return failed(request, thrown);
            }
        };
    }

    /** The future of a handler, with a response in place of an error. */
    Future<Response> checked(Request request, @Nullable Future<Response> future) {
        if (future == null) {
            return failed(request, new IllegalStateException("null was returned instead of a future"));
        }
        Completed<Response> atOnce = future.outcome();
        return atOnce == null
                ? request.context().orRefusal(future).transform(outcome -> checked(request, outcome))
                : checked(request, atOnce);
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

    /** The response to an error. */
    @SuppressWarnings("ReferenceEquality") // an error must not be suppressed by itself, whatever its equals says
    Completed<Response> failed(Request request, Throwable error) {
        Response response;
        Throwable cause = error;
        try {
            response = Objects.requireNonNull(errors.response(error, request), "the error mapper returned null");
            if (error instanceof HttpException http && response.status().equals(http.status())) {
                response = complete(response, http.headers());
            }
        } catch (Throwable inMapper) {
            if (inMapper != error) { // a mapper may throw the error that it got
                inMapper.addSuppressed(error);
            }
            cause = inMapper;
            response = ErrorPage.of(Status.INTERNAL_SERVER_ERROR).response(request);
        }
        log(request, response.status(), cause);
        return Future.completed(response);
    }

    /** The mapper's response, with the fields that its status must have. */
    private static Response complete(Response response, Headers needed) {
        Headers headers = response.headers();
        for (int i = 0; i < needed.size(); i++) {
            if (!response.headers().contains(needed.name(i))) {
                headers = headers.plus(needed.name(i), needed.value(i));
            }
        }
        return headers == response.headers() ? response : response.withHeaders(headers);
    }

    /** The server logs the failures of all its apps. Without one, as in a test, each is logged. */
    private static void log(Request request, Status status, Throwable cause) {
        if (!status.isServerError() || !request.context().failed(request, status, cause)) {
            LOG.log(ErrorStatus.level(status), () -> message(request, status), cause);
        }
    }

    /** What an app's failures are logged as by a server. On the loop. */
    static void log(ServerContext server, Request request, Status status, Throwable cause) {
        server.failures().answered(LOG, server.loop(), status, cause, message(request, status));
    }

    private static String message(Request request, Status status) {
        return shown(request) + " was answered with " + status;
    }

    /**
     * The method and the path as it was sent, because it may be the error, and also the part that a mount has taken away. Not the
     * query: it may have secrets.
     */
    static String shown(Request request) {
        return request.method() + " "
                + request.withTarget(request.originalTarget()).rawPath();
    }
}
