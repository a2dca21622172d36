package io.snowloop.server;

import io.snowloop.http.Status;
import org.jspecify.annotations.Nullable;

/** An error that knows its status: {@code throw new HttpException(Status.CONFLICT, "the name is taken")}. */
public class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * An error with this status.
     *
     * @param message what the client is told
     */
    public HttpException(Status status, String message) {
        this(status, message, null);
    }

    /**
     * An error with this status, which came of another one.
     *
     * @param message what the client is told
     * @param cause what only the log is told
     */
    public HttpException(Status status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = status.code();
    }

    /** The status of the response. */
    public Status status() {
        return Status.of(code);
    }
}
