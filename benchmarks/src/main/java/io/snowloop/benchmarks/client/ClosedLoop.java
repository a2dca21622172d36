// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A closed-loop load: a constant number of requests in flight. Each response starts the next request, until the load
 * ends. The counters are atomic because some clients have several threads.
 */
final class ClosedLoop implements ClientPeer.Answer {
    private final ClientPeer peer;
    private final String path;
    private final int length;
    private final LongPredicate more;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * A load for this path.
     *
     * @param length the length of each response
     * @param more whether to continue, given the number of requests that have begun
     */
    ClosedLoop(ClientPeer peer, String path, int length, LongPredicate more) {
        this.peer = peer;
        this.path = path;
        this.length = length;
        this.more = more;
    }

    /** Runs the load. Returns the number of requests when all are answered. */
    long run(int concurrent) throws Exception {
        peer.run(
                () -> {
                    for (int i = 0; i < concurrent; i++) {
                        next();
                    }
                },
                end);
        Throwable error = failure.get();
        if (error != null) {
            throw new IllegalStateException("a request failed", error);
        }
        return done.get();
    }

    private void next() {
        begun.incrementAndGet();
        peer.fetch(path, this);
    }

    @Override
    public void complete(int status, int received) {
        if (status != 200 || received != length) {
            fail(new IllegalStateException("status " + status + " and " + received + " bytes, not 200 and " + length));
            return;
        }
        if (more.test(begun.get())) {
            done.incrementAndGet();
            next();
        } else if (done.incrementAndGet() == begun.get()) {
            end.countDown();
        }
    }

    @Override
    public void fail(Throwable error) {
        failure.compareAndSet(null, error);
        if (done.incrementAndGet() == begun.get()) {
            end.countDown();
        }
    }
}
