// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error that has a status: {@code throw new HttpException(Status.CONFLICT, "the name is taken")}. A Snow app answers the
 * request with this status and this message.
 */
public class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code and not the {@link Status}, because an exception is serializable. */
    private final int code;

    /** Null after it was serialized. */
    private final transient @Nullable Headers headers;

    /**
     * An error with this status.
     * @param status of the response
     * @param message is sent to the client
     */
    public HttpException(Status status, String message) {
        this(status, message, null);
    }

    /**
     * An error with this status and a cause.
     * @param status of the response
     * @param message is sent to the client
     * @param cause is logged, and not sent to the client
     */
    public HttpException(Status status, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(status, "status").code();
        this.headers = Headers.empty();
    }

    /**
     * An error whose response has fields of its own, such as {@code WWW-Authenticate} or {@code Retry-After}.
     * @param status of the response
     * @param headers that a response with this status gets, unless the app's mapper of errors has set them
     * @param message is sent to the client
     */
    public HttpException(Status status, Headers headers, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.code = Objects.requireNonNull(status, "status").code();
        this.headers = Objects.requireNonNull(headers, "headers");
    }

    /** {@return the status of the response} */
    public Status status() {
        return Status.of(code);
    }

    /** {@return the fields of the response} */
    public Headers headers() {
        return headers == null ? Headers.empty() : headers;
    }
}
