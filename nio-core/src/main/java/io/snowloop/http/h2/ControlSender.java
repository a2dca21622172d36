// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Transitions.Signal;

/** The writing half of a codec: the frames that carry no message. */
final class ControlSender {
    private final Session session;

    ControlSender(Session session) {
        this.session = session;
    }

    void begin(ByteQueue out) {
        if (session.own.isSent()) {
            throw new IllegalStateException("begin was called before");
        }
        if (session.role == Role.CLIENT) {
            Http2Preface.appendTo(out);
        }
        session.own.appendTo(session.role, out);
        int more = session.limits.connectionWindow() - FlowWindow.INITIAL;
        if (more > 0) {
            FrameWriter.windowUpdate(0, more, out);
        }
    }

    void consumed(int number, int bytes, ByteQueue out) {
        if (bytes < 0 || bytes > session.receiveWindow.unread()) {
            throw new IllegalArgumentException(
                    bytes + " bytes consumed, of " + session.receiveWindow.unread() + " that have been received");
        }
        update(0, session.receiveWindow.consume(bytes), out);
        Stream stream = session.streams.get(number);
        if (stream != null && stream.allows(Signal.RECEIVE_DATA)) { // otherwise no more data comes
            update(number, stream.receiveWindow.consume(bytes), out);
        }
    }

    /** Leaves the control queue alone: it must fill if the peer reads nothing, however much of its data is read. */
    private void update(int number, int bytes, ByteQueue out) {
        if (bytes > 0) {
            FrameWriter.windowUpdate(number, bytes, out);
        }
    }

    long receiveWindow() {
        return session.receiveWindow.available();
    }

    void reset(int number, ErrorCode code, ByteQueue out) {
        if (session.streams.isIdle(number)) { // §6.4
            throw new IllegalStateException("stream " + number + " is idle: there is nothing to reset");
        }
        Stream stream = session.streams.get(number);
        if (stream != null) {
            session.streams.reset(stream, true);
            session.control.drainTo(out);
            FrameWriter.reset(number, code, out);
        }
    }

    void ping(long data, ByteQueue out) {
        session.pings++;
        session.control.drainTo(out);
        FrameWriter.ping(data, false, out);
    }

    void goAway(int lastStream, ErrorCode code, ByteQueue out) {
        session.streams.allowUpTo(lastStream);
        session.control.drainTo(out);
        FrameWriter.goAway(lastStream, code, "", out);
    }

    void priority(int number, Priority priority, ByteQueue out) {
        if (session.role == Role.SERVER) {
            throw new IllegalStateException("a server sends no PRIORITY_UPDATE (RFC 9218 §7.1)");
        }
        Stream stream = session.streams.require(number);
        session.streams.order.change(stream, priority);
        session.control.drainTo(out);
        FrameWriter.priorityUpdate(number, priority, out);
    }
}
