// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The threads that use a network: what time it is for them, which of them may use its state, and how they wait. */
interface Threads {
    /** The time, in nanoseconds since the start. */
    long now();

    /** The time at which a timeout of {@code nanos} of a program ends; {@link Agenda#NEVER} if it has none. */
    long deadline(long nanos);

    /** Begins to use the state of the network: of its sockets, selectors and events. May be nested. */
    void enter();

    /** Ends what {@link #enter} began. */
    void exit();

    /** Uses the state of the network. */
    default void run(Runnable action) {
        enter();
        try {
            action.run();
        } finally {
            exit();
        }
    }

    /** Uses the state of the network. */
    default <T extends @Nullable Object> T call(Supplier<T> action) {
        enter();
        try {
            return action.get();
        } finally {
            exit();
        }
    }

    /** Uses the state of the network, for an operation of a channel, which may fail. */
    default <T extends @Nullable Object> T operate(BlockingMode.Operation<T> operation) throws IOException {
        enter();
        try {
            return operation.run();
        } finally {
            exit();
        }
    }

    /**
     * Blocks the calling thread, which has {@linkplain #enter entered} once, until a condition holds, the time is up, or
     * the thread is interrupted.
     *
     * @param condition reads the state of the network and takes no lock
     * @param deadline {@link Agenda#NEVER} if there is none
     * @param what waits: part of the text of errors
     * @return false if the time is up
     */
    boolean await(BooleanSupplier condition, long deadline, Object what);

    /** A condition that another thread waits for may hold now. Any thread; it need not have entered. */
    void wake();

    /** Called by a selector before it selects. True if it must not wait, because its loop has a turn: see {@link HostedLoops}. */
    boolean hosts(SimSelector selector);

    /** The time of the next event; {@link Agenda#NEVER} if there is none. */
    long nextEvent();

    /** The state of all that runs and is open: the text of a {@link DeadlockError} or a {@link LivelockError}. */
    String situation();
}
