// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Selector} that other threads can wake, and that is replaced if it fails.
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
    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private enum State {
        AWAKE,

        /** The loop is in a select that waits, or is about to begin one. */
        ASLEEP,

        /** Another thread has ended that select. */
        WOKEN
    }

    /**
     * How many bytes are read in a turn before the channels that are left have to wait for the next one. What ends in a turn gives its memory
     * back behind it: else thousands of clients that send much at the same time would need as much memory, whatever bound there is.
     */
    private static final int MOST_READ = 2 * 1024 * 1024;

    /**
     * For so many channels, whatever they are ready for, the clock is read once, to see whether the turn is a {@linkplain Reactor#LONG_TURN long}
     * one, which ends here: two requests of each may take milliseconds.
     */
    private static final int CHANNELS_BETWEEN_LOOKS = 4;

    /** With so many bytes read in a turn it is read for each. */
    private static final int LARGE = 16 * 1024;

    /** Volatile for {@link #wakeUp}. */
    private volatile Selector selector;

    private final Scheduler loop;
    private final EventLoopOptions options;
    private final SelectorHealth health;

    /** Whether the loop pauses before a select. */
    private volatile boolean pausing;

    private final List<Registration> ready = new ArrayList<>();

    /** How many bytes were read in this turn. */
    private int read;

    private final Consumer<SelectionKey> collector = key -> ready.add((Registration) key.attachment());
    private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);

    Selection(EventLoop loop, EventLoopOptions options) throws IOException {
        this.loop = loop;
        this.options = options;
        this.health = new SelectorHealth(options.ticker(), options.maxEarlySelects());
        this.selector = options.provider().openSelector();
    }

    Selector selector() {
        return selector;
    }

    /** The channels that the last {@link #select} has found ready and that had no turn since, in the selector's order. */
    List<Registration> ready() {
        return ready;
    }

    void read(int bytes) {
        read += bytes;
    }

    /** Whether another channel may have its turn now, behind so many: one that only writes, connects or closes takes time, too. */
    boolean hasRest(int count, long turnTime) {
        boolean looks = count > 0 && (count % CHANNELS_BETWEEN_LOOKS == 0 || read >= LARGE);
        return read < MOST_READ && !(looks && options.ticker().nanoTime() - turnTime > Reactor.LONG_TURN);
    }

    /** So many channels have had their turn. */
    void dispatched(int count) {
        read = 0;
        if (count == ready.size()) { // nearly always
            ready.clear();
        } else {
            ready.subList(0, count).clear();
        }
    }

    // region select
    /**
     * Collects the channels that are ready. A selector that fails is replaced.
     *
     * @param wait the longest wait in nanoseconds; 0 for none, negative for no limit
     * @param turnTime when the last turn's callbacks began: before this wait
     * @return whether another thread has ended it
     */
    boolean select(long wait, long turnTime) {
        pause(wait);
        @Nullable Exception failure = null;
        try {
            collect(wait);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        boolean woken = awake();
        if (failure != null) {
            health.failed();
            rebuild("threw", failure);
        } else if (wait != 0) {
            check(wait, turnTime, woken);
        }
        return woken;
    }

    private void collect(long wait) throws IOException {
        if (!ready.isEmpty()) {
            // Those that the last turn has left come first: the selector could give others again and again. This lets
            // closed ones go.
            selector.selectNow(key -> {});
        } else if (wait == 0) {
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

    /** Ends the select that waits, if there is one, or the pause. Any thread. */
    void wakeUp() {
        if (state.compareAndSet(State.ASLEEP, State.WOKEN)) {
            selector.wakeup();
            if (pausing) {
                endPause();
            }
        }
    }

    /** The select is over. Returns whether another thread has ended it. */
    private boolean awake() {
        return state.get() != State.AWAKE && state.getAndSet(State.AWAKE) == State.WOKEN;
    }

    /** Whether the loop is in a select that waits, or about to begin one. Any thread. */
    boolean isAsleep() {
        return state.get() == State.ASLEEP;
    }
    // endregion

    // region rebuild
    /** Looks whether a select that was to wait has done so. Reads the clock only if it has found nothing. */
    private void check(long wait, long turnTime, boolean woken) {
        boolean early = ready.isEmpty()
                && !woken
                && !Thread.currentThread().isInterrupted()
                && (wait < 0 || options.ticker().nanoTime() - turnTime < wait);
        if (!early) {
            health.worked();
        } else if (health.returnedEarly()) {
            rebuild(
                    options.maxEarlySelects() + " times in a row returned at once (EventLoopOptions.maxEarlySelects)",
                    null);
        }
    }

    /** Moves the channels to a new selector. If none can be opened, they stay, and the old one is asked again. */
    private void rebuild(String why, @Nullable Exception failure) {
        String outcome = ": its channels have a new selector";
        @Nullable Exception error = failure;
        try {
            moveTo(options.provider().openSelector());
        } catch (IOException | RuntimeException e) {
            outcome = ", and no new selector could be had";
            error = e;
        }
        if (health.isFirst()) {
            LOG.log(Level.WARNING, "the select of " + loop + " " + why + outcome + " (said once in a while)", error);
        }
    }

    /** Either all channels are moved, with what they wait for and their registrations, or none is. */
    private void moveTo(Selector fresh) throws IOException {
        Selector old = selector;
        List<Registration> moving = new ArrayList<>();
        try {
            for (SelectionKey key : old.keys()) {
                if (key.isValid() && key.attachment() instanceof Registration registration) {
                    key.channel().register(fresh, key.interestOps(), registration);
                    moving.add(registration);
                }
            }
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
        moving.forEach(registration -> registration.movedTo(fresh));
        selector = fresh;
        old.close(); // which cancels the old keys
    }

    /** A selector that doesn't wait would turn the loop at full speed: this waits before it, for {@link #wakeUp} only. */
    private void pause(long wait) {
        long millis = health.pauseMillis(wait);
        if (millis > 0) {
            pausing = true;
            waitFor(millis);
            pausing = false;
        }
    }

    private synchronized void endPause() {
        notifyAll();
    }

    @SuppressWarnings("WaitNotInLoop") // a spurious wake-up makes the pause shorter, and does no harm
    private synchronized void waitFor(long millis) {
        try {
            if (isAsleep()) { // else the thread that has woken the loop may not have seen that it pauses
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then select doesn't wait either
        }
    }
    // endregion
}
