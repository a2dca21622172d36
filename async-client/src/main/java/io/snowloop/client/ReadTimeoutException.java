// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.net.SocketTimeoutException;

/** No bytes of the response arrived for {@link Timeouts#read} while they were awaited. */
public class ReadTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the request and the time-out
     */
    public ReadTimeoutException(String message) {
        super(message);
    }
}
