// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;

/** A request was not sent, because too many wait for their turn already: see {@link RateLimiter} and {@link
 * Robots}. */
public class TooManyWaitingException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the origin and the limit
     */
    public TooManyWaitingException(String message) {
        super(message);
    }
}
