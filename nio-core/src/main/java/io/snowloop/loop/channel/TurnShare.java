// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

/**
 * One connection's share of each turn of the loop, in uses: requests that it brings, or records. Bytes alone are no
 * measure, since a read may hold thousands of small requests. Who has used the share of this turn goes on in the next one,
 * and the other connections are served in between. What one use costs only the application knows, such as a message that is
 * passed on to thousands: so behind the second one a share ends after a millisecond, and with a turn that is {@linkplain Reactor#LONG_TURN
 * long}. A hundred connections with as many cheap requests as they may bring then have a tenth of a second together.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class TurnShare {
    /** In nanoseconds, behind the second use of a turn. */
    static final long SLICE = 1_000_000;

    private final Reactor reactor;
    private final int perTurn;
    private final Runnable goOn;
    private long turn;
    private int used;

    /** What the turn had taken behind the second use, in nanoseconds; -1 before. */
    private long began;

    private long total;
    private boolean waiting;

    /**
     * A share of which nothing is used.
     *
     * @param perTurn the number of uses in a turn
     * @param goOn run in the next turn if {@link #hasRest} has returned false, or if {@link #waitForNextTurn} was called. The
     *     connection may be closed by then
     */
    public TurnShare(Reactor reactor, int perTurn, Runnable goOn) {
        this.reactor = reactor;
        this.perTurn = perTurn;
        this.goOn = goOn;
    }

    /** Whether another use is left in this turn. If none is, {@code goOn} is run in the next turn. */
    public boolean hasRest() {
        // The clock is read behind the second use and each other: most bring one in a turn.
        if (turn == reactor.turn() && (used >= perTurn || (used > 1 && isTimeOver()))) {
            waitForNextTurn();
            return false;
        }
        return true;
    }

    private boolean isTimeOver() {
        long took = reactor.tookInTurn();
        if (began < 0) {
            began = took;
        }
        return took - began > SLICE || took > Reactor.LONG_TURN;
    }

    /** Counts a use. */
    public void use() {
        use(1);
    }

    /** Counts a use that is as much work as so many. */
    public void use(int work) {
        long now = reactor.turn();
        if (turn != now) {
            turn = now;
            used = 0;
            began = -1;
        }
        used += work;
        total++;
    }

    /** The number of uses in all turns. */
    public long total() {
        return total;
    }

    /** Has {@code goOn} run in the next turn, once. */
    public void waitForNextTurn() {
        if (!waiting) {
            waiting = true;
            reactor.loop().execute((LargeTask) this::nextTurn);
        }
    }

    /** Whether {@code goOn} is queued. */
    public boolean isWaiting() {
        return waiting;
    }

    private void nextTurn() {
        waiting = false;
        goOn.run();
    }

    @Override
    public String toString() {
        return "TurnShare[" + goOn + "]";
    }
}
