// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.RequestHead;
import java.nio.ByteBuffer;

/**
 * The HTTP/2 of one side of one connection (RFC 9113), without I/O. It turns the peer's bytes into events and our messages into bytes, and
 * keeps the states, the windows and the settings of both sides. Not thread-safe: it belongs to the thread of its connection.
 *
 * <p>Reading: lend bytes with {@link #receive}; take events with {@link #next} until it returns an {@link Http2Event.Outcome}, or until you
 * want no more for now; then end the loan with {@link #keep}. The data of a body is a slice of the lent bytes.
 *
 * <pre>
 * reading          = begin (receive next* keep)* receiveEnd next*
 * writing, client  = openStream (sendData | beginData)* sendEnd?
 * writing, server  = sendInformational* sendHead (sendData | beginData)* sendEnd?
 * </pre>
 *
 * <p>Writing: every call appends whole frames to a queue of the caller. What the codec has to say itself, such as acknowledgements, waits
 * for the next call that appends, or for {@link #drainTo}: call it after each batch of events.
 *
 * <p>Flow control (§5.2): {@link #room} tells how much may be sent. {@link #consumed} gives the peer the room back that its data has used,
 * so a reader that does not read stops its own stream only.
 *
 * <p>An error of the peer that ends the connection is an {@link Http2Exception}; one that ends a stream is answered with RST_STREAM, and is
 * a {@link Http2Event.Reset}. A mistake of the caller is an {@link IllegalStateException} if the call is not allowed now, and an {@link
 * IllegalArgumentException} if its arguments are never allowed. Both append nothing.
 */
public final class Http2Codec {
    /** The length of a body whose length is not known before its end. */
    public static final long UNKNOWN_LENGTH = -1;

    /** The highest number of a stream, and the {@code lastStream} of the first of two GOAWAYs (§6.8). */
    public static final int MAX_STREAM = Integer.MAX_VALUE;

    final Session session; // tests look into it
    private final Receiver receiver;
    private final Sender sender;
    private final ControlSender controls;

    /**
     * The codec of one end of a new connection.
     * @param role a client opens streams, a server answers on them
     * @param limits on what the peer may do; some of them are its settings
     */
    public Http2Codec(Role role, Http2Limits limits) {
        session = new Session(role, limits);
        HeadWriter heads = new HeadWriter(limits, session.peer);
        sender = new Sender(session, heads);
        receiver = new Receiver(session, heads);
        controls = new ControlSender(session);
    }

    /**
     * Appends what each side sends first: a client the preface, both their SETTINGS, and the window of the connection.
     * @param out what the bytes are appended to
     * @throws IllegalStateException if it was called before
     */
    public void begin(ByteQueue out) {
        controls.begin(out);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    /**
     * Lends {@code bytes} to the codec until {@link #keep}. Their position moves as they are used.
     * @param bytes not changed, and not read after {@link #keep}
     * @throws IllegalStateException if an earlier loan has not ended, or after {@link #receiveEnd}
     */
    public void receive(ByteBuffer bytes) {
        receiver.receive(bytes);
    }

    /** Tells the codec that the peer has ended its stream of bytes (EOF). Bytes that were received before are still read. */
    public void receiveEnd() {
        receiver.receiveEnd();
    }

    /**
     * {@return the next event in the received bytes, or the {@link Http2Event.Outcome} that says why there is none}
     * @throws Http2Exception if the peer has broken the protocol; each later call throws it again
     */
    public Http2Event next() throws Http2Exception {
        return receiver.next();
    }

    /** Ends the loan: unused bytes are copied, and the caller may use the lent buffer again. */
    public void keep() {
        receiver.keep();
    }

    /** {@return how many bytes are kept of what was received and not taken, and beyond 4 KiB of the table of fields (RFC 7541)} */
    public int kept() {
        return receiver.kept();
    }

    /** {@return whether the peer has begun and not ended what is not data: the preface, a frame, the fields of a message} */
    public boolean isMidFrame() {
        return receiver.isMidFrame();
    }

    /**
     * The reader of a stream has taken, or dropped, bytes of {@link Http2Event.Data}. Each must be told once, also of a stream
     * that has ended: it has used the connection's window. WINDOW_UPDATE is appended when half of a window has come back.
     * @param stream the data's; it may be closed. 0 if no more of it is wanted: then the peer gets room on other streams only
     * @param bytes how many, at least 0
     * @param out what frames are appended to
     */
    public void consumed(int stream, int bytes, ByteQueue out) {
        controls.consumed(stream, bytes, out);
    }

    // ------------------------------------------------------------------------------------------------------ writing

    /**
     * {@return the number of a new stream, which a request opens} Fields that belong to a connection of HTTP/1.1 are left out (§8.2.2), and
     * so is {@code Host}. {@code Content-Length} is added for a body of known length, as with HTTP/1.1.
     * @param head its {@code stream} and {@code endOfStream} are not read
     * @param bodyLength in bytes, 0 for no body: then the head ends the message; or {@link #UNKNOWN_LENGTH}, as with CONNECT
     * @param out what the frames are appended to
     * @throws IllegalStateException if {@link #streamsLeft} is 0, or the peer does not take extended CONNECT and this is one
     * @throws IllegalArgumentException if the head is not valid
     */
    public int openStream(RequestHead head, long bodyLength, ByteQueue out) {
        return sender.open(head, bodyLength, out);
    }

    /**
     * Appends a final response's head. No body follows in response to HEAD and with 204 and 304, see {@link #maySend}: the
     * head ends the message then, whatever the length. Fields are left out and added as in {@link #openStream}.
     * @param stream the request's
     * @param status 200 or above
     * @param headers the response's fields
     * @param more fields behind them, such as {@code Date}
     * @param bodyLength in bytes, 0 for no body: then the head ends the message; or {@link #UNKNOWN_LENGTH}. To HEAD, that of GET's body
     * @param out what the frames are appended to
     */
    public void sendHead(int stream, Status status, Headers headers, Headers more, long bodyLength, ByteQueue out) {
        sender.head(stream, status, headers, more, bodyLength, out);
    }

    /**
     * Appends an informational response.
     * @param stream the request's, to which no final response was sent yet
     * @param status below 200, but not 101 (§8.6)
     * @param headers such as {@code Link}, with 103
     * @param out what the frames are appended to
     */
    public void sendInformational(int stream, Status status, Headers headers, ByteQueue out) {
        sender.informational(stream, status, headers, out);
    }

    /**
     * Appends one DATA frame with as many bytes as {@link #room} allows, copying them. Nothing if that is none of some.
     * @param stream after its head
     * @param piece of the body; its position moves behind the bytes that were taken
     * @param end whether the message is complete with the last byte of the piece
     * @param out what the frame is appended to
     * @return how many bytes were taken. If all were, the end was sent too
     * @throws IllegalStateException if the stream takes no data, see {@link #maySend}, or its body would not have its head's length
     */
    public int sendData(int stream, ByteBuffer piece, boolean end, ByteQueue out) {
        return sender.data(stream, piece, end, out);
    }

    /**
     * Appends the header of a DATA frame. The caller sends the bytes of the frame itself, directly behind it, for instance
     * from a file, and before anything that another call appends.
     * @param stream after its head
     * @param length of the frame, from 1 to {@link #room}
     * @param end whether the message is complete with these bytes
     * @param out what the header is appended to
     */
    public void beginData(int stream, int length, boolean end, ByteQueue out) {
        sender.begin(stream, length, end, out);
    }

    /**
     * Appends the end of a message that has not ended with its head or its data. It needs no window.
     * @param stream after its head
     * @param trailers may be empty
     * @param out what the frames are appended to
     * @throws IllegalStateException if the body is shorter than its head states
     * @throws IllegalArgumentException if a trailer must be in the headers, such as {@code Content-Type}
     */
    public void sendEnd(int stream, Headers trailers, ByteQueue out) {
        sender.end(stream, trailers, out);
    }

    /**
     * Ends a stream at once, in both directions (§6.4). Does nothing if it is closed.
     * @param stream not an idle one
     * @param code why
     * @param out what the frame is appended to
     */
    public void reset(int stream, ErrorCode code, ByteQueue out) {
        controls.reset(stream, code, out);
    }

    /**
     * {@return how many bytes of data one frame of a stream may have now: what the windows of the stream and of the connection
     * and the peer's frame size allow} At least 0; 0 also for a stream that takes no data.
     * @param stream any number
     */
    public int room(int stream) {
        return sender.room(stream);
    }

    /**
     * {@return how many bytes the window of a stream allows, whatever that of the connection does} See §6.9.2: can be negative.
     * @param stream any number; 0 bytes if it is not open
     */
    public long window(int stream) {
        return sender.window(stream);
    }

    /** {@return how many bytes the peer may send on all streams together, until {@link #consumed} opens its window again} */
    public long receiveWindow() {
        return controls.receiveWindow();
    }

    /** {@return how many bytes of data have been sent, on all streams} */
    public long dataSent() {
        return sender.dataSent();
    }

    /**
     * Puts a stream into the order of {@link #nextStream}, or takes it out. A stream that ends is taken out.
     * @param stream that {@link #maySend}
     * @param wanted whether the caller has data of it that it wants to send
     */
    public void wantToSend(int stream, boolean wanted) {
        sender.want(stream, wanted);
    }

    /**
     * {@return the stream whose data is to be sent next, of those that want to and have {@link #room}; 0 if there is none}
     * RFC 9218 §10: by urgency; of equal ones those that are not incremental, by their numbers, then the others in turns.
     */
    public int nextStream() {
        return sender.next();
    }

    /**
     * {@return the priority of a stream: by its {@code Priority} field, or by the client's last PRIORITY_UPDATE} A CONNECT is incremental.
     * @param stream any number; one that is not open has the default
     */
    public Priority priority(int stream) {
        return sender.priority(stream);
    }

    /**
     * Appends a PRIORITY_UPDATE: the client has changed its mind (RFC 9218 §7.1).
     * @param stream one of the client's, not closed
     * @param priority the new one
     * @param out what the frame is appended to
     */
    public void updatePriority(int stream, Priority priority, ByteQueue out) {
        controls.priority(stream, priority, out);
    }

    /**
     * Appends the frames that wait in the codec: acknowledgements, RST_STREAM for errors of the peer, GOAWAY. They are bounded.
     * @param out what the frames are appended to
     */
    public void drainTo(ByteQueue out) {
        session.control.drainTo(out);
    }

    /** Some time has passed, such as a second: each budget of {@link FloodLimits} gets one back. A quiet peer's PINGs need it. */
    public void calm() {
        session.floods.calm();
    }

    /**
     * Appends a PING, whose answer is a {@link Http2Event.Pong}.
     * @param data which the answer has, too
     * @param out what the frame is appended to
     */
    public void ping(long data, ByteQueue out) {
        controls.ping(data, out);
    }

    /**
     * Appends a GOAWAY (§6.8). The peer's streams above {@code lastStream} are ignored from now on. A server that drains sends two: with
     * {@link #MAX_STREAM}, and after the time of a round trip (a {@link #ping}) with {@link #lastPeerStream}. So no request is lost.
     * @param lastStream the highest one of the peer's that is, or will be, processed; not higher than in an earlier call
     * @param code {@link ErrorCode#NO_ERROR} for an orderly end
     * @param out what the frame is appended to
     */
    public void goAway(int lastStream, ErrorCode code, ByteQueue out) {
        controls.goAway(lastStream, code, out);
    }

    /**
     * {@return the state of a stream}
     * @param stream any number
     */
    public StreamState state(int stream) {
        return session.streams.state(stream);
    }

    /**
     * {@return whether data, or the end of our message, may follow on a stream: its head was sent, and no end}
     * @param stream any number
     */
    public boolean maySend(int stream) {
        return sender.maySend(stream);
    }

    /**
     * {@return whether a client waits for a 100 (Continue) or a final response before it sends its body (RFC 9110 §10.1.1)}
     * @param stream any number
     */
    public boolean expectsContinue(int stream) {
        return sender.expectsContinue(stream);
    }

    /** {@return how many more streams a client may open now} It grows as streams end, unless {@link #isGoingAway}. */
    public int streamsLeft() {
        return sender.left();
    }

    /** {@return whether no stream can be opened any more: after a GOAWAY of either side, or as numbers are used up} */
    public boolean isGoingAway() {
        return session.streams.isGoingAway();
    }

    /** {@return the number of streams that are open or half-closed, of both sides} */
    public int openStreams() {
        return session.streams.open();
    }

    /** {@return the highest stream of the peer's whose head has come as an event; 0 if there was none} */
    public int lastPeerStream() {
        return session.streams.lastAccepted();
    }

    /** {@return whether the peer's settings have come, and allow the extended CONNECT of RFC 8441} */
    public boolean peerTakesExtendedConnect() {
        return session.peer.connectProtocol();
    }
}
