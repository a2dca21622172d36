// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.FrameHeader.FIN;
import static io.snowloop.websocket.FrameHeader.LENGTH;
import static io.snowloop.websocket.FrameHeader.LENGTH_16;
import static io.snowloop.websocket.FrameHeader.LENGTH_64;
import static io.snowloop.websocket.FrameHeader.MASK;
import static io.snowloop.websocket.FrameHeader.MAX_SIZE;
import static io.snowloop.websocket.FrameHeader.OPCODE;
import static io.snowloop.websocket.FrameHeader.RSV;
import static io.snowloop.websocket.FrameHeader.RSV1;
import static io.snowloop.websocket.FrameHeader.SHORT;
import static io.snowloop.websocket.WebSocketException.protocol;

import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The reader of frame headers. It refuses a header at the first octet that is wrong. */
final class FrameHeaderReader {
    private final Role role;
    private final boolean mayBeCompressed;
    private final int maxFrame;
    private final ByteBuffer octets = ByteBuffer.allocate(MAX_SIZE);

    /** How many octets the header has, as far as is known: the second octet tells. */
    private int size = MAX_SIZE;

    /** Of the frame whose header is being read. */
    private Opcode opcode = Opcode.CONTINUATION;

    /**
     * At the beginning of a frame.
     *
     * @param role of the end that reads
     * @param mayBeCompressed whether both ends have agreed on permessage-deflate
     * @param maxFrame the largest payload, in bytes
     */
    FrameHeaderReader(Role role, boolean mayBeCompressed, int maxFrame) {
        this.role = role;
        this.mayBeCompressed = mayBeCompressed;
        this.maxFrame = maxFrame;
    }

    /** The next header; null if that takes more octets. */
    @Nullable
    FrameHeader read(ByteBuffer in) throws WebSocketException {
        while (in.hasRemaining()) {
            octets.put(in.get());
            if (octets.position() == 1) {
                checkFirst(octets.get(0));
            } else if (octets.position() == 2) {
                checkSecond(octets.get(1));
            }
            if (octets.position() == size) {
                return header();
            }
        }
        return null;
    }

    private void checkFirst(int first) throws WebSocketException {
        Opcode read = Opcode.of(first & OPCODE);
        if (read == null) {
            throw protocol("a frame has the reserved opcode " + (first & OPCODE) + " (RFC 6455 §5.2)");
        }
        int allowed = mayBeCompressed && !read.isControl() && read != Opcode.CONTINUATION ? RSV1 : 0;
        if ((first & RSV & ~allowed) != 0) {
            throw protocol("a frame of " + read + " has reserved bits that no extension defines (RFC 6455 §5.2)");
        }
        if (read.isControl() && (first & FIN) == 0) {
            throw protocol("a frame of " + read + " is a fragment (RFC 6455 §5.5)");
        }
        opcode = read;
    }

    private void checkSecond(int second) throws WebSocketException {
        boolean masked = (second & MASK) != 0;
        int length = second & LENGTH;
        if (masked != (role == Role.SERVER)) {
            throw protocol(
                    "a frame of a " + (masked ? "server is masked" : "client is not masked") + " (RFC 6455 §5.1)");
        }
        if (length > SHORT && opcode.isControl()) {
            throw protocol("a frame of " + opcode + " has more than " + SHORT + " bytes (RFC 6455 §5.5)");
        }
        int extended = length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
        size = 2 + extended + (masked ? Integer.BYTES : 0);
    }

    /** All octets are there. */
    private FrameHeader header() throws WebSocketException {
        octets.flip();
        int first = octets.get();
        long length = length(octets.get() & LENGTH);
        MaskingKey key = octets.hasRemaining() ? new MaskingKey(octets.getInt()) : null;
        octets.clear();
        size = MAX_SIZE;
        return new FrameHeader((first & FIN) != 0, (first & RSV1) != 0, opcode, length, key);
    }

    /** RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length", and the highest bit is 0. */
    private long length(int first) throws WebSocketException {
        long length = first;
        long least = 0;
        if (first == LENGTH_16) {
            length = Short.toUnsignedInt(octets.getShort());
            least = SHORT + 1;
        } else if (first == LENGTH_64) {
            length = octets.getLong();
            least = 1 << Short.SIZE;
        }
        if (length < least) {
            throw protocol("the length of a frame is not in the shortest form, or negative (RFC 6455 §5.2)");
        }
        if (length > maxFrame) {
            throw new WebSocketException(
                    CloseReason.MESSAGE_TOO_BIG, "a frame of " + length + " bytes is above maxFrame = " + maxFrame);
        }
        return length;
    }
}
