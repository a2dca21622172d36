// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import java.util.concurrent.TimeoutException;

/** A request of {@link AsyncRequest} was not complete within its time-out. */
public class AsyncTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** An exception with this message: the request and its time-out. */
    public AsyncTimeoutException(String message) {
        super(message);
    }
}
