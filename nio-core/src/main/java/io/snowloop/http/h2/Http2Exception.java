// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * The peer has made an error that ends the connection (RFC 9113 §5.4.1). A GOAWAY with the code is prepared:
 * {@link Http2Codec#drainTo} gives it, and then the connection is to be closed.
 */
public final class Http2Exception extends IOException {
    private static final long serialVersionUID = 1;

    /** The value of {@link #code()}. */
    private final int code;

    /**
     * An exception whose message names the rule.
     * @param code of the GOAWAY
     * @param message what the peer has sent, and which rule forbids it
     */
    public Http2Exception(ErrorCode code, String message) {
        super(requireNonNull(code, "code") + ": " + requireNonNull(message, "message"));
        this.code = code.value();
    }

    /** {@return the code that the peer is told} */
    public ErrorCode code() {
        return new ErrorCode(code);
    }
}
