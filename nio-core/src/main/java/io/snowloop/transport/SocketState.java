// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

/**
 * The state of a {@link SocketTransport}.
 *
 * <pre>
 *   OPEN --shutdownOutput()--&gt; HALF_CLOSED
 *     |                            |
 *     +--------- close() ----------+--&gt; FLUSHING --all is sent--&gt; CLOSED
 *     |                            |        |                       ^
 *     +------ a write fails -------+--&gt; BROKEN --EOF, 5 s --------&gt; +
 *     |                            |        |                       |
 *     +----------------------------+--------+-- abort(), error -----/
 * </pre>
 */
enum SocketState {
    OPEN,
    /** The output is shut down, or will be once all is sent. Reading goes on. */
    HALF_CLOSED,
    /** The socket takes no bytes any more. What the peer has sent before is still read. */
    BROKEN,
    /** Closed by the protocol: nothing is read or accepted for writing any more; what was written is still sent. */
    FLUSHING,
    CLOSED;

    /** Whether neither side has closed it: the protocol gets what the peer has sent. */
    boolean isOpen() {
        return this == OPEN || this == HALF_CLOSED || this == BROKEN;
    }
}
