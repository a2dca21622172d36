// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.h2.Http2Event.Data;
import io.snowloop.http.h2.Transitions.Signal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reader of DATA frames (RFC 9113 §6.1). A frame is checked once, when it begins; then its bytes become events as they
 * arrive. Data that no one will read is dropped, and its bytes are given back to the window of the connection: the peer
 * has counted them, whatever becomes of the stream.
 */
final class DataReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Session session;
    private final FrameReader frames;

    /** Whether the current frame was checked. */
    private boolean begun;

    /** The stream of the current frame; null if its data is dropped. */
    private @Nullable Stream stream;

    /** The bytes of padding at the end of the frame. */
    private int padding;

    DataReader(Session session, FrameReader frames) {
        this.session = session;
        this.frames = frames;
    }

    /** Reads as much of the frame as has arrived; null if there is no event in it. */
    @Nullable
    Data read() throws Http2Exception, StreamError {
        Data data = null;
        if (!begun) {
            begun = true;
            data = begin();
        }
        Stream reading = stream;
        int left = frames.left() - padding;
        if (data == null && left > 0 && reading != null && !reading.isClosed()) {
            data = frames.isEmpty() ? null : piece(reading, left);
        } else if (data == null) { // of no use, or padding
            int skipped = frames.skipAvailable();
            session.giveBack(Math.min(skipped, Math.max(0, left)));
        }
        if (frames.left() == 0) {
            frames.end();
            begun = false;
        }
        return data;
    }

    private Data piece(Stream reading, int left) {
        ByteBuffer bytes = frames.take(left);
        boolean end = bytes.remaining() == left && frames.has(FrameType.END_STREAM);
        if (end) {
            session.streams.end(reading, Signal.RECEIVE_END);
        }
        return new Data(reading.number, bytes, end);
    }

    /** Checks the frame. Returns the event of one that has no data and ends its stream. */
    private @Nullable Data begin() throws Http2Exception, StreamError {
        stream = null; // until all is well
        padding = 0;
        int length = frames.left();
        if (!session.receiveWindow.receive(length)) { // the padding counts, too (§6.9.1)
            throw new Http2Exception(ErrorCode.FLOW_CONTROL_ERROR, "more data than the connection's window allows");
        }
        padding = frames.takePadLength();
        int overhead = length - frames.left() + padding;
        session.giveBack(overhead);
        Stream found = find(frames.stream());
        if (found == null) {
            if (frames.left() == padding) {
                session.floods.emptyFrames.spend();
            }
            return null;
        }
        if (!found.receiveWindow.receive(length)) {
            throw new StreamError(
                    found.number, ErrorCode.FLOW_CONTROL_ERROR, "more data than the stream's window allows");
        }
        check(found, frames.left() - padding, frames.has(FrameType.END_STREAM));
        stream = found;
        if (frames.left() == padding && frames.has(FrameType.END_STREAM)) {
            session.streams.end(found, Signal.RECEIVE_END);
            return new Data(found.number, NOTHING, true);
        }
        session.giveBack(found, overhead);
        return null;
    }

    private void check(Stream found, int bytes, boolean end) throws Http2Exception, StreamError {
        if (!found.incoming.isHeadRead()) {
            throw new StreamError(found.number, ErrorCode.PROTOCOL_ERROR, "data in front of the response");
        }
        String wrong = found.incoming.count(bytes, end);
        if (wrong != null) {
            throw new StreamError(found.number, ErrorCode.PROTOCOL_ERROR, wrong);
        }
        found.awaitsContinue = false;
        if (bytes > 0) {
            session.floods.useful();
            session.floods.emptyFrames.refill(1);
        } else if (!end) {
            session.floods.emptyFrames.spend();
        }
    }

    /** The stream of a frame; null if the frame is to be ignored. */
    private @Nullable Stream find(int number) throws Http2Exception, StreamError {
        Stream found = session.streams.get(number);
        if (found != null && found.allows(Signal.RECEIVE_DATA)) {
            return found;
        }
        if (found == null && session.streams.isIdle(number)) {
            throw new Http2Exception(ErrorCode.PROTOCOL_ERROR, "DATA on the idle stream " + number);
        }
        if (found == null && session.streams.isIgnored(number)) {
            return null;
        }
        throw new StreamError(number, ErrorCode.STREAM_CLOSED, "DATA behind the end of the stream");
    }
}
