// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.net.SocketTimeoutException;

/** A request got no connection within {@link Timeouts#pool}. Nothing of it was sent. */
public class PoolTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the request and the time-out
     */
    public PoolTimeoutException(String message) {
        super(message);
    }
}
