// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the payload of a frame (RFC 6455 §5.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |F|R|R|R| opcode|M|   length    |  extended length: none, 16 or |
 * |I|S|S|S|       |A|             |  64 bits, if the length is    |
 * |N|V|V|V|       |S|             |  126 or 127                   |
 * | |1|2|3|       |K|             |                               |
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |  masking key, if MASK is set  |            payload            |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @param fin whether the frame is the last of its message
 * @param compressed RSV1: the message is compressed (RFC 7692 §6); only in its first frame
 * @param length of the payload, in bytes
 * @param key of a client's frame; null in a server's
 */
record FrameHeader(
        boolean fin,
        boolean compressed,
        Opcode opcode,
        long length,
        @Nullable MaskingKey key) {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int RSV = 0x70;
    static final int OPCODE = 0x0F;
    static final int MASK = 0x80;
    static final int LENGTH = 0x7F;

    /** The longest payload whose length needs no extended length; and the longest of a control frame. */
    static final int SHORT = 125;

    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;

    /** The most octets of a header. */
    static final int MAX_SIZE = 14;
}
