// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.Body;
import io.snowloop.http.h1.BodyFraming;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.loop.channel.Reactor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: the events of the codec, with the body of each message made into an
 * {@link IncomingBody}.
 *
 * <p>It is pulled, as the codec is (and as h11 is): its owner asks for {@link #next} in a loop and decides what an event
 * means. There are no callbacks, so the code of a server and of a client can each be read from top to bottom.
 *
 * <pre>
 *   receive (wantsMore next)* endLoan
 * </pre>
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Inflow {
    private final Reactor reactor;
    private final Http1Codec codec;
    private final IncomingBody.Source demand;

    /** The body that is being received; null between two bodies. */
    private @Nullable IncomingBody incoming;

    /** The end of a message that came together with its head. It was taken from the codec before the head was given out. */
    private Event.@Nullable EndOfMessage ahead;

    /** The codec has bytes of the peer's next message, which must wait until this cycle is over. */
    private boolean peerIsAhead;

    /**
     * The receiving half of one connection.
     *
     * @param demand is told when a reader of a body waits, and when it gives up
     */
    public Inflow(Reactor reactor, Http1Codec codec, IncomingBody.Source demand) {
        this.reactor = reactor;
        this.codec = codec;
        this.demand = demand;
    }

    /** Lends the codec what was read from the socket, until {@link #endLoan}. */
    public void receive(ByteBuffer bytes) {
        codec.receive(bytes);
    }

    /** The read buffer is used for another connection next: bytes that have not been used are copied. */
    public void endLoan() {
        if (incoming != null) {
            incoming.endLoan();
        }
        codec.keep();
    }

    /**
     * Whether to take the next event. False while a body is being received and no reader waits for it: then the socket must
     * not be read.
     */
    public boolean wantsMore() {
        return incoming == null || ahead != null || incoming.isWanted();
    }

    /** Whether to read from the socket: more is wanted, and it is not the peer's next message, which has to wait. */
    public boolean wantsToRead() {
        return wantsMore() && !peerIsAhead;
    }

    /**
     * The next event of the codec. After a head, {@link #body} is its body, and as much of it as has arrived is there; a
     * body that came together with its head is complete. A piece of a body is for {@link #deliver}.
     */
    public Event next() throws RemoteProtocolException {
        Event event = ahead != null ? ahead : codec.next();
        ahead = null;
        if (event instanceof Event.RequestHead head) {
            begin(head.framing());
        } else if (event instanceof Event.ResponseHead head) {
            begin(head.framing());
        } else if (event instanceof Event.EndOfMessage end) {
            complete(end);
        }
        peerIsAhead = event == Event.Outcome.PAUSED && codec.hasTrailingData();
        return event;
    }

    /**
     * Looks for the body before the head is handed over. So a body that came with its head can be collected at once, and
     * the codec has seen the end of a message without a body when its handler runs.
     *
     * <p>What the handler finds out by that is only what it would find out by waiting. Therefore:
     *
     * <ul>
     *   <li>A body that breaks the protocol is no error before it is wanted: the codec throws the error again then.
     *   <li>A client that expects a 100 (Continue) is treated as if it had waited for it (RFC 9110 §10.1.1).
     * </ul>
     */
    private void begin(BodyFraming framing) {
        long length = framing.length();
        IncomingBody body = length == 0 ? null : new IncomingBody(reactor, length, demand);
        incoming = body;
        if (codec.expectsContinue()) {
            return;
        }
        try {
            lookAhead(body);
        } catch (RemoteProtocolException e) {
            // see above
        }
    }

    private void lookAhead(@Nullable IncomingBody body) throws RemoteProtocolException {
        Event event = codec.next();
        while (event instanceof Event.Data data && body != null) {
            body.offer(data.bytes());
            event = codec.next();
        }
        if (event instanceof Event.EndOfMessage end) {
            ahead = end;
            if (body != null) {
                body.end(end.trailers());
            }
        } // else the codec gives the same outcome again
    }

    private void complete(Event.EndOfMessage end) {
        IncomingBody body = incoming;
        incoming = null;
        if (body != null) {
            body.endLoan();
            body.end(end.trailers());
        }
    }

    /** The body of the head that {@link #next} has given: {@link Body#EMPTY} if its framing says so. */
    public Body body() {
        return incoming == null ? Body.EMPTY : incoming;
    }

    /** Gives the body a piece. */
    public void deliver(ByteBuffer piece) {
        if (incoming != null) {
            incoming.offer(piece);
        }
    }

    /** Nothing more is read: the body stays incomplete, and what was received and not used is dropped. */
    public void end(Throwable cause) {
        fail(cause);
        codec.drop();
    }

    /** The body that is being received stays incomplete: tells its reader why. */
    public void fail(Throwable cause) {
        IncomingBody body = incoming;
        incoming = null;
        if (body != null) {
            body.endLoan();
            body.fail(cause);
        }
    }
}
