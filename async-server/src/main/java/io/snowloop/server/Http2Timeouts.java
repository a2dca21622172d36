// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server waits for on one connection of HTTP/2, and how long. Its streams have {@link StreamTimeouts}. As with HTTP/1.1, a
 * {@link Phase} must end within its time, and a client that does not take what is written must keep a {@link MinimumRate}.
 */
final class Http2Timeouts {
    enum Phase {
        /** Nothing that must come within a time. */
        NONE,
        /** The preface and the first request; the rest of a frame, or of the fields of a request. */
        HEAD,
        /** Any request: no stream is open. */
        IDLE,
        /** Data to send to a client that has ended its side. */
        HALF_CLOSED,
        /** The peer's close, after our GOAWAY. */
        LINGER
    }

    private final ServerContext context;
    private final Http2Connection connection;
    private final ServerTimeouts timeouts;
    private final Deadline deadline;
    private final MinimumRate rate;
    private final AwaitedBodies bodies;
    private @Nullable Deadline pong;
    private Phase phase = Phase.NONE;
    private long lingeringSince;

    /** How many bytes the client had taken when the rate was last computed. */
    private long taken;

    Http2Timeouts(ServerContext context, Http2Connection connection) {
        this.context = context;
        this.connection = connection;
        this.timeouts = context.options().timeouts();
        this.deadline = new Deadline(context.loop(), this::expired);
        this.rate = new MinimumRate(context, timeouts.responseGrace(), this::tooSlow);
        this.bodies = new AwaitedBodies(context, connection);
    }

    /** What the bodies of its requests have in common. */
    AwaitedBodies bodies() {
        return bodies;
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
            case NONE -> deadline.disarm();
            case HEAD -> deadline.arm(timeouts.head());
            case IDLE -> deadline.arm(timeouts.keepAlive());
            case HALF_CLOSED -> deadline.arm(timeouts.halfClosed());
            case LINGER -> {
                lingeringSince = context.loop().ticker().nanoTime();
                stillSending();
            }
        }
    }

    /** A frame is complete: the time of the next one begins anew. */
    void frameCame() {
        if (phase == Phase.HEAD) {
            phase = Phase.NONE;
        }
    }

    /** Lingering: the client still sends. Perhaps it has not read our answer yet, so it gets more time, up to maxLinger. */
    void stillSending() {
        long lingering = context.loop().ticker().nanoTime() - lingeringSince;
        Duration left = timeouts.maxLinger().minusNanos(lingering);
        deadline.arm(Collections.min(List.of(left, timeouts.linger())));
    }

    /** A client that does not answer the PING of a drain is not waited for longer than for a close. */
    void awaitPong() {
        pong = new Deadline(context.loop(), connection::leave);
        pong.arm(timeouts.linger());
    }

    /** Something was written. What the socket did not take, the client has to read first. */
    void written() {
        Http2Outflow out = connection.out();
        if (out.awaitsPeer() && !rate.isWaiting()) {
            taken = out.taken();
            rate.waiting();
        }
        if (phase == Phase.HALF_CLOSED) {
            start();
        }
    }

    void cancel() {
        deadline.cancel();
        rate.cancel();
        if (pong != null) {
            pong.cancel();
        }
    }

    // ------------------------------------------------------------------------------------------------- expired

    private void expired() {
        switch (phase) {
            case NONE -> {}
            case HEAD -> {
                context.limits()
                        .hit(
                                "ServerOptions.timeouts.head",
                                timeouts.head(),
                                "a client did not send a request, or the rest of one, in that time");
                connection.end(ErrorCode.NO_ERROR, "a request took too long");
            }
            case IDLE -> connection.end(ErrorCode.NO_ERROR, "it was idle");
            case HALF_CLOSED -> quiet();
            case LINGER -> closeOnceTaken();
        }
    }

    /** See {@link ConnectionTimeouts}: the client may have closed its socket, and only a write would tell. */
    private void quiet() {
        if (connection.isQuiet()) {
            context.limits()
                    .hit(
                            "ServerOptions.timeouts.halfClosed",
                            timeouts.halfClosed(),
                            "a client has ended its side, and its streams were silent for that time");
            connection.abort();
        } else { // a handler's time has its own limit
            start();
        }
    }

    /** {@code minimumRate} limits how slowly a client may read. */
    private void closeOnceTaken() {
        if (connection.out().awaitsPeer()) {
            start();
        } else {
            connection.out().transport().close();
        }
    }

    /** See {@link ConnectionTimeouts}. */
    private void tooSlow() {
        Http2Outflow out = connection.out();
        long now = out.taken();
        rate.moved(now - taken);
        taken = now;
        if (!out.awaitsPeer()) {
            rate.satisfied();
        } else if (rate.isEmpty()) {
            context.limits()
                    .hit("ServerOptions.minimumRate", context.options().minimumRate(), "a client read more slowly");
            connection.abort();
        }
    }
}
