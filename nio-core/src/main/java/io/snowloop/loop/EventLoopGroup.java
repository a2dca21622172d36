// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Several loops, each running on a thread of its own.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#group -->
 * <pre>{@code
 * try (EventLoopGroup group = EventLoopGroup.start(2)) { // two threads
 *     EventLoop loop = group.next();
 *     Future<String> name =
 *             loop.submit(() -> Future.completed(Thread.currentThread().getName()));
 *     log.add(name.await()); // on a thread that is none of the group's
 * }
 * }</pre>
 *
 * <p>The loops share nothing: a channel stays in one loop until it is closed. All methods may be called from any thread,
 * except that the thread of a loop can't {@link #close} the group that the loop belongs to.
 *
 * <p>Only {@link #close} ends a loop. A callback that leaves its thread interrupted is reported to the
 * {@link ExceptionHandler}, and the interrupt is cleared. If a loop can't go on all the same, it is logged at ERROR and closed
 * with its channels: {@link EventLoop#isClosed} tells, and {@link #next} leaves it out.
 */
public final class EventLoopGroup implements AutoCloseable {
    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private final List<EventLoop> loops;
    private final List<Thread> threads = new ArrayList<>();
    private final BlockedWatch watch;
    private int next;

    private EventLoopGroup(List<EventLoop> loops, Duration blockedAfter) {
        this.loops = loops;
        this.watch = new BlockedWatch(loops, blockedAfter);
        loops.forEach(this::startThread);
        if (!blockedAfter.isZero()) {
            threads.add(watch.start());
        }
    }

    /**
     * {@return loops on the machine's clock and the JDK's own channels, started as by {@link #start(int, EventLoopOptions)}}
     * @param count at least 1; one for each processor is enough
     * @throws IOException if a selector cannot be opened: there are no file descriptors left
     */
    public static EventLoopGroup start(int count) throws IOException {
        return start(count, EventLoopOptions.DEFAULT);
    }

    /**
     * {@return loops that run, each on its own thread} Their threads are not daemons: the JVM runs until the group is
     * closed. A daemon thread watches them ({@link EventLoopOptions.Builder#blockedAfter}).
     *
     * @param count at least 1; one for each processor is enough
     * @param options of each loop
     * @throws IllegalArgumentException if {@code count} is not positive
     * @throws IOException if a selector cannot be opened: there are no file descriptors left
     */
    public static EventLoopGroup start(int count, EventLoopOptions options) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("a group needs at least 1 loop, not " + count);
        }
        List<EventLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                loops.add(EventLoop.open(options));
            }
        } catch (Throwable e) {
            loops.forEach(EventLoop::close);
            throw e;
        }
        return new EventLoopGroup(List.copyOf(loops), options.blockedAfter());
    }

    private void startThread(EventLoop loop) {
        Thread thread = new Thread(() -> runToItsEnd(loop), "snowloop-" + loop);
        threads.add(thread);
        loop.thread.giveTo(thread);
        thread.start();
    }

    /** What a turn itself throws is no callback's: a custom Ticker or channel, or no memory is left. */
    private static void runToItsEnd(EventLoop loop) {
        try (loop) {
            loop.runWhile(() -> true); // the group has one watch for all of them
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, () -> loop + " could not go on: it is closed, with all its channels", thrown);
        }
    }

    /** {@return the next loop that is not closed, in turn; a closed one if all are} */
    public synchronized EventLoop next() {
        int turn = next;
        for (int closed = 0; closed < loops.size() && loops.get(turn).isClosed(); closed++) {
            turn = (turn + 1) % loops.size();
        }
        next = (turn + 1) % loops.size();
        return loops.get(turn);
    }

    /** {@return all loops} */
    public List<EventLoop> loops() {
        return loops;
    }

    /** Stops all loops, closes their channels, and waits until their threads have ended. */
    @Override
    public void close() {
        loops.stream().filter(EventLoop::inEventLoop).findAny().ifPresent(loop -> {
            throw new IllegalStateException(loop + " can't wait for its own end: close the group from another thread");
        });
        watch.stop();
        loops.forEach(EventLoop::stop);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
