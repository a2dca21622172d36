package io.snowloop.server;

import io.snowloop.http.Status;
import io.snowloop.loop.Deadline;
import java.time.Duration;

/**
 * A server's patience with one connection: what it waits for there, and how long.
 *
 * <p>Waiting comes in two kinds. A phase must be over in its time; there is always one phase, so one {@link Deadline}
 * serves for all, and entering a phase costs a store. A body that comes, and an answer that goes, may last as long as
 * they like, at a {@link MinimumRate}.
 */
final class Patience {
    enum Phase {
        /** Nothing is awaited that has a time to be over in. */
        NONE,
        /** The next request, while the client has not taken all of our last answer: else its connection rests. */
        IDLE,
        /** The connection's first request, or the rest of any head. */
        HEAD,
        /** The handler's response. */
        HANDLER,
        /** The client's end, after our last answer. */
        LINGER
    }

    private final LoopServer server;
    private final ServerConnection connection;
    private final ServerTimeouts timeouts;
    private final Deadline deadline;
    private final MinimumRate bodyRate;
    private final MinimumRate answerRate;
    private Phase phase = Phase.NONE;
    private long begun;

    /** How many bytes of our answers the client had taken when that was last looked at. */
    private long taken;

    /** Waits for nothing yet. */
    Patience(LoopServer server, ServerConnection connection) {
        this.server = server;
        this.connection = connection;
        this.timeouts = server.options().timeouts();
        this.deadline = new Deadline(server.loop(), this::phaseTooLong);
        this.bodyRate = new MinimumRate(server, timeouts.bodyGrace(), this::bodyTooSlow);
        this.answerRate = new MinimumRate(server, timeouts.responseGrace(), this::answerTooSlow);
    }

    /** Enters a phase; staying in one doesn't begin it anew. */
    void enter(Phase next) {
        if (next != phase) {
            phase = next;
            begin();
        }
    }

    private void begin() {
        begun = server.loop().turnTime();
        switch (phase) {
            case NONE -> deadline.disarm();
            case IDLE -> deadline.arm(timeouts.keepAlive());
            case HEAD -> deadline.arm(timeouts.head());
            case HANDLER -> deadline.arm(timeouts.handler());
            case LINGER -> stillSending();
        }
    }

    /** After our last answer the client sends on: perhaps it has not looked for one yet. */
    void stillSending() {
        Duration left = timeouts.maxLinger().minusNanos(server.loop().turnTime() - begun);
        deadline.arm(left.compareTo(timeouts.linger()) < 0 ? left : timeouts.linger());
    }

    /** More of the request's body is awaited. */
    void bodyAwaited() {
        bodyRate.waiting();
    }

    /** So much of the request's body has come. */
    void bodyCame(int bytes) {
        bodyRate.moved(bytes);
    }

    /** No more of the request's body is awaited, for now. */
    void bodyNotAwaited() {
        bodyRate.satisfied();
    }

    /** Something was written: if the socket hasn't taken all of it, it is for the client to take it. */
    void written() {
        if (connection.hasUnsent() && !answerRate.isWaiting()) {
            taken = connection.sent();
            answerRate.waiting();
        }
    }

    /** Whether it is the next request that is awaited. */
    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Begins anew, for another client. */
    void reset() {
        phase = Phase.NONE;
        deadline.disarm();
        bodyRate.reset();
        answerRate.reset();
    }

    void cancel() {
        deadline.cancel();
        bodyRate.cancel();
        answerRate.cancel();
    }

    // --------------------------------------------------------------------------------------------- it is lost

    private void phaseTooLong() {
        switch (phase) {
            case NONE -> {}
            case HEAD -> headTooSlow();
            case HANDLER -> connection.handlerTooSlow();
            case IDLE, LINGER -> closeOnceTaken();
        }
    }

    /** Not before the client has taken all of our last answer; how fast that must be is not this clock's business. */
    private void closeOnceTaken() {
        if (connection.hasUnsent()) {
            begin();
        } else {
            connection.close();
        }
    }

    private void headTooSlow() {
        server.limits().hit("timeouts.head", timeouts.head(), "a client sends no request in that time");
        connection.refuse(Status.REQUEST_TIMEOUT, "the request's head took too long");
    }

    private void bodyTooSlow() {
        server.limits()
                .hit("minimumRate", server.options().minimumRate(), "a client sends its request body more slowly");
        connection.refuse(Status.REQUEST_TIMEOUT, "the request's body came too slowly");
    }

    /** It looks as if the client takes nothing; whether that is so, only now costs a look. */
    private void answerTooSlow() {
        long now = connection.sent();
        answerRate.moved(now - taken);
        taken = now;
        if (!connection.hasUnsent()) {
            answerRate.satisfied();
        } else if (answerRate.isEmpty()) {
            server.limits().hit("minimumRate", server.options().minimumRate(), "a client takes its answer more slowly");
            connection.abort();
        }
    }
}
