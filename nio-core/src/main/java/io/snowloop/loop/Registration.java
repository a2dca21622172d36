package io.snowloop.loop;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A channel in a loop: which operations it waits for, and who is called when they are ready.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Registration {
    private final EventLoop loop;
    private final SelectionKey key;
    private final int number;
    private ReadyHandler handler;
    private int interest;

    Registration(EventLoop loop, SelectionKey key, int number, ReadyHandler handler) {
        this.loop = loop;
        this.key = key;
        this.number = number;
        this.handler = handler;
        this.interest = key.interestOps();
    }

    /** The operations that are waited for, a set of {@link SelectionKey} operations. */
    public int interest() {
        return interest;
    }

    /** Waits for these operations from now on; none (0) keeps the channel registered but silent. */
    public void interest(int ops) {
        loop.checkThread();
        if (ops != interest && key.isValid()) { // a change costs a lock now and a system call in the next select
            key.interestOps(ops);
            interest = ops;
            loop.observe(LoopEvent.INTEREST, ops, this);
        }
    }

    /** Waits for these operations too. */
    public void add(int ops) {
        interest(interest | ops);
    }

    /** Waits for these operations no longer. */
    public void remove(int ops) {
        interest(interest & ~ops);
    }

    /**
     * From now on calls another handler: the way to pass a channel on, as a key that was cancelled can't be had again
     * before the next select.
     */
    public void handler(ReadyHandler handler) {
        loop.checkThread();
        this.handler = handler;
    }

    /** Who is called. */
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

    /** Takes the channel out of the loop and leaves it open. The handler is not called any more. */
    public void cancel() {
        loop.checkThread();
        key.cancel();
    }

    /** Closes the channel, which takes it out of the loop. The handler is not called any more. */
    public void close() {
        loop.checkThread();
        try {
            key.channel().close();
        } catch (IOException e) {
            loop.report(e, handler); // closing fails only where the kernel lost the descriptor: a bug, not the network
        }
    }

    // region dispatch
    void dispatch() {
        if (!key.isValid()) { // an earlier callback of this turn closed it
            return;
        }
        ReadyHandler current = handler;
        try {
            int readyOps = key.readyOps();
            loop.observe(LoopEvent.READY, readyOps, this);
            current.ready(readyOps);
        } catch (Throwable thrown) {
            loop.report(thrown, current);
            end(thrown);
        }
        loop.observe(LoopEvent.END, 0, this);
    }
    // endregion

    /** Closes the channel and tells its handler why. */
    void end(@Nullable Throwable cause) {
        close();
        ReadyHandler current = handler;
        loop.runSafely(() -> current.closed(cause), current);
    }
}
