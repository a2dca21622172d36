// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/**
 * Thrown where a program is busy and nothing comes of it: its selector returns again and again, the clock stands still, and no
 * byte moves. The usual cause is a key that stays ready because its operation is not done, such as a channel that waits for
 * {@code OP_WRITE} with nothing to write. On a real network such a program keeps a processor busy.
 *
 * <p>It is an error for the same reason as {@link DeadlockError}.
 *
 * @see SimNetwork#livelockAfter
 */
public final class LivelockError extends Error {
    private static final long serialVersionUID = 1L;

    /** Who is busy, how often, and with which keys. */
    private final String what;

    LivelockError(String what, Threads threads) {
        super("livelock: " + what + ", " + threads.situation());
        this.what = what;
    }

    /** {@return who is busy, how often, and with which keys: the message without the state of the simulation} */
    public String what() {
        return what;
    }
}
