// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

/**
 * The request bodies for which the server waits on one connection of HTTP/2. A client may send them one after the other, so the
 * {@link MinimumRate} is one for all of them: for each body that is awaited at the same time, as many bytes have to come, on any
 * stream. So a client that sends on one stream keeps that one open, and not a hundred.
 *
 * <p>Not the client's time is that in which the window of the connection is shut, because bodies are not read here: it could not send.
 */
final class AwaitedBodies {
    private final ServerContext context;
    private final Http2Connection connection;
    private int count;

    /** How many bytes have come for each: those of all streams, divided by the number of bodies that were awaited then. */
    private double forEach;

    private boolean shut;

    /** When the window was shut, if it is. */
    private long shutSince;

    /** For how long it was shut before, in nanoseconds. */
    private long shutBefore;

    /** None yet. */
    AwaitedBodies(ServerContext context, Http2Connection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Bytes of any body have come. */
    void came(int bytes) {
        if (count > 0) {
            forEach += (double) bytes / count;
        }
    }

    /** A step is over: the window of the connection may have been shut or opened. */
    void look() {
        boolean now = connection.out().codec().receiveWindow() <= 0;
        if (now != shut) {
            shutBefore = shutNanos();
            shutSince = now();
            shut = now;
        }
    }

    private long shutNanos() {
        return shut ? shutBefore + now() - shutSince : shutBefore;
    }

    private long now() {
        return context.loop().ticker().nanoTime();
    }

    /** One of them. It is awaited, or its reader is busy. */
    final class One {
        private final MinimumRate rate;
        private final Runnable tooSlow;

        /** How many bytes of this body have come since it was looked at. */
        private long own;

        /** What came for each, and the time with a shut window, when it was looked at. */
        private double forEachThen;

        private long shutThen;

        /**
         * Not awaited yet.
         * @param tooSlow run when its bytes, and all others, have come too slowly. It is not awaited then
         */
        One(Runnable tooSlow) {
            this.rate = new MinimumRate(context, context.options().timeouts().bodyGrace(), this::lookAgain);
            this.tooSlow = tooSlow;
        }

        /** From now on we wait for it. */
        void awaited() {
            if (!rate.isWaiting()) {
                rate.waiting();
                count++;
                begin();
            }
        }

        private void begin() {
            own = 0;
            forEachThen = forEach;
            shutThen = shutNanos();
        }

        /** Bytes of it have come. */
        void came(int bytes) {
            own += bytes;
        }

        /** We don't wait for it any more. */
        void notAwaited() {
            if (rate.isWaiting()) {
                credit();
                rate.satisfied();
                count--;
            }
        }

        /** Its own bytes count as with HTTP/1.1, also if other bodies get none. */
        private void credit() {
            rate.excused(shutNanos() - shutThen);
            rate.moved(Math.max(own, (long) (forEach - forEachThen)));
            begin();
        }

        private void lookAgain() {
            credit();
            if (rate.isEmpty()) {
                notAwaited();
                tooSlow.run();
            }
        }

        void cancel() {
            notAwaited();
            rate.cancel();
        }
    }
}
