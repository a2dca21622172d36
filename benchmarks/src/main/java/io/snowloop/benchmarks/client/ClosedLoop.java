package io.snowloop.benchmarks.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * So many requests under way at any time: who has its answer asks again, as long as there is to be more. Counters are atomic
 * because some clients have several threads.
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
     * Asks for this path, whose answer is so many bytes.
     *
     * @param more whether to go on, given how many requests have begun
     */
    ClosedLoop(ClientPeer peer, String path, int length, LongPredicate more) {
        this.peer = peer;
        this.path = path;
        this.length = length;
        this.more = more;
    }

    /** Returns the number of requests when all are answered. */
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
