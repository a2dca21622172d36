// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;

/**
 * A request that no route takes, or for which {@link StaticFiles} have nothing to send. It is an error, so that an app's
 * {@link ErrorMapper} makes its page, too.
 *
 * <p>It has no stack trace. That would be the same each time, and scanners ask for many paths that do not exist.
 */
final class ClientErrorException extends HttpException {
    private static final long serialVersionUID = 1L;

    private ClientErrorException(Status status, Headers headers) {
        super(status, headers, status.toString());
    }

    /** There is no such path. */
    static ClientErrorException notFound() {
        return new ClientErrorException(Status.NOT_FOUND, Headers.empty());
    }

    /**
     * The path has no such method (RFC 9110 §15.5.6).
     *
     * @param allow the methods that it has
     */
    static ClientErrorException methodNotAllowed(String allow) {
        return new ClientErrorException(Status.METHOD_NOT_ALLOWED, Headers.of("Allow", allow));
    }

    /** A condition of the request is false (RFC 9110 §15.5.13). */
    static ClientErrorException preconditionFailed() {
        return new ClientErrorException(Status.PRECONDITION_FAILED, Headers.empty());
    }

    /**
     * There is no byte of the range (RFC 9110 §15.5.17).
     *
     * @param contentRange with the length that there is
     */
    static ClientErrorException rangeNotSatisfiable(String contentRange) {
        return new ClientErrorException(Status.RANGE_NOT_SATISFIABLE, Headers.of("Content-Range", contentRange));
    }

    @Override
    @SuppressWarnings("NonSynchronizedOverridesSynchronized") // it changes nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
