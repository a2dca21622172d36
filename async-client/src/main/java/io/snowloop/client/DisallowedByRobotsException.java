// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;

/** A request was not sent, because the {@code robots.txt} of its origin disallows it: see {@link Robots}. */
public class DisallowedByRobotsException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the URL and the rule
     */
    public DisallowedByRobotsException(String message) {
        super(message);
    }
}
