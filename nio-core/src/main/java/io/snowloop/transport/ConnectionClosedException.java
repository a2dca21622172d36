package io.snowloop.transport;

import java.io.IOException;

/** The connection was closed before the operation on it was complete. */
public class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message says which connection, and what it was doing. */
    public ConnectionClosedException(String message) {
        super(message);
    }

    /** The message says which connection, and what it was doing; the cause is what closed it. */
    public ConnectionClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
