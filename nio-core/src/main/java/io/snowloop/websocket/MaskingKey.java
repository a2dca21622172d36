package io.snowloop.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The four octets that the payload of a client's frame is combined with (RFC 6455 §5.3), so that no proxy on the way takes
 * what a page makes its browser send for a request (§10.3). Applied twice, it gives back what was there: masking and unmasking are
 * one. Any thread may use it.
 *
 * @param octets the first is the most significant
 */
public record MaskingKey(int octets) {
    /**
     * Masks or unmasks these bytes in place, eight at a time; position and limit stay where they are.
     *
     * @param bytes a piece of the payload, from its position to its limit
     * @param offset how many bytes of the payload come before this piece
     * @throws java.nio.ReadOnlyBufferException if the buffer is read-only and not empty
     */
    public void apply(ByteBuffer bytes, long offset) {
        int here = Integer.rotateLeft(octets, Byte.SIZE * (int) (offset & 3));
        long twice = (long) here << Integer.SIZE | Integer.toUnsignedLong(here);
        long mask = bytes.order() == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
        int at = bytes.position();
        int end = bytes.limit();
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            bytes.putLong(at, bytes.getLong(at) ^ mask);
        }
        for (; at < end; at++) {
            here = Integer.rotateLeft(here, Byte.SIZE);
            bytes.put(at, (byte) (bytes.get(at) ^ here));
        }
    }
}
