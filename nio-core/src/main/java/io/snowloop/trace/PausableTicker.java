// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.Ticker;

/** A clock that can stand still for a while. Afterwards it goes on from there: it knows nothing of the time in between. */
final class PausableTicker implements Ticker {
    private final Ticker ticker;

    /** One field, so that a reader on another thread never sees a half of it. */
    private volatile State state = new State(false, 0);

    /**
     * What the clock does.
     *
     * @param nanos if it is paused, the time that it shows; otherwise how far it is behind the other clock
     */
    private record State(boolean paused, long nanos) {}

    PausableTicker(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public long nanoTime() {
        State now = state;
        return now.paused ? now.nanos : ticker.nanoTime() - now.nanos;
    }

    /** Stops it. On the thread that resumes it. */
    void pause() {
        state = new State(true, nanoTime());
    }

    void resume() {
        state = new State(false, ticker.nanoTime() - nanoTime());
    }
}
