// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Status;
import io.snowloop.http.connection.Outflow;
import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What a server waits for on one connection, and how long.
 *
 * <p>There are two kinds of waiting. A {@link Phase} must end within its time. There is one phase at a time, so one
 * {@link Deadline} serves all of them, and to enter a phase costs a store. A body that is received, and an answer that is
 * sent, may take any time as long as they keep a {@link MinimumRate}.
 */
final class ConnectionTimeouts {
    enum Phase {
        /** Nothing that must come within a time. */
        NONE,
        /** The next request, while the client has not taken all of our last answer, or behind an empty line. (Else the connection is idle.) */
        IDLE,
        /** The connection's first request, or the rest of any head. */
        HEAD,
        /** The connection's first request, while the server drains: it may be under way. */
        LAST_CHANCE,
        /** The handler's response. */
        HANDLER,
        /** The handler's response to a refusal. */
        REFUSED,
        /** The next piece of a stream that is the answer to a client that has ended its side. */
        HALF_CLOSED,
        /** The peer's close, after our last answer. */
        LINGER
    }

    /** The shortest time after which a half-closed connection is looked at again, so that a short limit is no busy loop. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final ServerContext context;
    private final ServerExchange exchange;
    private final ServerTimeouts timeouts;
    private final Deadline deadline;
    private final MinimumRate bodyRate;
    private final MinimumRate answerRate;
    private Phase phase = Phase.NONE;

    /** When the lingering close began, in the ticker's nanoseconds. */
    private long lingeringSince;

    /** How many bytes of our answers the client had taken when the answer's rate was last computed. */
    private long taken;

    /** Waits for nothing yet. */
    ConnectionTimeouts(ServerContext context, ServerExchange exchange) {
        this.context = context;
        this.exchange = exchange;
        this.timeouts = context.options().timeouts();
        this.deadline = new Deadline(context.loop(), this::expired);
        this.bodyRate = new MinimumRate(context, timeouts.bodyGrace(), this::bodyTooSlow);
        this.answerRate = new MinimumRate(context, timeouts.responseGrace(), this::answerTooSlow);
    }

    /** Enters a phase. To enter the current phase again does not restart its time. */
    void enter(Phase next) {
        if (next != phase) {
            phase = next;
            start();
        }
    }

    private void start() {
        switch (phase) {
            case NONE -> {} // if it expires then, nothing happens
            case IDLE -> deadline.arm(timeouts.keepAlive());
            case HEAD -> deadline.arm(timeouts.head());
            case HANDLER -> deadline.arm(timeouts.handler());
            case LAST_CHANCE, REFUSED -> deadline.arm(timeouts.linger());
            case HALF_CLOSED -> deadline.arm(timeouts.halfClosed());
            case LINGER -> {
                lingeringSince = context.loop().ticker().nanoTime();
                stillSending();
            }
        }
    }

    /** Lingering: the client still sends. Perhaps it has not read our answer yet, so it gets more time, up to maxLinger. */
    void stillSending() {
        long lingering = context.loop().ticker().nanoTime() - lingeringSince;
        Duration left = timeouts.maxLinger().minusNanos(lingering);
        deadline.arm(Collections.min(List.of(left, timeouts.linger())));
    }

    /**
     * The server drains, and no request is under way: that is the end. But a new connection has brought none so far. Its client knows of no
     * server that ends, and sends one in a moment.
     */
    void drain() {
        if (exchange.connection().isNew()) {
            enter(Phase.LAST_CHANCE);
        } else {
            exchange.end();
        }
    }

    /** More of the request's body is awaited. */
    void bodyAwaited() {
        bodyRate.waiting();
    }

    /** Bytes of the request's body have arrived. */
    void bodyCame(int bytes) {
        bodyRate.moved(bytes);
    }

    /** No more of the request's body is awaited for now. */
    void bodyNotAwaited() {
        bodyRate.satisfied();
    }

    /** Something was written. What the socket did not take, the client has to read first. */
    void written() {
        Outflow outflow = exchange.answer.outflow();
        if (outflow.awaitsPeer() && !answerRate.isWaiting()) {
            taken = outflow.taken();
            answerRate.waiting();
        }
        if (phase == Phase.HALF_CLOSED) {
            start();
        }
    }

    /** Starts again, for another connection. The timers stay in the loop: they are used again soon. */
    void reset() {
        phase = Phase.NONE;
        bodyRate.reset();
        answerRate.reset();
    }

    /** Takes the timers out of the loop. */
    void cancel() {
        deadline.cancel();
        bodyRate.cancel();
        answerRate.cancel();
    }

    // ------------------------------------------------------------------------------------------------- expired

    private void expired() {
        switch (phase) {
            case NONE -> {}
            case HEAD -> headTooSlow();
            case LAST_CHANCE -> exchange.end();
            case HANDLER -> exchange.answer.refuseSlowHandler();
            case REFUSED -> exchange.answer.refuseAtLast();
            case HALF_CLOSED -> streamIsQuiet();
            case IDLE, LINGER -> closeOnceTaken();
        }
    }

    /**
     * Closes the connection if the client has taken the whole response; otherwise waits again. {@code minimumRate} limits
     * how slowly a client may read.
     */
    private void closeOnceTaken() {
        if (exchange.answer.outflow().awaitsPeer()) {
            start();
        } else {
            exchange.connection().transport().close();
        }
    }

    /**
     * The client may have closed its socket, which looks the same as an end of its side only. A write would tell, but the
     * stream has given nothing to write. The reset has the stream cancelled.
     */
    private void streamIsQuiet() {
        if (exchange.answer.outflow().awaitsSource()) {
            context.limits()
                    .hit(
                            "ServerOptions.timeouts.halfClosed",
                            timeouts.halfClosed(),
                            "a client has ended its side, and the stream of its answer was silent for that time");
            exchange.connection().abort();
        } else { // it is the client's turn, and minimumRate limits how long that may take; or the loop's
            deadline.arm(Collections.max(List.of(AGAIN, timeouts.halfClosed())));
        }
    }

    private void headTooSlow() {
        context.limits()
                .hit("ServerOptions.timeouts.head", timeouts.head(), "a client did not send a request in that time");
        exchange.answer.refuse(Status.REQUEST_TIMEOUT, "the request's head took too long");
    }

    private void bodyTooSlow() {
        context.limits()
                .hit(
                        "ServerOptions.minimumRate",
                        context.options().minimumRate(),
                        "a client sent its request body more slowly");
        exchange.answer.refuse(Status.REQUEST_TIMEOUT, "the request's body came too slowly");
    }

    /**
     * The response's rate has expired. Computes how much the client has taken; doing this for each write would cost too
     * much.
     */
    private void answerTooSlow() {
        Outflow outflow = exchange.answer.outflow();
        long now = outflow.taken();
        answerRate.moved(now - taken);
        taken = now;
        if (!outflow.awaitsPeer()) {
            answerRate.satisfied();
        } else if (answerRate.isEmpty()) {
            context.limits()
                    .hit(
                            "ServerOptions.minimumRate",
                            context.options().minimumRate(),
                            "a client read its answer more slowly");
            exchange.connection().abort();
        }
    }
}
