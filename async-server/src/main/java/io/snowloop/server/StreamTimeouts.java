// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Status;
import io.snowloop.http.connection.StreamOutflow;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.server.ConnectionTimeouts.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What a server waits for on one stream of HTTP/2, and how long: for the handler, for the request's body, and for a window. Most
 * streams wait for nothing, so what this needs is made when it is needed.
 */
final class StreamTimeouts {
    private final ServerContext context;
    private final Http2Stream stream;
    private final ServerTimeouts timeouts;
    private @Nullable Deadline deadline;
    private AwaitedBodies.@Nullable One awaited;
    private @Nullable MinimumRate answerRate;
    private Phase phase = Phase.NONE;

    /** How many bytes of the answer had been sent when its rate was last computed. */
    private long sent;

    /** And how many bytes of all streams. */
    private long sentByAll;

    StreamTimeouts(ServerContext context, Http2Stream stream) {
        this.context = context;
        this.stream = stream;
        this.timeouts = context.options().timeouts();
    }

    /** Enters a phase. To enter the current phase again does not restart its time. */
    void enter(Phase next) {
        if (next == phase) {
            return;
        }
        phase = next;
        if (next == Phase.HANDLER) {
            deadline().arm(timeouts.handler());
        } else if (next == Phase.REFUSED) {
            deadline().arm(timeouts.linger());
        } // else, if it expires, nothing happens
    }

    private Deadline deadline() {
        Deadline current = deadline;
        if (current == null) {
            current = new Deadline(context.loop(), this::expired);
            deadline = current;
        }
        return current;
    }

    private void expired() {
        if (phase == Phase.HANDLER) {
            stream.refuseSlowHandler();
        } else if (phase == Phase.REFUSED) {
            stream.refuseAtLast();
        }
    }

    // ------------------------------------------------------------------------------------------------- the body

    /** More of the request's body is awaited. */
    void bodyAwaited() {
        if (awaited == null) {
            awaited = stream.awaitedBodies().new One(this::bodyTooSlow);
        }
        awaited.awaited();
    }

    /** Bytes of the request's body have arrived. */
    void bodyCame(int bytes) {
        if (awaited != null) {
            awaited.came(bytes);
        }
    }

    /** No more of the request's body is awaited for now. */
    void bodyNotAwaited() {
        if (awaited != null) {
            awaited.notAwaited();
        }
    }

    private void bodyTooSlow() {
        hitMinimumRate("a client sent its request body more slowly");
        stream.refuse(Status.REQUEST_TIMEOUT, "the request's body came too slowly");
    }

    // ----------------------------------------------------------------------------------------------- the answer

    /** A body is being sent that was not sent at once. The client has to give it windows, at the rate at which it has to read. */
    void answering() {
        sentByAll = stream.answer().dataSent();
        answerRate = new MinimumRate(context, timeouts.responseGrace(), this::lookAgain);
        answerRate.waiting();
    }

    /**
     * Who was waited for is looked at when the grace is over, and not for each frame. A stream that waits for its source, or for
     * the connection's socket, which has its own limit, gets a new grace. One that waits for the window of the connection has
     * its client's speed on all streams: other bodies may have to be sent before this one (RFC 9218 §10).
     */
    private void lookAgain() {
        MinimumRate rate = answerRate;
        StreamOutflow out = stream.answer().out();
        if (rate == null || !out.isSending()) {
            return;
        }
        long byAll = stream.answer().dataSent();
        rate.moved(out.isWindowShut() ? out.bodyBytes() - sent : byAll - sentByAll);
        sent = out.bodyBytes();
        sentByAll = byAll;
        if (!out.awaitsWindow()) {
            rate.reset();
            rate.waiting();
        } else if (rate.isEmpty()) {
            hitMinimumRate("a client read its answer more slowly");
            stream.run(() -> stream.abort(ErrorCode.CANCEL));
        }
    }

    private void hitMinimumRate(String what) {
        context.limits().hit("ServerOptions.minimumRate", context.options().minimumRate(), what);
    }

    void cancel() {
        phase = Phase.NONE;
        if (deadline != null) {
            deadline.cancel();
        }
        if (awaited != null) {
            awaited.cancel();
        }
        if (answerRate != null) {
            answerRate.cancel();
        }
    }
}
