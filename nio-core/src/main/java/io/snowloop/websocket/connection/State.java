// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

/** What a {@link WebSocketProtocol} does with messages. */
enum State {
    /** Messages are sent and received. */
    OPEN,
    /** A close frame was sent: no message is, and those that come are dropped. */
    CLOSING,
    /** Both sides have sent their last frame, or this one has failed: what comes is discarded, until EOF. */
    ENDING,
    /** The connection is closed. */
    CLOSED
}
