// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.InterruptibleChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a channel that wait if it is in blocking mode. A close of the channel and an interrupt of the
 * thread end them, as {@link InterruptibleChannel} specifies.
 */
final class BlockingMode {
    private final SimChannel channel;
    private final Runnable begin;
    private final End end;

    /**
     * For one channel.
     *
     * @param begin its method {@code begin}, which only the channel itself can call, like {@code end}
     */
    BlockingMode(SimChannel channel, Runnable begin, End end) {
        this.channel = channel;
        this.begin = begin;
        this.end = end;
    }

    /** Runs {@code operation}. In blocking mode a close and an interrupt end it. */
    <T extends @Nullable Object> T run(Operation<T> operation) throws IOException {
        if (!channel.isBlocking()) {
            return operation.run();
        }
        boolean completed = false;
        try {
            begin.run(); // closes the channel if the thread is interrupted
            checkOpen();
            T result = operation.run();
            completed = true;
            return result;
        } finally {
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
        boolean waits = channel.isBlocking();
        boolean inTime = channel.host()
                .simulation()
                .awaitReady(waits, () -> ready.getAsBoolean() || !channel.isOpen(), nanos, channel);
        if (waits && Thread.currentThread().isInterrupted()) {
            begin.run(); // again: an event may have interrupted this thread, and then this closes the channel
        }
        if (waits) {
            checkOpen();
        }
        return inTime;
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
