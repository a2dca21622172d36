// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h2.hpack.HpackDecoder;
import io.snowloop.http.h2.hpack.HpackException;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The frames that a codec has sent, one line for each. It has the decoder of the other side, so it must see all of them. */
final class FrameText {
    private final HpackDecoder decoder = new HpackDecoder(1 << 20);
    private final ByteQueue block = new ByteQueue();

    /** Takes all frames out of the queue. */
    List<String> take(ByteQueue out) {
        ByteBuffer bytes = out.takeAll();
        List<String> lines = new ArrayList<>();
        if (startsWithPreface(bytes)) {
            bytes.position(bytes.position() + Frames.PREFACE.length());
            lines.add("preface");
        }
        while (bytes.hasRemaining()) {
            int length = (bytes.get() & 0xFF) << 16 | (bytes.get() & 0xFF) << 8 | (bytes.get() & 0xFF);
            int type = bytes.get();
            int flags = bytes.get();
            int stream = bytes.getInt();
            lines.add(describe(type, flags, stream, bytes.slice(bytes.position(), length)));
            bytes.position(bytes.position() + length);
        }
        return lines;
    }

    private static boolean startsWithPreface(ByteBuffer bytes) {
        return Http2Preface.matches(bytes) == Http2Preface.Match.YES;
    }

    private String describe(int type, int flags, int stream, ByteBuffer payload) {
        String end = (flags & Frames.END_STREAM) != 0 ? " end" : "";
        return switch (type) {
            case 0 -> "DATA " + stream + " " + text(payload) + end;
            case 1, 9 -> (type == 1 ? "HEADERS " : "CONTINUATION ") + stream + fields(flags, payload) + end;
            case 3 -> "RST_STREAM " + stream + " " + new ErrorCode(payload.getInt());
            case 4 -> "SETTINGS" + (end.isEmpty() ? settings(payload) : " ack");
            case 6 -> "PING " + Long.toHexString(payload.getLong()) + (end.isEmpty() ? "" : " ack");
            case 7 -> "GOAWAY " + payload.getInt() + " " + new ErrorCode(payload.getInt());
            case 8 -> "WINDOW_UPDATE " + stream + " " + payload.getInt();
            case 16 -> "PRIORITY_UPDATE " + payload.getInt() + " " + text(payload);
            default -> throw new AssertionError("a frame of type " + type);
        };
    }

    private static String settings(ByteBuffer payload) {
        StringBuilder text = new StringBuilder();
        while (payload.hasRemaining()) {
            text.append(' ').append(payload.getShort()).append('=').append(payload.getInt());
        }
        return text.toString();
    }

    private String fields(int flags, ByteBuffer payload) {
        block.append(payload);
        if ((flags & Frames.END_HEADERS) == 0) {
            return " ...";
        }
        StringBuilder text = new StringBuilder();
        try {
            int from = block.arrayOffset();
            decoder.decode(
                    block.array(),
                    from,
                    from + block.size(),
                    field -> text.append(' ').append(field.name()).append('=').append(field.value()));
        } catch (HpackException e) {
            throw new AssertionError(e);
        }
        block.clear();
        return text.toString();
    }

    static String text(ByteBuffer bytes) {
        return ISO_8859_1.decode(bytes.slice()).toString();
    }
}
