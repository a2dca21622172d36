package io.snowloop.samples.seeds;

import java.util.concurrent.TimeoutException;

/** A request of {@link AsyncRequest} was not complete within its time-out. */
public class AsyncTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** Says which request, and how long it had. */
    public AsyncTimeoutException(String message) {
        super(message);
    }
}
