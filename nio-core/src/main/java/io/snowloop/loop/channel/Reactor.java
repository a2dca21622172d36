// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.PromiseObserver;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The half of a loop that knows channels: it waits until some are ready and calls their {@link ReadyHandler}s. This is the
 * Reactor pattern of Schmidt (POSA2); {@link EventLoop} adds timers and tasks.
 *
 * <p>It is for transports and for what is built on them: they register channels, borrow the read buffer, tell the observer
 * what happens and report exceptions. The methods belong to the loop's thread unless they say otherwise.
 */
public final class Reactor {
    /** The size of the buffer that reads go through, in bytes. */
    public static final int READ_BUFFER_SIZE = 64 * 1024;

    /** A turn that has taken so many nanoseconds is a long one: a person does not notice them, and a connection does much in them. */
    public static final long LONG_TURN = 20_000_000;

    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private final Scheduler loop;
    private final EventLoopOptions options;
    private final LoopThread thread;
    private final Selection selection;

    /** Null if the loop is not observed, which is the usual case. */
    private final @Nullable LoopObserver observer;

    private @Nullable ByteBuffer readBuffer;
    private long turnTime;
    private long turn;
    private int channels;
    private boolean observerFailed; // has thrown: said once

    /** The reactor of a loop, which alone calls this. */
    public Reactor(EventLoop loop, EventLoopOptions options, LoopThread thread) throws IOException {
        this.loop = loop;
        this.options = options;
        this.thread = thread;
        this.turnTime = options.ticker().nanoTime();
        this.selection = new Selection(loop, options);
        try {
            LoopObserver made = options.observer().observe(loop);
            this.observer = made != null && made.observesFutures() ? new FutureEvents(made, this, thread) : made;
        } catch (Throwable inFactory) {
            selection.selector().close();
            throw inFactory;
        }
    }

    /** The reactor of a loop. Any thread. */
    public static Reactor of(Scheduler loop) {
        return ((EventLoop) Objects.requireNonNull(loop, "loop")).reactor(); // a sealed interface: there is no other
    }

    /** The loop that it is a part of. Any thread. */
    public Scheduler loop() {
        return loop;
    }

    // --------------------------------------------------------------------------------------- called by transports

    /**
     * Puts a channel into the loop.
     *
     * @param channel made by {@link #provider}, in non-blocking mode
     * @param ops what to wait for, a set of {@link SelectionKey} operations
     * @throws ClosedChannelException if the channel is closed
     */
    public Registration register(SelectableChannel channel, int ops, ReadyHandler handler)
            throws ClosedChannelException {
        checkThread();
        SelectionKey key = channel.register(selection.selector(), ops);
        Registration registration = new Registration(this, key, ++channels, handler);
        key.attach(registration);
        observe(LoopEvent.REGISTERED, ops, registration);
        return registration;
    }

    /** What makes this loop's channels: the JDK, or a simulated network. Any thread. */
    public SelectorProvider provider() {
        return options.provider();
    }

    /**
     * The direct buffer that this loop's channels are read into, {@value #READ_BUFFER_SIZE} bytes, cleared. It is lent for
     * the duration of a callback; what must last longer is copied out of it.
     */
    public ByteBuffer readBuffer() {
        checkThread();
        ByteBuffer buffer = readBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(READ_BUFFER_SIZE);
            readBuffer = buffer;
        }
        return buffer.clear();
    }

    /** How many channels are registered; it still counts those closed in this turn. */
    public int registrations() {
        return selection.selector().keys().size();
    }

    /** Whether the loop waits for channels, timers and tasks. Any thread. */
    public boolean isAsleep() {
        return selection.isAsleep();
    }

    /** Whether no thread runs the loop, nor exists to run it. Any thread. */
    public boolean isIdle() {
        return thread.isIdle();
    }

    /** How long another thread waits for a thread to run the loop: {@link EventLoopOptions#startWithin}. Any thread. */
    Duration startWithin() {
        return options.startWithin();
    }

    /** The thread that may touch what belongs to this loop. Any thread. */
    public Thread owner() {
        return thread.owner();
    }

    /**
     * When this turn's callbacks began, in the ticker's nanoseconds: a clock that costs nothing to read, and is late by the
     * time that the callbacks before this one took. Not for time-outs: they count from the {@link Scheduler#ticker}.
     */
    public long turnTime() {
        return turnTime;
    }

    /** The number of this turn, from 1; 0 before the first one. */
    public long turn() {
        return turn;
    }

    /** What the callbacks of this turn have taken so far, in nanoseconds: all other connections wait. 0 if the loop closes, which ends all. */
    public long tookInTurn() {
        return thread.isClosing() ? 0 : options.ticker().nanoTime() - turnTime;
    }

    // --------------------------------------------------------------------------------------------- threads, errors

    /**
     * Fails unless the calling thread may touch what belongs to this loop. Any thread.
     *
     * @throws IllegalStateException naming both threads
     */
    public void checkThread() {
        if (!mayTouch()) {
            IllegalStateException refusal =
                    new IllegalStateException("called from " + LoopThread.describe(Thread.currentThread()) + ", but "
                            + loop + " belongs to thread " + thread.owner().getName() + ": use loop.execute(...)");
            observe(LoopEvent.WRONG_THREAD, 0, refusal);
            throw refusal;
        }
    }

    /** Whether the calling thread runs the loop, or opened it and the loop doesn't run yet. Any thread. */
    public boolean mayTouch() {
        return Thread.currentThread() == thread.owner();
    }

    /** Runs a callback; what it throws is reported, in the name of {@code source}. */
    public void runSafely(Runnable callback, Object source) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            report(thrown, source);
        }
    }

    /** Tells the exception handler. Never throws. */
    public void report(Throwable error, Object source) {
        observe(LoopEvent.EXCEPTION, 0, error);
        try {
            options.exceptionHandler().caught(error, source);
        } catch (Throwable inHandler) {
            if (inHandler != error) {
                inHandler.addSuppressed(error);
            }
            LOG.log(Level.ERROR, () -> loop + ": the exception handler itself failed", inHandler);
        }
    }

    // region observe
    /** Tells the observer; where there is none, this costs the look at a field. Never throws. */
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (observer != null) {
            try {
                observer.observe(event, value, owner);
            } catch (Throwable inObserver) {
                observerFailed(event, inObserver);
            }
        }
    }
    // endregion

    /** Logged once, and not at each event: there are about ten for each callback. */
    private void observerFailed(LoopEvent event, Throwable inObserver) {
        if (!observerFailed) {
            observerFailed = true;
            LOG.log(Level.ERROR, () -> loop + ": the observer failed at " + event + " (said once)", inObserver);
        }
    }

    /**
     * A callback has returned: tells the observer, and clears the interrupt that the callback may have left on the loop's
     * thread. It would close each file that a later callback reads, and have no select wait any more.
     */
    public void ended(Object callback) {
        observe(LoopEvent.END, 0, callback);
        if (thread.clearInterrupt()) {
            report(
                    new IllegalStateException(
                            "this callback has left the thread of " + loop + " interrupted: a bug in the"
                                    + " callback. The loop has cleared the interrupt and goes on"),
                    callback);
        }
    }

    /** What tells the observer of the loop's promises; null if there is no observer. */
    public @Nullable PromiseObserver promiseObserver() {
        return observer instanceof FutureEvents events ? events : observer == null ? null : new UnseenFailures(this);
    }

    /** Whether the observer wants to know of streams: see {@link LoopEvent#isOfStream}. */
    public boolean observesStreams() {
        return observer instanceof FutureEvents;
    }

    /** The observer; null if there is none. */
    public @Nullable LoopObserver observer() {
        return observer;
    }

    // ----------------------------------------------------------------------------------------- called by the loop

    /** From here on a {@link #wakeUp} ends the next select. */
    public void fallAsleep() {
        selection.fallAsleep();
    }

    /** Ends the select that waits, if there is one. Any thread. */
    public void wakeUp() {
        selection.wakeUp();
    }

    /**
     * Looks which channels are ready.
     *
     * @param wait the longest wait in nanoseconds; 0 for none, negative for no limit
     */
    public void select(long wait) {
        observe(LoopEvent.SELECT_BEGIN, wait, null);
        if (selection.select(wait, turnTime)) {
            observe(LoopEvent.WAKE_UP, 0, null);
        }
        observe(LoopEvent.SELECT_END, selection.ready().size(), null);
        if (thread.clearInterrupt()) { // no callback runs now, so it came from another thread
            LOG.log(Level.WARNING, () -> loop + " was interrupted, which ends no loop of a group: close the group");
        }
    }

    // region dispatch
    /** Calls the handlers of the channels that are ready. What one throws ends its channel and no other. */
    public void dispatch(long now) {
        turnTime = now;
        turn++;
        List<Registration> ready = selection.ready();
        int count = 0;
        while (count < ready.size() && selection.hasRest(count, now)) {
            Registration registration = ready.get(count++);
            if (registration.isValid()) { // else an earlier callback of this turn has closed it
                ReadyHandler handler = registration.handler();
                try {
                    int readyOps = registration.readyOps();
                    observe(LoopEvent.READY, readyOps, registration);
                    handler.ready(readyOps);
                } catch (Throwable thrown) {
                    report(thrown, handler);
                    registration.end(thrown);
                }
                ended(registration);
            }
        }
        selection.dispatched(count);
    }
    // endregion

    /** Whether channels are ready that had no turn yet. */
    public boolean hasReady() {
        return !selection.ready().isEmpty();
    }

    /** So many bytes have come. After many, the channels that are left wait for the next turn. */
    public void read(int bytes) {
        selection.read(bytes);
    }

    /** Closes all channels and tells their handlers, as a turn: what has a share of each goes on. Returns whether there were any. */
    public boolean endAll() {
        turn++;
        boolean any = false;
        for (SelectionKey key : List.copyOf(selection.selector().keys())) {
            if (key.isValid() && key.attachment() instanceof Registration registration) {
                observe(LoopEvent.UNCLOSED, 0, registration);
                registration.end(null);
                any = true;
            }
        }
        return any;
    }

    /** Closes the selector. The loop's last event is observed here. */
    public void close() {
        try {
            selection.selector().close();
        } catch (IOException | RuntimeException e) {
            report(e, loop);
        }
        observe(LoopEvent.CLOSED, 0, null);
    }

    @Override
    public String toString() {
        return "Reactor[" + loop + ", " + registrations() + " channels]";
    }
}
