package io.snowloop.testing;

import io.snowloop.loop.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. Any thread may read it. */
public final class VirtualTicker implements Ticker {
    private final long start;
    private final AtomicLong now;

    /** A clock that begins a second before its nanoseconds overflow: nothing may compare them with {@code <}. */
    public VirtualTicker() {
        this(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());
    }

    /** A clock that begins at {@code start}. */
    public VirtualTicker(long start) {
        this.start = start;
        now = new AtomicLong(start);
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    /** Moves the clock. */
    public void advance(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    /** How far it has been moved since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(now.get() - start);
    }
}
