// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.InterruptibleChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a channel that wait if it is in blocking mode. A close of the channel and an interrupt of the
 * thread end them, as {@link InterruptibleChannel} specifies.
 */
final class BlockingMode {
    private final SimChannel channel;
    private final SimNetwork network;
    private final Threads threads;
    private final Runnable begin;
    private final End end;

    /**
     * For one channel.
     *
     * @param begin its method {@code begin}, which only the channel itself can call, like {@code end}
     */
    BlockingMode(SimChannel channel, SimNetwork network, Runnable begin, End end) {
        this.channel = channel;
        this.network = network;
        this.threads = network.threads();
        this.begin = begin;
        this.end = end;
    }

    /** Runs {@code operation}, which uses the state of the network. In blocking mode a close and an interrupt end it. */
    <T extends @Nullable Object> T run(Operation<T> operation) throws IOException {
        if (!channel.isBlocking()) {
            return threads.operate(operation);
        }
        boolean completed = false;
        try {
            begin.run(); // closes the channel if the thread is interrupted
            checkOpen();
            T result = threads.operate(
                    operation); // inside of begin and end: they take the locks of java.nio that come first
            completed = true;
            return result;
        } finally {
            if (Thread.currentThread().isInterrupted()) {
                begin.run(); // again: an interrupt while it waited closes the channel
            }
            end.end(completed);
        }
    }

    /**
     * Called by an operation. In blocking mode it waits until the channel is ready.
     *
     * @param nanos the longest time; {@link Agenda#NEVER} if there is none
     * @return false if the time is up
     * @throws AsynchronousCloseException if the channel is closed meanwhile
     */
    boolean await(BooleanSupplier ready, long nanos) throws AsynchronousCloseException {
        network.deliver();
        if (!channel.isBlocking()) {
            return true;
        }
        BooleanSupplier condition = () -> ready.getAsBoolean() || !channel.isOpen();
        boolean inTime = condition.getAsBoolean() || threads.await(condition, threads.deadline(nanos), channel);
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException(); // run() closes the channel
        }
        checkOpen();
        if (channel.host().heldUntil() > network.now()) {
            threads.await(() -> false, channel.host().heldUntil(), "its host, which is held");
        }
        return inTime;
    }

    /** A timeout in milliseconds, of which 0 is none, in nanoseconds. */
    static long nanos(long millis) {
        return millis == 0 ? Agenda.NEVER : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void checkOpen() throws AsynchronousCloseException {
        if (!channel.isOpen()) {
            throw new AsynchronousCloseException();
        }
    }

    /** A read, a write, an accept or a connect. */
    interface Operation<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** The end of an operation that may have blocked. */
    interface End {
        void end(boolean completed) throws AsynchronousCloseException;
    }
}
