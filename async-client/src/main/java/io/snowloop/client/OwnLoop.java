// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LoopThread;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The loop that a fetcher has made for itself, and has to close. All fetchers that {@link Fetcher#with} makes of one share it. If they are
 * garbage and it is open, nothing can close it any more: that is logged, once.
 */
final class OwnLoop {
    private static final LazyLogger LOG = new LazyLogger(Fetcher.class);

    /** Its thread is a daemon, and begins with the first fetcher that has a loop of its own. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final Runnable end;
    private final Unclosed unclosed;
    private final Cleaner.Cleanable cleanable;
    private volatile boolean warned;

    /**
     * A loop that is open.
     *
     * @param name of the loop
     * @param end closes it
     * @param traced whether a warning says where it was made, which costs a stack trace now
     */
    OwnLoop(String name, Runnable end, boolean traced) {
        this.end = end;
        this.unclosed = new Unclosed(name, traced ? new Throwable("the fetcher was made here") : null);
        this.cleanable = CLEANER.register(this, unclosed);
    }

    /**
     * Warns, once, of a fetch on the thread of another loop while no thread runs this one: it would not even begin. Such is a fetcher of
     * {@code create} in a view of an app.
     */
    void checkThatItRuns(EventLoop loop) {
        Scheduler caller = LoopThread.current();
        if (caller != null && !warned && loop.reactor().isIdle()) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    () -> "a fetch on the thread of " + caller + " begins only when the fetcher's own " + loop
                            + " runs, and it does not: in a view of an app,"
                            + " use a fetcher of Fetcher.on(loop) or Fetcher.start()");
        }
    }

    /** Closes it, unless that fails: then it is as it was. */
    void close() {
        try {
            end.run();
            unclosed.closed = true;
            cleanable.clean();
        } finally {
            Reference.reachabilityFence(this); // it is no garbage as long as it is being closed
        }
    }

    /** Run by the cleaner. It must not refer to what it watches. */
    private static final class Unclosed implements Runnable {
        private final String loop;
        private final @Nullable Throwable made;
        private volatile boolean closed;

        Unclosed(String loop, @Nullable Throwable made) {
            this.loop = loop;
            this.made = made;
        }

        @Override
        public void run() {
            if (closed) {
                return;
            }
            String message = "a Fetcher was not closed, and nothing refers to it any more: its loop " + loop
                    + ", with its connections, stays open until the JVM ends. Close it: try (Fetcher fetcher = ...)";
            if (made == null) {
                LOG.log(Level.WARNING, () -> message + ". With -Dsnowloop.debug, this message says where it was made");
            } else {
                LOG.log(Level.WARNING, () -> message, made);
            }
        }
    }
}
