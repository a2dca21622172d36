// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection was closed before the operation on it was complete. */
public class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message says which connection, and what it was doing
     */
    public ConnectionClosedException(String message) {
        super(message);
    }

    /**
     * An exception with this message and a cause.
     * @param message says which connection, and what it was doing
     * @param cause what closed it
     */
    public ConnectionClosedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * {@return what a protocol tells of the end of its connection}
     * @param cause what {@link Protocol#closed} gave it; null for an orderly close
     */
    public static ConnectionClosedException of(@Nullable Throwable cause) {
        if (cause instanceof ConnectionClosedException closed) {
            return closed;
        }
        return cause == null
                ? new ConnectionClosedException("the connection was closed")
                : new ConnectionClosedException("the connection broke: " + cause.getMessage(), cause);
    }
}
