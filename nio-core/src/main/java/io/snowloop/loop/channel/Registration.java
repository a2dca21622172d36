// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.loop.LoopEvent;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel in a loop: the operations that it waits for, and the handler that is called when they are ready.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Registration {
    private final Reactor reactor;
    private SelectionKey key;
    private final int number;
    private ReadyHandler handler;
    private boolean staysOpen;
    private int interest;

    /** The number of binary digits of the last level of the queue that was told. */
    private int queuedPower;

    Registration(Reactor reactor, SelectionKey key, int number, ReadyHandler handler) {
        this.reactor = reactor;
        this.key = key;
        this.number = number;
        this.handler = handler;
        this.interest = key.interestOps();
    }

    /** The operations that are waited for, a set of {@link SelectionKey} operations. */
    public int interest() {
        return interest;
    }

    /** Waits for these operations from now on; 0 keeps the channel registered, and its handler is not called. */
    public void interest(int ops) {
        reactor.checkThread();
        if (ops != interest && key.isValid()) { // a change costs a lock now and a system call in the next select
            key.interestOps(ops);
            interest = ops;
            reactor.observe(LoopEvent.INTEREST, ops, this);
        }
    }

    /** Waits for these operations too. */
    public void add(int ops) {
        interest(interest | ops);
    }

    /** Doesn't wait for these operations any more. */
    public void remove(int ops) {
        interest(interest & ~ops);
    }

    /**
     * Calls another handler from now on. So a channel is passed on: to cancel its key and register it again is impossible
     * before the next select.
     */
    public void handler(ReadyHandler handler) {
        reactor.checkThread();
        this.handler = handler;
    }

    /** The handler that is called. */
    public ReadyHandler handler() {
        return handler;
    }

    /** The channel's number in this loop, from 1 on, in the order in which they were registered. */
    public int number() {
        return number;
    }

    /** The channel. */
    public SelectableChannel channel() {
        return key.channel();
    }

    /** From now on, {@link #close} and the end of the loop only take the channel out of the loop: another owner closes it. */
    public void leaveOpen() {
        reactor.checkThread();
        staysOpen = true;
    }

    /** Takes the channel out of the loop and leaves it open. The handler is not called any more. */
    public void cancel() {
        reactor.checkThread();
        leaves();
        key.cancel();
    }

    /** Closes the channel, unless it is {@linkplain #leaveOpen left open}, which takes it out of the loop. The handler is not called any more. */
    public void close() {
        if (staysOpen) {
            cancel();
            return;
        }
        reactor.checkThread();
        leaves();
        try {
            key.channel().close();
        } catch (IOException | RuntimeException e) {
            reactor.report(e, handler); // to close fails only where the kernel lost the descriptor: a bug
        }
    }

    private void leaves() {
        if (key.isValid()) {
            reactor.observe(LoopEvent.DEREGISTERED, 0, this);
        }
    }

    /** So many bytes wait until the channel takes them: tells the observer if their number has another power of two than before. */
    public void queued(int bytes) {
        if (reactor.observer() != null) {
            int power = Integer.SIZE - Integer.numberOfLeadingZeros(bytes);
            if (power != queuedPower) {
                queuedPower = power;
                reactor.observe(LoopEvent.QUEUE_LEVEL, bytes, this);
            }
        }
    }

    /** The channel is registered with this selector now. */
    void movedTo(Selector selector) {
        key = Objects.requireNonNull(key.channel().keyFor(selector));
    }

    /** Whether the channel is still open and in the loop. */
    boolean isValid() {
        return key.isValid();
    }

    int readyOps() {
        return key.readyOps();
    }

    /** Closes the channel and tells its handler why. */
    void end(@Nullable Throwable cause) {
        close();
        ReadyHandler current = handler;
        reactor.runSafely(() -> current.closed(cause), current);
    }

    @Override
    public String toString() {
        return "Registration[" + number + ", " + handler + "]";
    }
}
