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
    }

    /** {@return the status of the response} */
    public Status status() {
        return Status.of(code);
    }
}
