// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.options.Bounds;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits how fast bodies are read, and so how fast they are sent or received: a bucket of bytes, which fills at a steady rate. All
 * bodies of one {@code ByteRate} share it, in the order in which they are read.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TransfersPageTest.java#rate -->
 * <pre>{@code
 * ByteRate rate = ByteRate.perSecond(100_000); // for all downloads together
 * Filter slow =
 *         (request, next) -> next.handle(request).map(response -> response.withBody(rate.limit(response.body())));
 * }</pre>
 *
 * <p>A pause is a timer of the loop, so it takes no thread. What has arrived of a download waits in the socket meanwhile. All
 * methods, and those of the bodies, belong to the thread of one loop.
 */
public final class ByteRate {
    private static final long NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LEAST_BURST = 1024;
    private static final int MOST_BURST = 1024 * 1024;

    private final long perSecond;
    private final int burst;

    /** When the bucket will be full, in the ticker's nanoseconds. It counts if it {@link #isUsed}. */
    private long fullAt;

    private boolean isUsed;

    private ByteRate(long perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /**
     * {@return a limit} Its burst is a tenth of that, but from 1 KiB to 1 MiB.
     * @param bytes in a second, in the long run; at least 1
     * @throws IllegalArgumentException if it is less
     */
    public static ByteRate perSecond(long bytes) {
        Bounds.atLeast("perSecond", 1, bytes);
        return new ByteRate(bytes, (int) Math.max(LEAST_BURST, Math.min(MOST_BURST, bytes / 10)));
    }

    /**
     * {@return the same limit with another burst, and with a bucket of its own}
     * @param bytes that may go at once, after a time without any; also the longest piece; at least 1
     * @throws IllegalArgumentException if it is less
     */
    public ByteRate withBurst(int bytes) {
        return new ByteRate(perSecond, Bounds.atLeast("burst", 1, bytes));
    }

    /**
     * {@return this body within the limit} Its length stays as it is.
     * @param body belongs to the result from now on
     */
    public BodyStream limit(Body body) {
        return new Limited(requireNonNull(body, "body").stream());
    }

    /** Takes bytes out of the bucket, and returns how long it takes until they are in it, in nanoseconds. */
    private long take(int bytes, long now) {
        long before = isUsed && fullAt - now > 0 ? fullAt : now;
        fullAt = before + nanos(bytes);
        isUsed = true;
        return fullAt - now - nanos(burst);
    }

    private long nanos(int bytes) {
        return bytes * NANOS / perSecond;
    }

    /** A body that waits for its turn before each piece. */
    private final class Limited extends ReadBody {
        /** What is left of a piece that was longer than the burst. */
        private @Nullable ByteBuffer rest;

        private Future<?> pause = Future.<@Nullable Object>completed(null);

        Limited(BodyStream body) {
            super(body);
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            if (rest != null) {
                return inTime(rest);
            }
            Future<@Nullable ByteBuffer> read = body.read();
            Completed<@Nullable ByteBuffer> ready = read.outcome();
            return (ready == null ? read : ready)
                    .flatMap(piece -> piece == null ? Future.completed(null) : inTime(piece));
        }

        private Future<@Nullable ByteBuffer> inTime(ByteBuffer piece) {
            ByteBuffer part = piece.slice(piece.position(), Math.min(burst, piece.remaining()));
            piece.position(piece.position() + part.remaining());
            rest = piece.hasRemaining() ? piece : null;
            Scheduler loop = Scheduler.current();
            long wait = take(part.remaining(), loop.ticker().nanoTime());
            if (wait <= 0) {
                return Future.completed(part);
            }
            Future<@Nullable ByteBuffer> later =
                    loop.sleep(Duration.ofNanos(wait)).map(slept -> part);
            pause = later;
            return later;
        }

        @Override
        public void cancel() {
            super.cancel();
            pause.cancel();
        }
    }
}
