package io.snowloop.server;

import io.snowloop.http.HttpException;
import io.snowloop.http.Response;
import io.snowloop.http.Status;

/**
 * No route takes a request: 404 or 405. It is an error, so that an app's {@link ErrorMapper} makes its page, too.
 *
 * <p>It has no stack trace. That would be the same each time, and scanners ask for many paths that do not exist.
 */
final class NoRouteException extends HttpException {
    private static final long serialVersionUID = 1L;

    /** The methods that the path has; empty if there is no such path. */
    private final String allow;

    private NoRouteException(Status status, String allow) {
        super(status, status.toString());
        this.allow = allow;
    }

    /** There is no such path. */
    static NoRouteException notFound() {
        return new NoRouteException(Status.NOT_FOUND, "");
    }

    /**
     * The path has no such method.
     *
     * @param allow the methods that it has
     */
    static NoRouteException methodNotAllowed(String allow) {
        return new NoRouteException(Status.METHOD_NOT_ALLOWED, allow);
    }

    /** The mapper's response, with the {@code Allow} that a 405 must have (RFC 9110 §15.5.6). */
    Response complete(Response response) {
        boolean lacksAllow = !allow.isEmpty()
                && response.status().equals(Status.METHOD_NOT_ALLOWED)
                && !response.headers().contains("Allow");
        return lacksAllow ? response.withHeader("Allow", allow) : response;
    }

    @Override
    @SuppressWarnings("NonSynchronizedOverridesSynchronized") // it changes nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
