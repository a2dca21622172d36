// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * A thread that looks at loops every few seconds, and logs one that does not come back from a callback, with the
 * stack that shows where it is. The debug mode tells more, and only when the callback has ended.
 *
 * <p>It costs the loops nothing: it reads what they write anyway. Since it is the one thread that may take its time, it also
 * loads the logging, which a loop needs at a moment when there may be no file descriptor left to load it with. To load it at the
 * start would make each start longer, by 14 ms and more.
 */
final class BlockedWatch {
    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private final List<Watched> loops;
    private final long limit;
    private boolean stopped;

    /** A watch without a thread: it looks when {@link #check} is called. */
    BlockedWatch(List<EventLoop> loops, Duration limit) {
        this.loops = loops.stream().map(Watched::new).toList();
        this.limit = limit.toNanos();
    }

    /** Runs a loop until it is stopped, and watches it meanwhile. */
    static void during(EventLoop loop, Duration limit) {
        BlockedWatch watch = new BlockedWatch(List.of(loop), limit);
        if (!limit.isZero()) {
            watch.start();
        }
        try {
            loop.runWhile(() -> true);
        } finally {
            watch.stop();
        }
    }

    Thread start() {
        Thread thread = new Thread(this::watch, "snowloop-watch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private synchronized void watch() {
        try {
            while (!stopped) {
                wait(Math.max(1, limit / 2 / 1_000_000));
                if (!stopped) { // else it would say of a loop that is left that it goes on
                    checkSafely();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // an interrupt ends this thread
        }
    }

    /** A loop's clock may throw, which ends that loop and must not end the watch of the others. */
    private void checkSafely() {
        try {
            LOG.load();
            check();
        } catch (RuntimeException | Error thrown) {
            LOG.log(Level.WARNING, "the watch of the loops failed", thrown);
        }
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized void check() {
        loops.forEach(Watched::check);
    }

    /** A loop, as the last check has found it. */
    private final class Watched {
        private final EventLoop loop;
        private long turn;

        /** How long this turn lasts when it is logged next; 0 if the loop was idle. */
        private long next;

        private boolean said;

        Watched(EventLoop loop) {
            this.loop = loop;
        }

        /** Only a turn that is found twice counts: its begin is written a moment after the wait before it has ended. */
        void check() {
            if (loop.isClosed() || loop.reactor().isAsleep()) {
                endTurn();
                return;
            }
            long current = loop.reactor().turnTime();
            long lasted = loop.ticker().nanoTime() - current;
            if (next == 0 || current != turn) {
                endTurn();
                turn = current;
                next = limit;
            } else if (lasted >= next) {
                next = 2 * lasted;
                said = true;
                LOG.log(
                        Level.WARNING,
                        () -> loop + " is blocked: one turn has lasted " + lasted / 1_000_000
                                + " ms so far, and all its connections wait. " + stack());
            }
        }

        private void endTurn() {
            if (said) {
                LOG.log(Level.WARNING, () -> loop + " is no longer blocked");
            }
            next = 0;
            said = false;
        }

        private String stack() {
            Thread thread = loop.reactor().owner();
            StringBuilder text = new StringBuilder("Its thread, " + thread.getName() + ", is at");
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append(System.lineSeparator()).append("\tat ").append(frame);
            }
            return text.toString();
        }
    }
}
