// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import io.snowloop.loop.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Which share of the last second a loop has worked, from 0 to 1. The loop writes, and any thread reads.
 *
 * <p>The loop adds up the time until a second is over, which gives the figure until the next one is. A loop that waits for longer than a
 * second writes nothing meanwhile, nor does one that hangs in a callback: so the reader looks at the clock, too.
 */
final class BusyShare implements DoubleSupplier {
    /** A shorter one would tell of single callbacks. */
    static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;

    /** Of the window before this one. */
    private volatile double share;

    /** Since when it works, or since when it does not. Written before {@link #working}, and read after it. */
    private volatile long since;

    private volatile boolean working;

    /** When this window has begun. Of the loop's thread only, as the next one is. */
    private long began;

    /** How long the loop has worked in this window, without what it does now. */
    private long worked;

    BusyShare(Ticker ticker) {
        this.ticker = ticker;
        this.began = ticker.nanoTime();
        this.since = began;
    }

    /** It works from now on. */
    void works(long now) {
        if (!working) {
            change(now, true);
        }
    }

    /** It waits from now on, or it is not run. */
    void rests(long now) {
        if (working) {
            worked += now - since;
            change(now, false);
        }
    }

    private void change(long now, boolean works) {
        if (now - began >= WINDOW) {
            share = (double) worked / (now - began);
            began = now;
            worked = 0;
        }
        since = now;
        working = works;
    }

    @Override
    public double getAsDouble() {
        boolean works = working;
        return ticker.nanoTime() - since < WINDOW ? share : works ? 1 : 0;
    }
}
