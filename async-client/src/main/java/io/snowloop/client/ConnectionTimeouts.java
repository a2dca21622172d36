package io.snowloop.client;

import io.snowloop.http.connection.Outflow;
import io.snowloop.loop.channel.Deadline;

/**
 * What a {@link ClientConnection} waits for, and how long: bytes of a response, or the next request. It waits for one of
 * the two at a time, so one {@link Deadline} serves both.
 */
final class ConnectionTimeouts {
    private final FetcherOptions options;
    private final ClientConnection connection;
    private final Outflow outflow;
    private final Deadline deadline;

    /** How much of the request the server had taken when the wait for bytes began. */
    private long takenBefore;

    /** Waits for nothing yet. */
    ConnectionTimeouts(ConnectionPool pool, ClientConnection connection, Outflow outflow) {
        this.options = pool.options();
        this.connection = connection;
        this.outflow = outflow;
        this.deadline = new Deadline(pool.loop(), this::expired);
    }

    /** Bytes of the response are awaited: {@link Timeouts#read}. */
    void awaitBytes() {
        takenBefore = outflow.taken();
        deadline.arm(options.timeouts().read());
    }

    /** The next request is awaited: {@link FetcherOptions#keepAlive}. */
    void awaitRequest() {
        deadline.arm(options.keepAlive());
    }

    /** Nothing is awaited. */
    void stop() {
        deadline.disarm();
    }

    /** Nothing is awaited any more: takes the timer out of the loop. */
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

    /** While the request is being sent, the server may be reading it. It gets more time as long as it takes bytes. */
    private void noBytes() {
        boolean sending = outflow.isSending() || outflow.awaitsPeer();
        if (sending && (!outflow.awaitsPeer() || outflow.taken() > takenBefore)) {
            awaitBytes();
        } else {
            connection.abandon(new ReadTimeoutException("no bytes from the server for "
                    + options.timeouts().read().toMillis() + " ms: " + connection.exchange()));
        }
    }
}
