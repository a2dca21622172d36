// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * The state of a stream, as RFC 9113 §5.1 has it. The two reserved states are not here: they belong to server push, which
 * this package neither sends nor accepts.
 *
 * <p>The transitions are in the table and figure of {@code Transitions}.
 */
public enum StreamState {
    /** No frame has used the number yet. */
    IDLE,
    /** Both sides may send. */
    OPEN,
    /** Our message is complete, the peer's is not. */
    HALF_CLOSED_LOCAL,
    /** The peer's message is complete, ours is not. */
    HALF_CLOSED_REMOTE,
    /** Both messages are complete, or one side has reset the stream. */
    CLOSED
}
