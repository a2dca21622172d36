// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

/**
 * The state of a {@link DatagramTransport}.
 *
 * <pre>
 *   OPEN --close()--&gt; FLUSHING --the queue is empty--&gt; CLOSED
 *     |                  |                                ^
 *     +------------------+-- abort(), the loop closes ----+
 * </pre>
 */
enum DatagramState {
    OPEN,
    /** Closed by the protocol: nothing is received or accepted for sending any more; what is queued is still sent. */
    FLUSHING,
    CLOSED
}
