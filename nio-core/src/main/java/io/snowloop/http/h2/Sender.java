// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.Transitions.Signal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a codec: the messages. Each method checks first, then lets the frames of the codec itself go ahead, then
 * appends its own and moves the state of the stream.
 */
final class Sender {
    private final Session session;
    private final HeadWriter heads;

    /** How many bytes of data were sent, on all streams. */
    private long dataSent;

    Sender(Session session, HeadWriter heads) {
        this.session = session;
        this.heads = heads;
    }

    // -------------------------------------------------------------------------------------------------------- heads

    int open(RequestHead head, long bodyLength, ByteQueue out) {
        requireRole(Role.CLIENT, "opens streams");
        boolean tunnel = head.method().equals(Method.CONNECT);
        RequestRules.check(
                head.method(),
                orNull(head.scheme()),
                head.authority(),
                orNull(head.path()),
                head.protocol(),
                head.headers().get("Host"));
        long length = MessageLength.agreed(head.headers(), bodyLength);
        if (tunnel
                ? length != Http2Codec.UNKNOWN_LENGTH
                : length != 0 && head.method().equals(Method.TRACE)) {
            // RFC 9110 §9.3.6: content of a CONNECT has no meaning; §9.3.8: TRACE must have none.
            throw new IllegalArgumentException(head.method() + " with a body of " + length
                    + " bytes; the length of a tunnel is UNKNOWN_LENGTH, that of TRACE is 0");
        }
        if (head.protocol() != null && !session.peer.connectProtocol()) {
            throw new IllegalStateException("the server has not allowed the extended CONNECT (RFC 8441 §3)");
        }
        if (left() == 0) {
            throw new IllegalStateException("no further stream can be opened now: see streamsLeft");
        }
        Stream stream = session.newStream(session.streams.takeNumber(), head.method());
        stream.priority = priorityOf(head);
        stream.awaitsContinue = bodyLength != 0 && head.headers().hasToken("Expect", "100-continue");
        stream.outgoing.begin(length);
        session.streams.add(stream, Signal.SEND_HEADERS);
        session.control.drainTo(out);
        boolean told = head.headers().contains("Content-Length") || !MessageLength.isToldFor(head.method(), length);
        heads.request(stream.number, head, told ? -1 : length, bodyLength == 0, out);
        sentHead(stream, bodyLength == 0);
        return stream.number;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** If the client has stated none, a tunnel is incremental: it may send without an end, and others could wait as long. */
    static Priority priorityOf(RequestHead head) {
        if (head.headers().contains("Priority")) {
            return Priority.parse(String.join(",", head.headers().all("Priority")));
        }
        return head.method().equals(Method.CONNECT) ? Priority.TUNNEL : Priority.DEFAULT;
    }

    int left() {
        Streams streams = session.streams;
        return session.role == Role.SERVER || streams.isGoingAway()
                ? 0
                : Math.max(0, session.peer.maxConcurrentStreams() - streams.open());
    }

    void head(int number, Status status, Headers headers, Headers more, long bodyLength, ByteQueue out) {
        Stream stream = requireAnswerable(number, status);
        if (status.isInformational()) {
            throw new IllegalArgumentException(status + " is not final: see sendInformational");
        }
        boolean forbidden = MessageLength.isForbiddenFor(stream, status);
        boolean bodiless = stream.isBodiless(status);
        if (bodyLength > 0 && (status.equals(Status.NO_CONTENT) || status.equals(Status.RESET_CONTENT))) {
            throw new IllegalArgumentException("body in a response with " + status); // RFC 9110 §15.3.5, §15.3.6
        }
        long length = forbidden || bodiless ? bodyLength : agreed(headers, more, bodyLength);
        // RFC 9110 §8.6: of a response without its body the length is that of the 200 to a GET. It may not be known
        // here.
        boolean told = forbidden
                || headers.contains("Content-Length")
                || more.contains("Content-Length")
                || (bodiless && (length <= 0 || status.equals(Status.NOT_MODIFIED)));
        boolean end = bodyLength == 0 || bodiless;
        stream.outgoing.begin(end ? 0 : forbidden ? Http2Codec.UNKNOWN_LENGTH : length);
        stream.awaitsContinue = false;
        session.control.drainTo(out);
        String except = forbidden ? "Content-Length" : null;
        heads.response(number, status, headers, more, told ? -1 : length, except, end, out);
        stream.move(Signal.SEND_HEADERS);
        sentHead(stream, end);
    }

    private static long agreed(Headers headers, Headers more, long bodyLength) {
        return MessageLength.agreed(more, MessageLength.agreed(headers, bodyLength));
    }

    private void sentHead(Stream stream, boolean end) {
        session.floods.useful();
        if (end) {
            session.streams.end(stream, Signal.SEND_END);
        }
    }

    void informational(int number, Status status, Headers headers, ByteQueue out) {
        Stream stream = requireAnswerable(number, status);
        if (!status.isInformational() || status.equals(Status.SWITCHING_PROTOCOLS)) {
            throw new IllegalArgumentException(status + " cannot be sent before a response (RFC 9113 §8.6)");
        }
        if (status.equals(Status.CONTINUE)) {
            stream.awaitsContinue = false;
        }
        session.control.drainTo(out);
        heads.response(number, status, headers, Headers.empty(), -1, "Content-Length", false, out);
    }

    private Stream requireAnswerable(int number, Status status) {
        requireRole(Role.SERVER, "sends responses");
        Stream stream = session.streams.require(number);
        if (stream.outgoing.isHeadSent() || !stream.allows(Signal.SEND_HEADERS)) {
            throw new IllegalStateException(
                    "stream " + number + " has its response already: no " + status + " is allowed");
        }
        return stream;
    }

    private void requireRole(Role role, String does) {
        if (session.role != role) {
            throw new IllegalStateException("a " + role + " " + does + ", not a " + session.role);
        }
        if (!session.own.isSent()) {
            throw new IllegalStateException("begin comes first: the preface and SETTINGS");
        }
    }

    // -------------------------------------------------------------------------------------------------------- bodies

    boolean maySend(int number) {
        Stream stream = session.streams.get(number);
        return stream != null && stream.outgoing.isHeadSent() && stream.allows(Signal.SEND_DATA);
    }

    private Stream requireSending(int number) {
        Stream stream = session.streams.require(number);
        if (!stream.outgoing.isHeadSent() || !stream.allows(Signal.SEND_DATA)) {
            throw new IllegalStateException("stream " + number + " takes no data now: it is " + stream.state()
                    + (stream.outgoing.isHeadSent() ? "" : ", and has no response yet"));
        }
        return stream;
    }

    int data(int number, ByteBuffer piece, boolean end, ByteQueue out) {
        Stream stream = requireSending(number);
        stream.outgoing.check(piece.remaining(), end);
        int count = Math.min(piece.remaining(), session.room(stream));
        boolean last = end && count == piece.remaining();
        if (count > 0 || last) {
            beginFrame(stream, count, last, out);
            out.append(piece, count);
        }
        return count;
    }

    void begin(int number, int length, boolean end, ByteQueue out) {
        Stream stream = requireSending(number);
        int room = session.room(stream);
        if (length < 1 || length > room) {
            throw new IllegalArgumentException("a frame of " + length + " bytes, but there is room for " + room);
        }
        stream.outgoing.check(length, end);
        beginFrame(stream, length, end, out);
    }

    private void beginFrame(Stream stream, int length, boolean end, ByteQueue out) {
        session.control.drainTo(out);
        FrameWriter.header(length, FrameType.DATA, end ? FrameType.END_STREAM : 0, stream.number, out);
        stream.outgoing.sent(length);
        stream.sendWindow.use(length);
        session.sendWindow.use(length);
        dataSent += length;
        session.floods.useful();
        session.streams.order.sent(stream);
        if (end) {
            session.streams.end(stream, Signal.SEND_END);
        }
    }

    void end(int number, Headers trailers, ByteQueue out) {
        Stream stream = requireSending(number);
        stream.outgoing.check(0, true);
        if (trailers.isEmpty()) {
            beginFrame(stream, 0, true, out);
            return;
        }
        Outgoing.checkTrailers(trailers);
        session.control.drainTo(out);
        heads.trailers(number, trailers, out);
        session.streams.end(stream, Signal.SEND_END);
    }

    // --------------------------------------------------------------------------------------------------------- order

    int room(int number) {
        Stream stream = session.streams.get(number);
        return stream != null && maySend(number) ? session.room(stream) : 0;
    }

    long window(int number) {
        Stream stream = session.streams.get(number);
        return stream == null ? 0 : stream.sendWindow.available();
    }

    long dataSent() {
        return dataSent;
    }

    Priority priority(int number) {
        Stream stream = session.streams.get(number);
        return stream == null ? Priority.DEFAULT : stream.priority;
    }

    boolean expectsContinue(int number) {
        Stream stream = session.streams.get(number);
        return stream != null && stream.awaitsContinue;
    }

    void want(int number, boolean wanted) {
        SendOrder order = session.streams.order;
        Stream stream = session.streams.get(number);
        if (wanted) {
            order.add(requireSending(number));
        } else if (stream != null) {
            order.remove(stream);
        }
    }

    int next() {
        Stream stream = session.sendWindow.isOpen() ? session.streams.order.next() : null;
        return stream == null ? 0 : stream.number;
    }
}
