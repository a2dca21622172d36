// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.GoAway;
import io.snowloop.http.h2.Http2Event.Pong;
import io.snowloop.http.h2.Http2Event.Reset;
import io.snowloop.http.h2.Http2Event.SettingsReceived;
import io.snowloop.http.h2.Http2Event.WindowOpened;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the frames that carry no message. Each of them is whole, and its header was checked by {@link FrameRules}.
 * Each is counted: they are what floods are made of (RFC 9113 §10.5).
 */
final class ControlReader {
    private static final int LONGEST_DEBUG = 256;

    private final Session session;
    private final FrameReader frames;
    private final SectionReader sections;
    private final HeadWriter heads;
    private final EarlyPriorities priorities;

    /** Where further events of a frame go. */
    private final Queue<Http2Event> more;

    ControlReader(
            Session session,
            FrameReader frames,
            SectionReader sections,
            HeadWriter heads,
            EarlyPriorities priorities,
            Queue<Http2Event> more) {
        this.session = session;
        this.frames = frames;
        this.sections = sections;
        this.heads = heads;
        this.priorities = priorities;
        this.more = more;
    }

    /** The event of the frame; null if it has none. */
    @Nullable
    Http2Event read() throws Http2Exception, StreamError {
        return switch (frames.type()) {
            case FrameType.PRIORITY -> priority();
            case FrameType.RST_STREAM -> reset();
            case FrameType.SETTINGS -> frames.has(FrameType.ACK) ? settingsAck() : settings();
            case FrameType.PING -> ping();
            case FrameType.GOAWAY -> goAway();
            case FrameType.WINDOW_UPDATE -> windowUpdate();
            case FrameType.PRIORITY_UPDATE -> priorityUpdate();
            default -> unknown();
        };
    }

    private @Nullable Http2Event unknown() throws Http2Exception {
        session.floods.updates.spend();
        return null;
    }

    // ---------------------------------------------------------------------------------------------- the connection

    private Http2Event settings() throws Http2Exception {
        session.floods.settings.spend();
        PeerSettings peer = session.peer;
        int windowBefore = peer.initialWindowSize();
        for (int at = 0; at < frames.left(); at += Setting.LENGTH) {
            int setting = frames.intAt(at) >>> 16;
            peer.set(setting, frames.intAt(at + 2) & 0xFFFF_FFFFL);
            if (setting == Setting.HEADER_TABLE_SIZE) {
                heads.setMaxTableSize(peer.headerTableSize());
            }
        }
        peer.received();
        resizeSendWindows((long) peer.initialWindowSize() - windowBefore);
        FrameWriter.settingsAck(session.control.next());
        return new SettingsReceived();
    }

    /** §6.9.2: the new size is of all streams, also of those that are open. Their windows may be negative then. */
    private void resizeSendWindows(long by) throws Http2Exception {
        if (by == 0) {
            return;
        }
        boolean[] tooLarge = {false};
        session.streams.forEach(stream -> tooLarge[0] |= !stream.sendWindow.add(by));
        if (tooLarge[0]) {
            throw new Http2Exception(ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS make a window larger than 2^31 - 1");
        }
        if (by > 0) {
            more.add(new WindowOpened(0));
        }
    }

    private @Nullable Http2Event settingsAck() throws Http2Exception {
        OwnSettings own = session.own;
        if (!own.isSent() || own.isAcknowledged()) {
            session.floods.updates.spend();
            return null;
        }
        int before = own.streamWindow();
        own.acknowledged();
        int after = own.streamWindow();
        if (before != after) {
            session.streams.forEach(stream -> stream.receiveWindow.resize(after));
            for (Stream stream : session.streams.all()) { // of a smaller window, half may have been read already
                session.giveBack(stream, 0);
            }
        }
        sections.settingsAcknowledged();
        return null;
    }

    private @Nullable Http2Event ping() throws Http2Exception {
        long data = frames.longAt(0);
        boolean answer = frames.has(FrameType.ACK);
        if (answer && session.pings > 0) { // we have asked for it
            session.pings--;
            return new Pong(data);
        }
        session.floods.pings.spend();
        if (answer) {
            return new Pong(data);
        }
        FrameWriter.ping(data, true, session.control.next());
        return null;
    }

    private Http2Event goAway() throws Http2Exception {
        session.floods.settings.spend();
        int lastStream = frames.intAt(0) & Integer.MAX_VALUE;
        String debug = frames.textAt(8, Math.min(LONGEST_DEBUG, frames.left() - 8));
        session.streams.goAway();
        session.streams.forEach(stream -> {
            if (session.streams.isOwn(stream.number) && stream.number > lastStream) {
                session.streams.reset(stream, false);
                more.add(new Reset(stream.number, ErrorCode.REFUSED_STREAM, true, ""));
            }
        });
        return new GoAway(lastStream, new ErrorCode(frames.intAt(4)), debug.replaceAll("\\p{Cntrl}", "?"));
    }

    // -------------------------------------------------------------------------------------------------- the streams

    private @Nullable Http2Event windowUpdate() throws Http2Exception, StreamError {
        session.floods.updates.spend();
        int number = frames.stream();
        int bytes = frames.intAt(0) & Integer.MAX_VALUE;
        if (number == 0) {
            return open(session.sendWindow, 0, bytes);
        }
        requireNotIdle(number);
        Stream stream = session.streams.get(number);
        if (stream == null) { // it was on the way when the stream closed (§5.1)
            return null;
        }
        return open(stream.sendWindow, number, bytes);
    }

    private @Nullable Http2Event open(FlowWindow window, int number, int bytes) throws Http2Exception, StreamError {
        if (bytes == 0) {
            throw error(number, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0 bytes");
        }
        boolean wasOpen = window.isOpen();
        if (!window.add(bytes)) {
            throw error(number, ErrorCode.FLOW_CONTROL_ERROR, "WINDOW_UPDATE makes a window larger than 2^31 - 1");
        }
        return !wasOpen && window.isOpen() ? new WindowOpened(number) : null;
    }

    private static StreamError error(int number, ErrorCode code, String message) throws Http2Exception {
        if (number == 0) {
            throw new Http2Exception(code, message);
        }
        return new StreamError(number, code, message);
    }

    private @Nullable Http2Event reset() throws Http2Exception {
        int number = frames.stream();
        requireNotIdle(number);
        if (session.role == Role.SERVER) { // a server that resets has not made us work: we have asked
            session.floods.resets.spend();
        }
        Stream stream = session.streams.get(number);
        if (stream == null) {
            return null;
        }
        session.streams.reset(stream, false);
        return new Reset(number, new ErrorCode(frames.intAt(0)), true, "");
    }

    private void requireNotIdle(int number) throws Http2Exception {
        if (session.streams.isIdle(number)) {
            throw new Http2Exception(
                    ErrorCode.PROTOCOL_ERROR, FrameType.name(frames.type()) + " on the idle stream " + number);
        }
    }

    /** §5.3.2: the old priorities are deprecated. They are checked, and ignored. */
    private @Nullable Http2Event priority() throws Http2Exception, StreamError {
        session.floods.updates.spend();
        if (frames.left() != 5) {
            String message = "PRIORITY of " + frames.left() + " bytes";
            if (session.streams.get(frames.stream()) == null) { // there is nothing that could be reset
                throw new Http2Exception(ErrorCode.FRAME_SIZE_ERROR, message);
            }
            throw new StreamError(frames.stream(), ErrorCode.FRAME_SIZE_ERROR, message);
        }
        return null;
    }

    /** RFC 9218 §7.1. */
    private @Nullable Http2Event priorityUpdate() throws Http2Exception {
        session.floods.updates.spend();
        int number = frames.intAt(0) & Integer.MAX_VALUE;
        if (session.role == Role.CLIENT || number == 0 || session.streams.isOwn(number)) {
            throw new Http2Exception(ErrorCode.PROTOCOL_ERROR, "PRIORITY_UPDATE for stream " + number);
        }
        Priority priority = Priority.parse(frames.textAt(4, Math.min(LONGEST_DEBUG, frames.left() - 4)));
        Stream stream = session.streams.get(number);
        if (stream != null) {
            session.streams.order.change(stream, priority);
        } else if (session.streams.isIdle(number)) {
            priorities.put(number, priority);
        }
        return null;
    }
}
