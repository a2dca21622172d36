package io.snowloop.loop.channel;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A {@link Selector} that other threads can wake.
 *
 * <pre>
 *   AWAKE --fallAsleep()--&gt; ASLEEP --wakeUp()--&gt; WOKEN
 *     ^-----------------------/--- awake() -----------/
 * </pre>
 *
 * <p>{@link Selector#wakeup} alone would do, but it is a system call, and most calls come while the loop is awake and
 * looks at its queue anyway. With the states, the first call of each sleep pays for it and the others are one read.
 */
final class Selection {
    private enum State {
        AWAKE,

        /** The loop is in a select that waits, or is about to begin one. */
        ASLEEP,

        /** Another thread has ended that select. */
        WOKEN
    }

    private final Selector selector;
    private final List<Registration> ready = new ArrayList<>();
    private final Consumer<SelectionKey> collector = key -> ready.add((Registration) key.attachment());
    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);

    Selection(Selector selector) {
        this.selector = selector;
    }

    Selector selector() {
        return selector;
    }

    /** The channels that the last {@link #select} has found ready, in the selector's order. */
    List<Registration> ready() {
        return ready;
    }

    // region select
    /**
     * Collects the channels that are ready.
     *
     * @param wait the longest wait in nanoseconds; 0 for none, negative for no limit
     */
    void select(long wait) throws IOException {
        if (wait == 0) {
            selector.selectNow(collector);
        } else {
            selector.select(collector, wait < 0 ? 0 : millisRoundedUp(wait));
        }
    }

    /** Rounded up: a select that ended half a millisecond before the timer would be repeated until it is due. */
    private static long millisRoundedUp(long nanos) {
        return nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
    }
    // endregion

    // region wake-up
    /** From here on a {@link #wakeUp} ends the next select. */
    void fallAsleep() {
        state.set(State.ASLEEP);
    }

    /** Ends the select that waits, if there is one. Any thread. */
    void wakeUp() {
        if (state.compareAndSet(State.ASLEEP, State.WOKEN)) {
            selector.wakeup();
        }
    }

    /** The select is over. Returns whether another thread has ended it. */
    boolean awake() {
        return state.get() != State.AWAKE && state.getAndSet(State.AWAKE) == State.WOKEN;
    }
    // endregion
}
