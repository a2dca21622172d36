package io.snowloop.client;

import java.net.SocketTimeoutException;

/** The server was silent for too long while we waited for bytes of its response. */
public class ReadTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /** Says of what, and after how long. */
    public ReadTimeoutException(String message) {
        super(message);
    }
}
