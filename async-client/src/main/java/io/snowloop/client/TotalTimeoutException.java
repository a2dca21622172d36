// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.net.SocketTimeoutException;

/** A fetch was not complete within {@link Timeouts#total}. */
public class TotalTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the request and the time-out
     */
    public TotalTimeoutException(String message) {
        super(message);
    }
}
