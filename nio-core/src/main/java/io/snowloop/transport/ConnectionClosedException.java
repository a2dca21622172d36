package io.snowloop.transport;

import java.io.IOException;

/** The connection ended before what was wanted of it was done. */
public class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says which connection, and what it was doing. */
    public ConnectionClosedException(String message) {
        super(message);
    }

    /** Says which connection, what it was doing, and what ended it. */
    public ConnectionClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
