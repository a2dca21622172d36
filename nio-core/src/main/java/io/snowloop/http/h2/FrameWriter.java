// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import java.nio.charset.StandardCharsets;

/** Appends frames, as RFC 9113 §4 and §6 lay them out. All numbers are in network order. */
final class FrameWriter {
    private FrameWriter() {}

    static void header(int length, int type, int flags, int stream, ByteQueue out) {
        out.append((byte) (length >>> 16));
        out.append((char) (length >>> 8), (char) length);
        out.append((char) type, (char) flags);
        appendInt(stream, out);
    }

    /** A header section, in as many frames as it needs: the END_STREAM is in the first one (§6.2, §6.10). */
    static void headers(ByteQueue block, boolean endOfStream, int stream, int maxFrameSize, ByteQueue out) {
        int type = FrameType.HEADERS;
        int flags = endOfStream ? FrameType.END_STREAM : 0;
        do {
            int count = Math.min(block.size(), maxFrameSize);
            boolean last = count == block.size();
            header(count, type, last ? flags | FrameType.END_HEADERS : flags, stream, out);
            out.append(block.peek(), count);
            block.skip(count);
            type = FrameType.CONTINUATION;
            flags = 0;
        } while (!block.isEmpty());
    }

    static void reset(int stream, ErrorCode code, ByteQueue out) {
        header(4, FrameType.RST_STREAM, 0, stream, out);
        appendInt(code.value(), out);
    }

    static void settingsAck(ByteQueue out) {
        header(0, FrameType.SETTINGS, FrameType.ACK, 0, out);
    }

    static void ping(long data, boolean ack, ByteQueue out) {
        header(8, FrameType.PING, ack ? FrameType.ACK : 0, 0, out);
        appendInt((int) (data >>> 32), out);
        appendInt((int) data, out);
    }

    static void goAway(int lastStream, ErrorCode code, String debug, ByteQueue out) {
        byte[] text = debug.getBytes(StandardCharsets.ISO_8859_1);
        header(8 + text.length, FrameType.GOAWAY, 0, 0, out);
        appendInt(lastStream, out);
        appendInt(code.value(), out);
        out.append(text);
    }

    static void windowUpdate(int stream, int bytes, ByteQueue out) {
        header(4, FrameType.WINDOW_UPDATE, 0, stream, out);
        appendInt(bytes, out);
    }

    static void priorityUpdate(int stream, Priority priority, ByteQueue out) {
        String value = priority.toString();
        header(4 + value.length(), FrameType.PRIORITY_UPDATE, 0, 0, out);
        appendInt(stream, out);
        out.appendLatin1(value);
    }

    static void appendShort(int value, ByteQueue out) {
        out.append((char) (value >>> 8), (char) value);
    }

    static void appendInt(int value, ByteQueue out) {
        appendShort(value >>> 16, out);
        appendShort(value, out);
    }
}
