// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.transport.Transport;
import org.jspecify.annotations.Nullable;

/** How many bytes an exchange keeps in memory, as it was counted in the {@link MemoryBudget} last. */
final class KeptBytes {
    private final MemoryBudget budget;
    private final ServerExchange exchange;
    private final Http1Codec codec;
    private long counted;

    /** Those of them that waited in the transport then. */
    private int queued;

    /** What the answer keeps: see {@link io.snowloop.http.RequestContext#keeps}. */
    private long ofAnswer;

    /** The body in memory that is being sent, if it counts. */
    private byte @Nullable [] body;

    /** The request whose head was measured last. */
    private @Nullable Request measured;

    private int ofHead;

    KeptBytes(MemoryBudget budget, ServerExchange exchange, Http1Codec codec) {
        this.budget = budget;
        this.exchange = exchange;
        this.codec = codec;
    }

    /** The answer keeps so many. */
    void ofAnswer(long bytes) {
        ofAnswer = bytes;
    }

    /** The client has not read all of this body. */
    void holds(Body next) {
        body = WaitingBodies.counted(next);
        if (body != null && budget.holds(body)) {
            end();
        }
    }

    /** It is sent, or will not be. */
    void dropsBody() {
        byte[] before = body;
        body = null;
        if (before != null) {
            budget.drops(before);
        }
    }

    /** Counts them again. An exchange that keeps more than before, although there is no room, ends. */
    void count() {
        Transport transport = exchange.connection().transport();
        queued = transport.queued();
        if (!transport.isOpen() && queued == 0) { // else it is closed, and its client has not read all of the answer
            release();
            return;
        }
        long now = codec.kept() + ofHead(exchange.call.request()) + exchange.requestBody.kept() + ofAnswer + queued;
        long more = now - counted;
        counted = now;
        if (more != 0 && budget.add(more)) {
            end();
        }
    }

    /**
     * Counts no longer what the socket has taken of an answer that is complete: below the transport's water marks, no one is told of that. One
     * that goes on needs the room for its next piece; else a client that reads would end for those that do not.
     */
    void recount() {
        int left = queued - exchange.connection().transport().queued();
        if (left > 0 && !exchange.answer.outflow().isSending()) {
            queued -= left;
            counted -= left;
            budget.add(-left);
        }
    }

    private int ofHead(@Nullable Request request) {
        if (request != measured) {
            measured = request;
            ofHead = request == null ? 0 : MemoryBudget.ofHead(request.target(), request.headers());
        }
        return ofHead;
    }

    /** With a 503, unless an answer has begun. Its client has not read all of that, so it ends with a reset. */
    private void end() {
        Outflow outflow = exchange.answer.outflow();
        if (outflow.awaitsPeer() || outflow.isSending()) {
            exchange.connection().abort();
            outflow.cancel(); // now: in a turn many connections may end, and the next one needs what the body keeps
            release(); // it is gone when the loop is told; until then others must not be ended for it
        } else {
            exchange.answer.refuse(Status.SERVICE_UNAVAILABLE, "the server has no memory for this request now");
        }
    }

    /** None are kept any more. */
    void release() {
        ofAnswer = 0;
        queued = 0;
        ofHead(null);
        dropsBody();
        if (counted != 0) {
            budget.add(-counted);
            counted = 0;
        }
    }
}
