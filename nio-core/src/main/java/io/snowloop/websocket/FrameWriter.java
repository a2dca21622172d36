// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.FrameHeader.FIN;
import static io.snowloop.websocket.FrameHeader.LENGTH_16;
import static io.snowloop.websocket.FrameHeader.LENGTH_64;
import static io.snowloop.websocket.FrameHeader.MASK;
import static io.snowloop.websocket.FrameHeader.RSV1;
import static io.snowloop.websocket.FrameHeader.SHORT;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;

/** The writer of frames. The length has the shortest form, as it must (RFC 6455 §5.2). */
final class FrameWriter {
    private FrameWriter() {}

    /**
     * Appends a frame.
     *
     * @param header whose length is that of the payload
     * @param payload all that remains; copied, and masked in the copy
     */
    static void append(FrameHeader header, ByteBuffer payload, ByteQueue out) {
        int first = (header.fin() ? FIN : 0) | (header.compressed() ? RSV1 : 0);
        MaskingKey key = header.key();
        out.append((byte) (first | header.opcode().bits()));
        appendLength(header.length(), key == null ? 0 : MASK, out);
        if (key != null) {
            appendBytes(key.octets(), Integer.BYTES, out);
        }
        Payload.append(key, 0, payload, payload.remaining(), out);
    }

    private static void appendLength(long length, int mask, ByteQueue out) {
        if (length <= SHORT) {
            out.append((byte) (mask | (int) length));
        } else if (length < 1 << Short.SIZE) {
            out.append((byte) (mask | LENGTH_16));
            appendBytes(length, Short.BYTES, out);
        } else {
            out.append((byte) (mask | LENGTH_64));
            appendBytes(length, Long.BYTES, out);
        }
    }

    /** The low bytes of a number, the most significant one first. */
    private static void appendBytes(long number, int count, ByteQueue out) {
        for (int shift = Byte.SIZE * (count - 1); shift >= 0; shift -= Byte.SIZE) {
            out.append((byte) (number >>> shift));
        }
    }
}
