package io.snowloop.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several loops, each running on a thread of its own.
 *
 * <p>The loops share nothing: a channel stays in one loop until it is closed. All methods may be called from any thread,
 * except that the thread of a loop can't {@link #close} the group that the loop belongs to.
 */
public final class EventLoopGroup implements AutoCloseable {
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private int next;

    private EventLoopGroup() {}

    /** Starts {@code count} loops on the machine's clock and the JDK's own channels. */
    public static EventLoopGroup start(int count) throws IOException {
        return start(count, EventLoopOptions.DEFAULT);
    }

    /**
     * Starts {@code count} loops. Their threads are not daemons: the JVM runs until the group is closed.
     *
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public static EventLoopGroup start(int count, EventLoopOptions options) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("a group needs at least 1 loop, not " + count);
        }
        EventLoopGroup group = new EventLoopGroup();
        try {
            for (int i = 0; i < count; i++) {
                group.loops.add(EventLoop.open(options));
            }
        } catch (IOException e) {
            group.loops.forEach(EventLoop::close);
            throw e;
        }
        group.loops.forEach(group::startThread);
        return group;
    }

    private void startThread(EventLoop loop) {
        Thread thread = new Thread(
                () -> {
                    loop.run();
                    loop.close();
                },
                "snowloop-" + loop);
        threads.add(thread);
        loop.giveTo(thread);
        thread.start();
    }

    /** The next loop, in turn. */
    public synchronized EventLoop next() {
        EventLoop loop = loops.get(next);
        next = (next + 1) % loops.size();
        return loop;
    }

    /** All loops. */
    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** Stops all loops, closes their channels, and waits until their threads have ended. */
    @Override
    public void close() {
        loops.stream().filter(EventLoop::inEventLoop).findAny().ifPresent(loop -> {
            throw new IllegalStateException(loop + " can't wait for its own end: close the group from another thread");
        });
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
