// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
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

    /** How many bytes of the request the server had taken when it was last looked at. */
    private long takenBefore;

    /** Whether a part of the time for bytes runs, and not all that is left of it. */
    private boolean sliced;

    /** How many parts have passed in silence. */
    private int silent;

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

    /** Sends the body of the request. If that takes longer, a server that does not read it is silent, too. */
    void send(Body body) {
        outflow.send(body);
        if (outflow.isSending()) {
            awaitBytes();
        }
    }

    /** Bytes of the response are awaited: {@link Timeouts#read}. */
    void awaitBytes() {
        takenBefore = outflow.taken();
        silent = 0;
        await();
    }

    /** Nothing tells when the socket takes bytes. So as long as it may, that is looked at, and the time is an eighth too long at most. */
    private void await() {
        long slice = readNanos() / SendProgress.SLICES;
        sliced = outflow.isSending() || outflow.awaitsPeer();
        deadline.arm(sliced ? Math.max(1, slice) : readNanos() - silent * slice);
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
        boolean awaitsSource = outflow.isSending() && !outflow.awaitsPeer();
        if (awaitsSource || outflow.taken() > takenBefore) {
            awaitBytes();
        } else if (sliced && ++silent < SendProgress.SLICES) {
            await();
        } else {
            connection.abandon(new ReadTimeoutException("no bytes from the server for "
                    + TimeUnit.NANOSECONDS.toMillis(readNanos()) + " ms: " + connection.exchange()));
        }
    }
}
