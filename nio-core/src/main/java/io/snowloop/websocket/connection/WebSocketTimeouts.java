// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket waits for, and how long: bytes of the peer, a message of either side, the end of the closing handshake.
 *
 * <p>The first and the last are never awaited at once, so one {@link Deadline} serves both.
 */
final class WebSocketTimeouts {
    private enum Phase {
        /** Any byte of the peer. */
        BYTES,
        /** Any byte of the peer, after a ping. */
        PONG,
        /** The end of the connection. */
        CLOSE
    }

    private final WebSocketOptions options;
    private final WebSocketProtocol protocol;
    private final Outbox outbox;
    private final Deadline deadline;
    private final @Nullable Deadline idle;
    private Phase phase = Phase.BYTES;

    /** How many bytes the peer had taken when the wait began. */
    private long takenBefore;

    WebSocketTimeouts(Scheduler loop, WebSocketOptions options, WebSocketProtocol protocol, Outbox outbox) {
        this.options = options;
        this.protocol = protocol;
        this.outbox = outbox;
        this.deadline = new Deadline(loop, this::expired);
        this.idle = options.maxIdle() == null ? null : new Deadline(loop, protocol::idle);
        await(Phase.BYTES, options.pingInterval());
        message();
    }

    private void await(Phase next, Duration time) {
        phase = next;
        takenBefore = outbox.taken();
        deadline.arm(time);
    }

    /** Bytes have come. */
    void received() {
        if (phase != Phase.CLOSE) {
            await(Phase.BYTES, options.pingInterval());
        }
    }

    /** A message was sent, or has come. */
    void message() {
        Duration most = options.maxIdle();
        if (idle != null && most != null && phase != Phase.CLOSE) {
            idle.arm(most);
        }
    }

    /** The closing handshake has begun. */
    void closing() {
        if (phase != Phase.CLOSE) {
            await(Phase.CLOSE, options.closeTimeout());
        }
    }

    /** The connection is closed. */
    void cancel() {
        deadline.cancel();
        if (idle != null) {
            idle.cancel();
        }
    }

    private void expired() {
        if (phase == Phase.CLOSE) {
            protocol.abort("the peer has not closed the connection within closeTimeout = " + options.closeTimeout());
        } else if (phase == Phase.BYTES) {
            boolean idle = outbox.isTaken();
            protocol.ping();
            await(Phase.PONG, options.pingTimeout());
            if (idle) { // the ping waits for nothing, but on a stream of HTTP/2 it leaves a step later
                takenBefore = outbox.written();
            }
        } else if (protocol.isReading() && outbox.taken() <= takenBefore) {
            protocol.abort("the peer was silent for pingTimeout = " + options.pingTimeout() + " after a ping");
        } else { // its pong may be behind what is not read yet, or our ping behind what it has not read
            await(Phase.PONG, options.pingTimeout());
        }
    }
}
