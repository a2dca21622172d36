// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.h2.Http2Event.Outcome;
import io.snowloop.http.h2.Http2Event.Reset;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a codec: it hands each frame to its reader, and answers the errors of the peer.
 *
 * <pre>
 * DATA                   DataReader
 * HEADERS, CONTINUATION  SectionReader, then MessageReader
 * all others             ControlReader
 * </pre>
 */
final class Receiver {
    private final Session session;
    private final FrameReader frames;
    private final DataReader data;
    private final SectionReader sections;
    private final MessageReader messages;
    private final ControlReader controls;

    /** Further events of the last frame. They are bounded by the number of streams. */
    private final Queue<Http2Event> more = new ArrayDeque<>(0);

    /** Whether the peer has ended its stream of bytes. */
    private boolean ended;

    /** The error that has ended the connection. */
    private @Nullable Http2Exception failure;

    Receiver(Session session, HeadWriter heads) {
        this.session = session;
        EarlyPriorities priorities = new EarlyPriorities(session.limits.maxConcurrentStreams());
        frames = new FrameReader(session.role, session.limits);
        data = new DataReader(session, frames);
        sections = new SectionReader(frames, session.limits);
        messages = new MessageReader(session, sections, heads, priorities);
        controls = new ControlReader(session, frames, sections, heads, priorities, more);
    }

    void receive(ByteBuffer bytes) {
        if (ended) {
            throw new IllegalStateException("receive after receiveEnd");
        }
        frames.input().lend(bytes);
    }

    void receiveEnd() {
        ended = true;
    }

    void keep() {
        frames.input().keep();
    }

    /** See {@link Http2Codec#kept}. */
    int kept() {
        return frames.input().memory() + sections.kept();
    }

    boolean isMidFrame() {
        return frames.isMidFrame();
    }

    Http2Event next() throws Http2Exception {
        if (failure != null) {
            frames.input().clear();
            throw failure;
        }
        try {
            return read();
        } catch (Http2Exception e) {
            // §5.4.1: there is no way to go on. The bytes are dropped, so that a long wrong input is not kept.
            failure = e;
            more.clear();
            frames.input().clear();
            session.streams.goAway();
            FrameWriter.goAway(
                    session.streams.lastAccepted(), e.code(), String.valueOf(e.getMessage()), session.control.last());
            throw e;
        }
    }

    private Http2Event read() throws Http2Exception {
        while (more.isEmpty()) {
            if (!frames.next()) {
                return ended ? Outcome.CLOSED : Outcome.NEED_DATA;
            }
            Http2Event event;
            try {
                event = dispatch();
            } catch (StreamError e) {
                event = reset(e);
            }
            if (event != null) {
                return event;
            }
        }
        return more.remove();
    }

    private @Nullable Http2Event dispatch() throws Http2Exception, StreamError {
        int type = frames.type();
        if (type == FrameType.DATA) {
            return data.read(); // it ends the frame itself
        }
        try {
            if (type != FrameType.HEADERS && type != FrameType.CONTINUATION) {
                return controls.read();
            }
            boolean whole = type == FrameType.HEADERS ? sections.begin() : sections.append();
            return whole ? message() : null;
        } finally {
            frames.end();
        }
    }

    private @Nullable Http2Event message() throws Http2Exception, StreamError {
        try {
            return messages.read(frames.stream());
        } finally {
            sections.section().clear(); // an idle connection holds no fields
        }
    }

    /** §5.4.2: answers an error of a stream. It is counted, because to reset a stream is work, too (MadeYouReset). */
    private Http2Event reset(StreamError e) throws Http2Exception {
        session.floods.resets.spend();
        FrameWriter.reset(e.stream, e.code(), session.control.next());
        Stream stream = session.streams.get(e.stream);
        if (stream != null) {
            session.streams.reset(stream, true);
        } else {
            session.streams.refused(e.stream);
        }
        return new Reset(e.stream, e.code(), false, e.reason());
    }
}
