// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.HttpException;
import io.snowloop.http.Response;
import io.snowloop.http.Status;

/**
 * A request that no route takes, or for which {@link StaticFiles} have nothing to send. It is an error, so that an app's
 * {@link ErrorMapper} makes its page, too.
 *
 * <p>It has no stack trace. That would be the same each time, and scanners ask for many paths that do not exist.
 */
final class ClientErrorException extends HttpException {
    private static final long serialVersionUID = 1L;

    /** The field that a response with this status must have, and its value; both empty if there is none. */
    private final String name;

    private final String value;

    private ClientErrorException(Status status, String name, String value) {
        super(status, status.toString());
        this.name = name;
        this.value = value;
    }

    /** There is no such path. */
    static ClientErrorException notFound() {
        return new ClientErrorException(Status.NOT_FOUND, "", "");
    }

    /**
     * The path has no such method (RFC 9110 §15.5.6).
     *
     * @param allow the methods that it has
     */
    static ClientErrorException methodNotAllowed(String allow) {
        return new ClientErrorException(Status.METHOD_NOT_ALLOWED, "Allow", allow);
    }

    /** A condition of the request is false (RFC 9110 §15.5.13). */
    static ClientErrorException preconditionFailed() {
        return new ClientErrorException(Status.PRECONDITION_FAILED, "", "");
    }

    /**
     * There is no byte of the range (RFC 9110 §15.5.17).
     *
     * @param contentRange with the length that there is
     */
    static ClientErrorException rangeNotSatisfiable(String contentRange) {
        return new ClientErrorException(Status.RANGE_NOT_SATISFIABLE, "Content-Range", contentRange);
    }

    /** The mapper's response, with the field that its status must have. */
    Response complete(Response response) {
        boolean lacksField = !name.isEmpty()
                && response.status().equals(status())
                && !response.headers().contains(name);
        return lacksField ? response.withHeader(name, value) : response;
    }

    @Override
    @SuppressWarnings("NonSynchronizedOverridesSynchronized") // it changes nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
