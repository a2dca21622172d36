// SPDX-License-Identifier: Apache-2.0
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
 * The HTTP/1.1 of one side of one connection (RFC 9112), without I/O. It turns the peer's bytes into events and our
 * messages into bytes, and knows what each side may do next. Not thread-safe: it belongs to the thread of its
 * connection.
 *
 * <p>Reading: lend bytes with {@link #receive}; take events with {@link #next} until it returns an
 * {@link Event.Outcome}, or until you want no more for now; then end the loan with {@link #keep}. The bytes of a body
 * are copied only if they are unused at the end of the loan.
 *
 * <pre>
 * reading = (receive next* keep)* receiveEnd next*
 * writing = (sendInformational* sendHead (sendData | beginData endData)* sendEnd startNextCycle)*
 * </pre>
 *
 * <p>Writing: every {@code send} appends to a queue of the caller, so a head, a small body and its end can be sent with
 * one write. Large bodies need not pass through the queue, see {@link #beginData}.
 *
 * <p>A violation by the peer is a {@link RemoteProtocolException}. A mistake of the caller is an
 * {@link IllegalStateException} if the call is not allowed now, and an {@link IllegalArgumentException} if its
 * arguments are never allowed. Both leave the queue unchanged.
 */
public final class Http1Codec {
    /** The length of a body whose length is not known before its end. */
    public static final long UNKNOWN_LENGTH = -1;

    private final Role role;
    private final Cycle cycle = new Cycle();
    private final MessageReader reader;
    private final BodyWriter body = new BodyWriter();

    /** The Host of the last request that was sent. It has been checked; the next request mostly has the same one. */
    private @Nullable String sentHost;

    /**
     * The codec of one end of a new connection.
     * @param role whether it reads responses or requests
     * @param limits on what it reads
     */
    public Http1Codec(Role role, Limits limits) {
        this(role, limits, new DecoderContext());
    }

    /**
     * The codec of one end of a new connection, which shares buffers with other connections of its thread.
     * @param role whether it reads responses or requests
     * @param limits on what it reads
     * @param context the same one for all codecs of the thread
     */
    public Http1Codec(Role role, Limits limits, DecoderContext context) {
        this.role = role;
        this.reader = new MessageReader(role, cycle, limits, context);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /**
     * Lends {@code bytes} to the codec until {@link #keep}. Their position moves as they are used.
     * @param bytes not changed, and not read after {@link #keep}
     * @throws IllegalStateException if an earlier loan has not ended, or after {@link #receiveEnd}
     */
    public void receive(ByteBuffer bytes) {
        reader.receive(bytes);
    }

    /** Tells the codec that the peer has ended its stream (EOF). Bytes that were received before are still read. */
    public void receiveEnd() {
        reader.receiveEnd();
    }

    /**
     * {@return the next event in the received bytes, or the {@link Event.Outcome} that says why there is none}
     * @throws RemoteProtocolException if the peer has broken the protocol; each later call throws it again
     */
    public Event next() throws RemoteProtocolException {
        return reader.next();
    }

    /** Ends the loan: unused bytes are copied, and the caller may use the lent buffer again. */
    public void keep() {
        reader.keep();
    }

    /** {@return whether a part of the peer's next head has been received, and not all of it} */
    public boolean isMidHead() {
        return reader.isMidHead();
    }

    /** {@return whether there are received bytes that no event has used} */
    public boolean hasTrailingData() {
        return reader.hasTrailingData();
    }

    /** {@return how many received bytes no event has used} */
    public int unread() {
        return reader.unread();
    }

    /** {@return how many bytes of memory it keeps, roughly: of those bytes, and of a head, or trailers, that are not complete} */
    public int kept() {
        return reader.kept();
    }

    /** Drops what {@link #kept} counts, for a connection that is over: nothing may be received, and no event taken, after it. */
    public void drop() {
        reader.drop();
    }

    /**
     * {@return the received bytes that no event has used, as a copy, which are removed} After a switch of protocols they are
     * the first of the new one.
     */
    public ByteBuffer trailingData() {
        return reader.trailingData();
    }

    /**
     * {@return whether a client speaks HTTP/2 and not HTTP/1.1: it has sent that protocol's preface (RFC 9113 §3.4)} Then
     * {@link #next} has thrown an exception, with status 505, and {@link #trailingData} has the preface and what has come
     * behind it.
     */
    public boolean isHttp2Preface() {
        return reader.isHttp2Preface();
    }

    // ------------------------------------------------------------------------------------------------------ writing

    /**
     * Appends a request's head.
     *
     * <p>The codec adds the framing (RFC 9112 §6): {@code Content-Length} for a body of known length,
     * {@code Transfer-Encoding: chunked} for any other. The headers may have the same field already.
     *
     * @param head for HTTP/1.1, with exactly one {@code Host}; its {@code framing} is not read
     * @param bodyLength in bytes, 0 for no body, or {@link #UNKNOWN_LENGTH}
     * @param out what the bytes are appended to
     * @throws IllegalArgumentException if the head is not valid; nothing is appended then
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
     * Appends a final response's head. The framing is that of requests, but for an HTTP/1.0 client a body of unknown length
     * ends with the connection. {@code Connection: close}, or {@code keep-alive} for an HTTP/1.0 client, is added where the
     * client could not know it otherwise.
     *
     * <p>No body follows in response to HEAD, with 204 and 304, and with a 2xx to CONNECT, see {@link #sendsBody}.
     *
     * @param head for HTTP/1.1; its {@code framing} is not read
     * @param bodyLength in bytes, 0 for no body, or {@link #UNKNOWN_LENGTH}; in response to HEAD, that of the body which GET
     *     would have
     * @param out what the bytes are appended to
     */
    public void sendHead(ResponseHead head, long bodyLength, ByteQueue out) {
        sendHead(head, FieldBlock.EMPTY, bodyLength, out);
    }

    /**
     * Appends a final response's head as {@link #sendHead(Event.ResponseHead, long, ByteQueue)}, and more fields behind its
     * own.
     *
     * @param head for HTTP/1.1; its {@code framing} is not read
     * @param more encoded before, once for many heads
     * @param bodyLength in bytes, 0 for no body, or {@link #UNKNOWN_LENGTH}
     * @param out what the bytes are appended to
     */
    public void sendHead(ResponseHead head, FieldBlock more, long bodyLength, ByteQueue out) {
        require(Role.SERVER, cycle.signalOf(head));
        BodyFraming framing = HeadWriter.framing(head, bodyLength, cycle);
        // Before the cycle moves: afterwards this is a question about the next response.
        boolean bodiless = cycle.isBodiless(head.status());
        if (framing == Unmeasured.UNTIL_CLOSE) {
            cycle.disableKeepAlive();
        }
        cycle.response(head);
        HeadWriter.append(head, more, framing, cycle, out);
        body.start(bodiless ? Unmeasured.NONE : framing);
    }

    /**
     * Appends an informational response; nothing for an HTTP/1.0 client, which must not get any (RFC 9110 §15.2).
     * @param head such as 100 (Continue)
     * @param out what the bytes are appended to
     */
    public void sendInformational(InformationalHead head, ByteQueue out) {
        require(Role.SERVER, cycle.signalOf(head));
        HeadWriter.check(head);
        cycle.informational(head);
        if (cycle.clientVersion() == Version.HTTP_1_1) {
            HeadWriter.append(head, out);
        }
    }

    /**
     * {@return whether data may follow the head that was sent: not in response to HEAD, with 204 or 304, or with a length of
     * 0}
     */
    public boolean sendsBody() {
        return body.allowsData();
    }

    /**
     * Appends a piece of the body, copying its bytes.
     * @param bytes all of them; not changed
     * @param out what the piece is appended to, with its framing
     */
    public void sendData(byte[] bytes, ByteQueue out) {
        beginData(bytes.length, out);
        out.append(bytes);
        endData(out);
    }

    /**
     * Appends a piece of the body, copying its bytes.
     * @param bytes all that remain; the position moves to the limit
     * @param out what the piece is appended to, with its framing
     */
    public void sendData(ByteBuffer bytes, ByteQueue out) {
        beginData(bytes.remaining(), out);
        out.append(bytes);
        endData(out);
    }

    /**
     * Appends the framing in front of a piece of the body. The caller then sends the bytes itself, for instance from a file,
     * and calls {@link #endData}.
     *
     * @param length of the piece, in bytes
     * @param out what the framing is appended to
     */
    public void beginData(long length, ByteQueue out) {
        require(role, Signal.DATA);
        body.beginData(length, out);
        cycle.data(role);
    }

    /**
     * Appends the framing behind a piece of the body that the caller has sent itself.
     * @param out what the framing is appended to
     */
    public void endData(ByteQueue out) {
        body.endData(out);
    }

    /**
     * Appends the end of the message.
     * @param trailers sent with a chunked body, and dropped with others, which have no place for them
     * @param out what the end is appended to
     * @throws IllegalStateException if the body is shorter than its announced length
     * @throws IllegalArgumentException if a trailer is a field that must be in the headers, such as {@code Content-Type}
     */
    public void sendEnd(Headers trailers, ByteQueue out) {
        require(role, Signal.END);
        body.end(trailers, out);
        cycle.end(role);
    }

    /**
     * Appends the end of a message without trailers.
     * @param out what the end is appended to
     */
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

    /** {@return the state of our side: what we may send next} */
    public State ourState() {
        return cycle.state(role);
    }

    /** {@return the state of the peer's side, as far as its bytes have been read} */
    public State theirState() {
        return cycle.state(role.peer());
    }

    /** {@return whether the connection may be used for another cycle, as far as is known now (RFC 9112 §9.3)} */
    public boolean keepAlive() {
        return cycle.keepAlive();
    }

    /** Makes this cycle the connection's last one. A head that is sent afterwards has {@code Connection: close}. */
    public void closeAfterCycle() {
        cycle.disableKeepAlive();
    }

    /**
     * {@return whether this codec is in the state of a new one: between two cycles, with no byte of the next one received}
     */
    public boolean isFresh() {
        return ourState() == State.IDLE && theirState() == State.IDLE && keepAlive() && reader.isFresh();
    }

    /**
     * {@return whether the client waits for a 100 (Continue) or a final response before it sends its body (RFC 9110
     * §10.1.1)}
     */
    public boolean expectsContinue() {
        return cycle.awaitingContinue();
    }

    /**
     * Begins the next cycle: another request and its response on this connection.
     *
     * @throws IllegalStateException unless both sides are {@link State#DONE}
     */
    public void startNextCycle() {
        cycle.startNext();
    }
}
