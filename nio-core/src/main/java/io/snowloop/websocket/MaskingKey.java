// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The masking key of a client's frame (RFC 6455 §5.3): four octets that are combined with the payload by XOR.
 *
 * <p>A client masks so that a script in a page cannot choose the bytes on the wire, and thereby make a proxy take the
 * payload for a request (§10.3). Masking and unmasking are the same operation. Any thread may use a key.
 *
 * @param octets the key; its first octet is the most significant byte
 */
public record MaskingKey(int octets) {
    /**
     * Masks or unmasks a piece of a payload in place. Position and limit of the buffer do not change.
     *
     * <p>It handles eight octets at a time: the key twice, in the byte order of the buffer, so that no octets have to
     * be swapped. The last octets, fewer than eight, are handled one by one.
     *
     * @param bytes the piece, from its position to its limit
     * @param offset the number of octets of the payload before this piece
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
