// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.loop.channel.Deadline;
import io.snowloop.transport.ConnectionClosedException;
import java.util.concurrent.TimeUnit;

/**
 * The time-outs of an {@link Http2ClientConnection}: for bytes of each response, for a sign of life while there are requests
 * ({@link Http2Options#ping}), and for the next request. One {@link Deadline} serves all: it is set for the earliest of them, and looks at
 * all when it expires. So a stream costs no timer. And the age of the connection, at which it takes no other request.
 */
final class Http2Timeouts {
    /** How often the budgets against floods are filled, in nanoseconds: see {@link io.snowloop.http.h2.Http2Codec#calm}. */
    private static final long CALM = TimeUnit.SECONDS.toNanos(1);

    private final ClientContext context;
    private final Http2ClientConnection connection;
    private final Deadline deadline;
    final Http2Liveness liveness;

    /** When the deadline expires, in nanoseconds of the ticker, if it is armed. */
    private long next;

    private long calmed;

    /** When an idle connection is closed. */
    private long idleUntil;

    /** When the connection has its full age. */
    private long tooOld;

    /** No time-out runs yet. */
    Http2Timeouts(ClientContext context, Http2ClientConnection connection) {
        this.context = context;
        this.connection = connection;
        this.deadline = new Deadline(context.loop(), this::expired);
        this.liveness =
                new Http2Liveness(Deadline.nanos(context.options().http2().ping()));
    }

    long now() {
        return context.loop().ticker().nanoTime();
    }

    /** The connection is open: its age counts from now on. */
    void opened() {
        tooOld = context.reactor().turnTime() + context.maxAgeNanos();
        calmed = now();
        liveness.heard(calmed);
    }

    /** How long it may be used: {@link FetcherOptions#maxAge}. */
    long nanosToLive() {
        return tooOld - context.reactor().turnTime();
    }

    /** Bytes have come. */
    void heard() {
        long now = now();
        liveness.heard(now);
        if (now - calmed >= CALM) {
            calmed = now;
            connection.codec.calm();
        }
    }

    /** It has a request. If it has been silent for long before, the server is asked at once whether it is still there. */
    void busy() {
        liveness.asks(now());
        lookAt(Math.min(liveness.due(), tooOld));
    }

    /** A request has failed, or was cancelled. If the server has been silent, it is asked whether it is still there. */
    void missed() {
        if (liveness.doubt(now())) {
            connection.ping();
            lookAt(liveness.doubtEnds());
        }
    }

    /** The next request is awaited: {@link FetcherOptions#keepAlive}. */
    void awaitRequest() {
        idleUntil = now() + Math.min(context.keepAliveNanos(), nanosToLive());
        lookAt(idleUntil);
    }

    /** The connection is closed: takes the timer out of the loop. */
    void cancel() {
        deadline.cancel();
    }

    /** Looks after all that waits at that time, at the latest. Then bytes of a response may be late: {@link Timeouts#read}. */
    void lookAt(long time) {
        if (!deadline.isArmed() || time - next < 0) {
            next = time;
            deadline.arm(Math.max(0, time - now()));
        }
    }

    private void expired() {
        long now = now();
        if (liveness.givesUp(now)) {
            connection.close(); // when its other requests have ended; the next one opens another connection
        } else if (liveness.isDoubted()) {
            lookAt(liveness.doubtEnds());
        }
        if (connection.isIdle()) {
            closeIfUnused(now);
            return;
        }
        if (nanosToLive() <= 0) {
            connection.close(); // when it has no more requests
        }
        int looked = 0;
        for (Http2ClientStream stream : connection.streams.list()) {
            if (stream.waits
                    && stream.due - now <= 0
                    && looked++ < InFlight.MOST_AT_ONCE) { // the others in the next turn
                stream.noBytes();
            }
        }
        if (!connection.streams.isEmpty()) {
            ask(now);
        }
    }

    private void closeIfUnused(long now) {
        if (idleUntil - now <= 0) {
            connection.close();
        } else {
            lookAt(idleUntil);
        }
    }

    /** Asks for a sign of life if there was none for long, or gives up; then waits for what is next. */
    private void ask(long now) {
        if (liveness.due() - now <= 0) {
            if (!liveness.ask(now)) {
                connection.failAll(new ConnectionClosedException("the server does not answer: no byte came for "
                        + context.options().http2().ping().toMillis() + " ms after a PING"));
                return;
            }
            connection.ping();
        }
        lookAt(nanosToLive() > 0 ? Math.min(liveness.due(), tooOld) : liveness.due());
        for (Http2ClientStream stream : connection.streams.list()) {
            if (stream.waits) {
                lookAt(stream.due);
            }
        }
    }
}
