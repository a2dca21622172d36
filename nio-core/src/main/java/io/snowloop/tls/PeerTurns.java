// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives tasks to the threads of another executor: of each peer one in turn (fair queueing). So a flood of handshakes from one address
 * makes those of another wait for one task, and not for the flood.
 *
 * <p>It is an {@code ExecutorService}, because by that a simulation knows what are threads: see {@link
 * io.snowloop.loop.Scheduler#offload}. All share it, so it does not end.
 */
final class PeerTurns extends AbstractExecutorService {
    /** All whose address is not known have one turn. */
    static final Object UNKNOWN = "unknown";

    /** Of IPv6 the first 64 bits: one client has all addresses with the same ones. */
    private static final int LONGEST_PREFIX = 8;

    private final Executor threads;

    /** The tasks of each peer that has some. The first peer is the next one. */
    private final Map<Object, Queue<Runnable>> waiting = new LinkedHashMap<>();

    PeerTurns(Executor threads) {
        this.threads = threads;
    }

    /** A task, and whose turn it needs. */
    record Task(Object peer, Runnable work) implements Runnable {
        @Override
        public void run() {
            work.run();
        }
    }

    /** Whose turn the tasks of a connection from this address need. */
    static Object of(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return UNKNOWN;
        }
        byte[] bytes = inet.getAddress().getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, LONGEST_PREFIX)); // which is equal if its bytes are
    }

    /** There are as many runs of {@link #runNext} in the executor as tasks here. */
    @Override
    public void execute(Runnable task) {
        Object peer = task instanceof Task known ? known.peer : UNKNOWN;
        synchronized (this) {
            waiting.computeIfAbsent(peer, first -> new ArrayDeque<>(1)).add(task);
        }
        try {
            threads.execute(this::runNext);
        } catch (RejectedExecutionException e) {
            remove(peer, task);
            throw e;
        }
    }

    private synchronized void remove(Object peer, Runnable task) {
        waiting.computeIfPresent(peer, (key, tasks) -> {
            tasks.remove(task);
            return tasks.isEmpty() ? null : tasks;
        });
    }

    private void runNext() {
        Runnable next = take();
        if (next != null) {
            next.run();
        }
    }

    /** The first task of the next peer, whose other tasks wait behind those of all others. */
    private synchronized @Nullable Runnable take() {
        Iterator<Map.Entry<Object, Queue<Runnable>>> peers = waiting.entrySet().iterator();
        if (!peers.hasNext()) {
            return null;
        }
        Map.Entry<Object, Queue<Runnable>> first = peers.next();
        Object peer = first.getKey();
        Queue<Runnable> tasks = first.getValue();
        peers.remove();
        Runnable next = tasks.remove();
        if (!tasks.isEmpty()) {
            waiting.put(peer, tasks);
        }
        return next;
    }

    // ------------------------------------------------------------------------------------------- it does not end

    @Override
    public void shutdown() {
        throw new UnsupportedOperationException(
                "all TLS configurations share these threads: give one an executor of its own");
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        unit.sleep(timeout);
        return false;
    }
}
