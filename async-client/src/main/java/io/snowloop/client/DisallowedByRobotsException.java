// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

    /**
     * An exception with this message and this cause.
     * @param message names the URL
     * @param cause why the {@code robots.txt} cannot be read, so that nothing is allowed; null if it was read, and disallows it
     */
    public DisallowedByRobotsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
