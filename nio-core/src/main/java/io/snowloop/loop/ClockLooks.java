// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.loop.channel.Reactor;

/**
 * When the timers or the tasks of a turn look at the clock. What each costs only it knows, and to read the clock costs more than an empty one
 * does. So it is read behind each 32 of them, and behind each one where a look has found that they were slow, until they are quick again.
 */
final class ClockLooks {
    private static final int MOST_BETWEEN = 32;

    /** In nanoseconds, since the look before. */
    private static final long SLOW = Reactor.LONG_TURN / 4;

    /** How many callbacks come between two looks, from one turn to the next. */
    private int between = MOST_BETWEEN;

    private long began;
    private long looked;
    private int unseen;

    /** The first callback of this turn is about to be run, at this time of the ticker. */
    void begin(long now) {
        began = now;
        looked = now;
        unseen = 0;
    }

    /** A callback has returned. Whether all of this turn have taken long: behind a large one, the clock is read in any case. */
    boolean areLong(Ticker ticker, boolean large) {
        return (++unseen >= between || large) && look(ticker) - began > Reactor.LONG_TURN;
    }

    /** No more are run in this turn. A few slow ones are seen here, and count in the next one. */
    void end(Ticker ticker) {
        if (unseen > 1) {
            look(ticker);
        }
    }

    private long look(Ticker ticker) {
        long now = ticker.nanoTime();
        between = now - looked > SLOW ? 1 : Math.min(2 * between, MOST_BETWEEN);
        looked = now;
        unseen = 0;
        return now;
    }
}
