// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** The peer has sent what must not be sent, or too much of it. The message says what, and by which rule it is refused. */
public class WebSocketException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The code of the close frame that tells the peer. */
    private final int closeCode;

    /**
     * An exception with a code for the peer.
     * @param closeCode one of {@link CloseReason}
     * @param message what is wrong
     */
    public WebSocketException(int closeCode, String message) {
        super(requireNonNull(message, "message"));
        this.closeCode = closeCode;
    }

    static WebSocketException protocol(String message) {
        return new WebSocketException(CloseReason.PROTOCOL_ERROR, message);
    }

    /** {@return the code of the close frame that says so to the peer} */
    public int closeCode() {
        return closeCode;
    }
}
