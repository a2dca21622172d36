// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;
import java.util.Objects;

/** A proxy was reached, and has opened no connection to the origin: it refused, or it broke its protocol. */
public class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with a cause.
     * @param message says which proxy, to which origin, and why
     * @param cause what it said
     */
    public ProxyException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
    }
}
