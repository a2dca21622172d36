// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import java.io.IOException;
import java.util.Objects;

/** The server has answered the opening request of a WebSocket with another status than 101. */
public class WebSocketHandshakeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The code and not the {@link Status}, because an exception is serializable. */
    private final int code;

    /**
     * An exception for an answer.
     * @param status of the answer
     * @param message has the status, too
     */
    public WebSocketHandshakeException(Status status, String message) {
        super(message);
        this.code = Objects.requireNonNull(status, "status").code();
    }

    /** {@return the status of the answer} */
    public Status status() {
        return Status.of(code);
    }
}
