// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnShare;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The receiving side of an {@link Http2Connection}: the events of the codec. Inside of steps of the connection. */
final class Http2Inflow {
    /** The number of requests that a connection may bring in one turn, as with HTTP/1.1. */
    private static final int REQUESTS_PER_TURN = 64;

    /** The fields that one of them may have, in bytes. One with more counts for several. */
    private static final int FIELDS_OF_ONE = 1024;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Http2Connection connection;
    private final Http2Codec codec;
    private final Reactor reactor;

    /** Counts the requests, of all turns and of this one. */
    private final TurnShare requests;

    /** The next request, which waits for the next turn. */
    private Http2Event.@Nullable RequestHead postponed;

    /** When the codec was last told that time passes. */
    private long calmed;

    Http2Inflow(Http2Connection connection, Http2Codec codec, Reactor reactor) {
        this.connection = connection;
        this.codec = codec;
        this.reactor = reactor;
        this.requests = new TurnShare(reactor, REQUESTS_PER_TURN, () -> connection.whileServing(this::takeEvents));
        this.calmed = reactor.turnTime();
    }

    /** Bytes have come. They are lent until this returns. */
    void receive(ByteBuffer bytes) {
        codec.receive(bytes);
        try {
            takeEvents();
        } finally {
            codec.keep();
        }
    }

    /** The peer has sent EOF. */
    void receiveEnd() {
        codec.receiveEnd();
        takeEvents();
    }

    /** The number of requests so far. */
    long requests() {
        return requests.total();
    }

    /** Whether the socket is to be read. Not while a request waits for its turn. */
    boolean wantsToRead() {
        return postponed == null;
    }

    private void takeEvents() {
        calm();
        try {
            Http2Event event = postponed == null ? codec.next() : postponed;
            postponed = null;
            while (connection.isServing()) {
                if (event instanceof Http2Event.Outcome outcome) {
                    connection.paused(outcome);
                    return;
                }
                connection.timeouts().frameCame();
                if (!(event instanceof Http2Event.RequestHead head)) {
                    handle(event);
                    event = codec.next();
                } else if (requests.hasRest()) {
                    event = begin(head);
                } else {
                    postponed = head; // the other connections have their turn before it
                    return;
                }
            }
        } catch (Http2Exception e) {
            connection.refuse(e);
        }
    }

    /** The codec has no clock: what a peer may do without a use grows with time. */
    private void calm() {
        for (; reactor.turnTime() - calmed >= SECOND; calmed += SECOND) {
            codec.calm();
        }
    }

    /**
     * Begins a stream, and returns the event behind what has come of it. Looks for the body before the handler is called: so
     * one that came with its head can be collected at once, and is not copied.
     */
    private Http2Event begin(Http2Event.RequestHead head) throws Http2Exception {
        Http2Stream stream = connection.open(head, requests.total() + 1);
        requests.use(1 + stream.body().fields() / FIELDS_OF_ONE); // few bytes may stand for many fields (RFC 7541 §7.3)
        Http2Event next = null;
        boolean more = !head.endOfStream() && !codec.expectsContinue(head.stream());
        while (more) {
            next = codec.next();
            if (next instanceof Http2Event.Data data && data.stream() == head.stream()) {
                stream.body().offer(data);
                more = !data.endOfStream();
                next = null;
            } else {
                more = false;
            }
        }
        stream.call();
        return next == null ? codec.next() : next;
    }

    private void handle(Http2Event event) {
        if (event instanceof Http2Event.Data data) {
            Http2Stream stream = connection.stream(data.stream());
            if (stream == null) { // it has ended, and this was on its way
                codec.consumed(
                        data.stream(),
                        data.bytes().remaining(),
                        connection.out().queue());
            } else {
                stream.received(data);
            }
        } else if (event instanceof Http2Event.Trailers trailers) {
            Http2Stream stream = connection.stream(trailers.stream());
            if (stream != null) {
                stream.receivedEnd(trailers.headers());
            }
        } else if (event instanceof Http2Event.Reset reset) {
            connection.out().wasReset(reset.stream(), reset.code());
            Http2Stream stream = connection.stream(reset.stream());
            if (stream != null) {
                stream.wasReset(reset);
            }
        } else if (event instanceof Http2Event.Pong pong) {
            connection.pong(pong.data());
        } // else windows, settings, or the peer's GOAWAY: what may be sent now is sent at the end of the step
    }
}
