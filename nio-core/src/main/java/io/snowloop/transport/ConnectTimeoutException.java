package io.snowloop.transport;

import java.net.SocketTimeoutException;

/** No connection within the connect time-out. */
public class ConnectTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /** Says whereto, and after how long. */
    public ConnectTimeoutException(String message) {
        super(message);
    }
}
