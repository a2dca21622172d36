package io.snowloop.client;

import java.net.SocketTimeoutException;

/** The whole fetch took too long. */
public class TotalTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /** Says of what, and after how long. */
    public TotalTimeoutException(String message) {
        super(message);
    }
}
