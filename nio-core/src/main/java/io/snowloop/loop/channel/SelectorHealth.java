// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.loop.Ticker;
import java.time.Duration;

/**
 * Whether a selector does its work: it decides when the loop needs a new one, and how long the loop pauses until it asks again.
 *
 * <p>A selector that returns at once, with nothing, turns its loop without end and uses a whole processor (JDK-6670302, and what
 * Netty calls the epoll bug). A new selector mostly waits again. Where it doesn't, each wait is a pause first, twice as long as
 * the last one, up to {@link #MAX_PAUSE}: the loop then serves its channels late and not never.
 */
final class SelectorHealth {
    static final Duration MIN_PAUSE = Duration.ofMillis(1);
    static final Duration MAX_PAUSE = Duration.ofMillis(100);

    /** How long nothing may fail until a failure is a new one. */
    static final Duration CALM = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final int threshold;

    /** How many selects in a row have returned too early. */
    private int early;

    /** The new selectors that were needed since all was well; the first of them is logged, and no pause comes before it. */
    private int failures;

    private long lastFailure;
    private long pause;

    /** @param threshold how many selects in a row may return too early; 0 for any number */
    SelectorHealth(Ticker ticker, int threshold) {
        this.ticker = ticker;
        this.threshold = threshold;
    }

    /** A select has returned before its time, with nothing, and no thread had woken it. Returns whether a new selector is needed. */
    boolean returnedEarly() {
        early++;
        if (threshold == 0 || early % threshold != 0) {
            lengthenPause();
            return false;
        }
        failed();
        return true;
    }

    /** A select has thrown, or {@link #returnedEarly} too often: a new selector is needed. */
    void failed() {
        lengthenPause();
        failures++;
        lastFailure = ticker.nanoTime();
    }

    private void lengthenPause() {
        if (failures > 0) {
            pause = Math.min(MAX_PAUSE.toNanos(), Math.max(MIN_PAUSE.toNanos(), 2 * pause));
        }
    }

    /** A select has waited, or found something, or was woken. */
    void worked() {
        early = 0;
        pause = 0;
        if (failures > 0 && ticker.nanoTime() - lastFailure >= CALM.toNanos()) {
            failures = 0;
        }
    }

    /** Whether the last failure is the first since all was well, and so is to be logged. */
    boolean isFirst() {
        return failures == 1;
    }

    /**
     * How long to pause before the next select, in milliseconds: no longer than it is to wait, and 0 if it is not to wait.
     *
     * @param wait the longest wait in nanoseconds; 0 for none, negative for no limit
     */
    long pauseMillis(long wait) {
        if (pause == 0 || wait == 0) {
            return 0;
        }
        return Math.max(1, (wait < 0 ? pause : Math.min(wait, pause)) / 1_000_000);
    }
}
