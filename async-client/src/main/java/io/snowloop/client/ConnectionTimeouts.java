// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.connection.Outflow;
import io.snowloop.loop.channel.Deadline;
import java.util.concurrent.TimeUnit;

/**
 * The time-outs of a {@link ClientConnection}: for bytes of a response, and for the next request. It waits for one of the
 * two at a time, so one {@link Deadline} serves both. And its age, at which it takes no other request.
 */
final class ConnectionTimeouts {
    private final ClientContext context;
    private final ClientConnection connection;
    private final Outflow outflow;
    private final Deadline deadline;

    /** How many bytes of the request the server had taken when the wait for bytes began. */
    private long takenBefore;

    /** When the connection has its full age. */
    private long tooOld;

    /** No time-out runs yet. */
    ConnectionTimeouts(ClientContext context, ClientConnection connection, Outflow outflow) {
        this.context = context;
        this.connection = connection;
        this.outflow = outflow;
        this.deadline = new Deadline(context.loop(), this::expired);
    }

    /** The connection is open: its age counts from now on. */
    void opened() {
        tooOld = context.reactor().turnTime() + context.maxAgeNanos();
    }

    /** How long it may be used: {@link FetcherOptions#maxAge}. */
    long nanosToLive() {
        return tooOld - context.reactor().turnTime();
    }

    /** Bytes of the response are awaited: {@link Timeouts#read}. */
    void awaitBytes() {
        takenBefore = outflow.taken();
        deadline.arm(readNanos());
    }

    private long readNanos() {
        Exchange exchange = connection.exchange();
        return (exchange == null ? context.options().timeouts() : exchange.timeouts).readNanos;
    }

    /** The next request is awaited: {@link FetcherOptions#keepAlive}. */
    void awaitRequest() {
        deadline.arm(Math.min(context.keepAliveNanos(), nanosToLive()));
    }

    /** No time-out runs until the next wait begins. */
    void stop() {
        deadline.disarm();
    }

    /** The connection is closed: takes the timer out of the loop. */
    void cancel() {
        deadline.cancel();
    }

    private void expired() {
        if (connection.isIdle()) {
            connection.close();
        } else {
            noBytes();
        }
    }

    /**
     * While the request is being sent, a server that reads it is not silent: it gets more time as long as it takes bytes,
     * and as long as the source of the body has none.
     */
    private void noBytes() {
        boolean sending = outflow.isSending() || outflow.awaitsPeer();
        if (sending && (!outflow.awaitsPeer() || outflow.taken() > takenBefore)) {
            awaitBytes();
        } else {
            connection.abandon(new ReadTimeoutException("no bytes from the server for "
                    + TimeUnit.NANOSECONDS.toMillis(readNanos()) + " ms: " + connection.exchange()));
        }
    }
}
