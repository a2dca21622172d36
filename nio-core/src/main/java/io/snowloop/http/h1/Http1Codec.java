package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import io.snowloop.http.h1.Transitions.Signal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's HTTP/1.1, from the view of one side: it turns the peer's bytes into events and our messages into
 * bytes, and knows at every moment what either side may do.
 *
 * <p>Reading: lend bytes with {@link #receive}, take events with {@link #next} until it gives an {@link Event.Outcome}
 * (or until you want no more for now), then end the loan with {@link #keep}. No byte of a body is copied, unless it is
 * left over at that moment.
 *
 * <pre>
 * reading = (receive next* keep)* receiveEnd next*
 * writing = (sendInformational* sendHead (sendData | beginData endData)* sendEnd startNextCycle)*
 * </pre>
 *
 * <p>Writing: every {@code send} appends to a queue that the caller gives, so a head, a small body and its end leave in
 * one write. Large bodies need not pass through the queue, see {@link #beginData}.
 *
 * <p>A peer that breaks the rules is a {@link RemoteProtocolException}; a caller that does is an
 * {@link IllegalStateException} (not now) or {@link IllegalArgumentException} (never). After either, nothing has been
 * appended to the queue.
 */
public final class Http1Codec {
    /** As a body's length: not known beforehand. */
    public static final long UNKNOWN_LENGTH = -1;

    private final Role role;
    private final Cycle cycle = new Cycle();
    private final MessageReader reader;
    private final BodyWriter body = new BodyWriter();

    /** Of the last request that we sent: the next one mostly has the same. */
    private @Nullable String sentHost;

    /** The codec of one end of a new connection. */
    public Http1Codec(Role role, Limits limits) {
        this(role, limits, new Scratch());
    }

    /**
     * The codec of one end of a new connection, one of many.
     *
     * @param scratch for codecs of the same thread whose loans, from {@link #receive} to {@link #keep}, don't overlap
     */
    public Http1Codec(Role role, Limits limits, Scratch scratch) {
        this.role = role;
        this.reader = new MessageReader(role, cycle, limits, scratch);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /**
     * Lends {@code bytes}, until {@link #keep}. Their position moves as they are used.
     *
     * @throws IllegalStateException if an earlier loan has not ended, or the peer's stream has
     */
    public void receive(ByteBuffer bytes) {
        reader.receive(bytes);
    }

    /** The peer has ended its stream: what is kept is all there will be. */
    public void receiveEnd() {
        reader.receiveEnd();
    }

    /**
     * The next event in the bytes received, or the {@link Event.Outcome} that says why there is none.
     *
     * @throws RemoteProtocolException if the peer has broken the protocol; and from then on always
     */
    public Event next() throws RemoteProtocolException {
        return reader.next();
    }

    /** Ends the loan: what has not been used is copied, and the lent buffer may be filled again. */
    public void keep() {
        reader.keep();
    }

    /** Whether the peer has sent a part of its next head, and owes the rest. */
    public boolean isMidHead() {
        return reader.isMidHead();
    }

    /** Whether there are received bytes which no event has used. */
    public boolean hasTrailingData() {
        return reader.hasTrailingData();
    }

    /** Takes the received bytes which no event has used: what follows HTTP after a switch of protocols. */
    public ByteBuffer trailingData() {
        return reader.trailingData();
    }

    // ------------------------------------------------------------------------------------------------------ writing

    /**
     * Appends a request's head.
     *
     * <p>The framing (RFC 9112 §6) is ours to write: {@code Content-Length} for a body of known length,
     * {@code Transfer-Encoding: chunked} for any other. A head may state it too, if it states the same.
     *
     * @param head for HTTP/1.1, with exactly one {@code Host}
     * @param bodyLength in bytes, 0 for no body, or {@link #UNKNOWN_LENGTH}
     */
    public void sendHead(RequestHead head, long bodyLength, ByteQueue out) {
        require(Role.CLIENT, Signal.REQUEST);
        BodyFraming framing = HeadWriter.framing(head, bodyLength, sentHost);
        sentHost = head.headers().get("Host");
        cycle.request(head, framing);
        HeadWriter.append(head, framing, cycle.keepAlive(), out);
        body.start(framing);
    }

    /**
     * Appends a final response's head. Framing is as for requests, except that a body of unknown length is ended by
     * closing the connection when the client speaks HTTP/1.0; and {@code Connection: close} or {@code keep-alive} is
     * added where the client needs to be told.
     *
     * <p>No body follows in answer to HEAD, with 204 and 304, and with a 2xx to CONNECT, see {@link #sendsBody}.
     *
     * @param bodyLength in bytes, 0 for no body, or {@link #UNKNOWN_LENGTH}; in answer to HEAD, of the body that GET
     *     would have
     */
    public void sendHead(ResponseHead head, long bodyLength, ByteQueue out) {
        sendHead(head, FieldBlock.EMPTY, bodyLength, out);
    }

    /** Appends a final response's head, with more fields behind its own. */
    public void sendHead(ResponseHead head, FieldBlock more, long bodyLength, ByteQueue out) {
        require(Role.SERVER, cycle.signalOf(head));
        BodyFraming framing = HeadWriter.framing(head, bodyLength, cycle);
        boolean bodiless = cycle.isBodiless(head.status());
        if (framing == Unmeasured.UNTIL_CLOSE) {
            cycle.disableKeepAlive();
        }
        cycle.response(head);
        HeadWriter.append(head, more, framing, cycle, out);
        body.start(bodiless ? Unmeasured.NONE : framing);
    }

    /** Appends an informational response. To an HTTP/1.0 client, who knows none (RFC 9110 §15.2), nothing is sent. */
    public void sendInformational(InformationalHead head, ByteQueue out) {
        require(Role.SERVER, cycle.signalOf(head));
        HeadWriter.check(head);
        cycle.informational(head);
        if (cycle.clientVersion() == Version.HTTP_1_1) {
            HeadWriter.append(head, out);
        }
    }

    /** Whether body bytes may follow the head that was sent: not for HEAD, 204, 304, or a length of 0. */
    public boolean sendsBody() {
        return body.allowsData();
    }

    /** Appends a piece of the body, copying its bytes. */
    public void sendData(byte[] bytes, ByteQueue out) {
        beginData(bytes.length, out);
        out.append(bytes);
        endData(out);
    }

    /** Appends a piece of the body, copying its bytes. */
    public void sendData(ByteBuffer bytes, ByteQueue out) {
        beginData(bytes.remaining(), out);
        out.append(bytes);
        endData(out);
    }

    /**
     * Appends what goes before a piece of the body whose {@code length} bytes the caller then sends itself, without
     * copying them through the queue. {@link #endData} must follow.
     */
    public void beginData(long length, ByteQueue out) {
        require(role, Signal.DATA);
        body.beginData(length, out);
        cycle.data(role);
    }

    /** Appends what goes after a piece of the body that the caller has sent itself. */
    public void endData(ByteQueue out) {
        body.endData(out);
    }

    /**
     * Appends the end of the message.
     *
     * @param trailers go out with a chunked body and are dropped with one that ends by closing
     * @throws IllegalStateException if bytes of the promised length are missing, or there are trailers and a length
     */
    public void sendEnd(Headers trailers, ByteQueue out) {
        require(role, Signal.END);
        body.end(trailers, out);
        cycle.end(role);
    }

    /** Appends the end of a message without trailers. */
    public void sendEnd(ByteQueue out) {
        sendEnd(Headers.empty(), out);
    }

    private void require(Role sender, Signal signal) {
        if (role != sender) {
            throw new IllegalStateException("a " + role + " does not send a " + signal);
        }
        cycle.next(role, signal);
    }

    // ------------------------------------------------------------------------------------------------------- states

    /** What we may do now. */
    public State ourState() {
        return cycle.state(role);
    }

    /** What the peer may do now, as far as its bytes have been read. */
    public State theirState() {
        return cycle.state(role.peer());
    }

    /** Whether the connection may live on after this cycle, as far as is known by now. */
    public boolean keepAlive() {
        return cycle.keepAlive();
    }

    /** Decides that this cycle is the connection's last; a head that is sent after this says so. */
    public void closeAfterCycle() {
        cycle.disableKeepAlive();
    }

    /**
     * Whether it is as if new: between two cycles, with nothing received of the next. Then it may serve another connection
     * as well.
     */
    public boolean isFresh() {
        return ourState() == State.IDLE && theirState() == State.IDLE && keepAlive() && reader.isFresh();
    }

    /** Whether the client sends its body only after a 100 (Continue) or final response (RFC 9110 §10.1.1), and waits. */
    public boolean expectsContinue() {
        return cycle.awaitingContinue();
    }

    /**
     * Begins the next request and response on this connection.
     *
     * @throws IllegalStateException unless both sides are {@link State#DONE}
     */
    public void startNextCycle() {
        cycle.startNext();
    }
}
