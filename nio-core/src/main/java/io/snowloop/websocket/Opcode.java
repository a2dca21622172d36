// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import org.jspecify.annotations.Nullable;

/** The kind of a frame (RFC 6455 §5.2). */
public enum Opcode {
    /** A further fragment of the message under way. */
    CONTINUATION(0x0),
    /** A message of UTF-8 text, or its first fragment. */
    TEXT(0x1),
    /** A message of bytes, or its first fragment. */
    BINARY(0x2),
    /** The last frame of each side (§5.5.1). */
    CLOSE(0x8),
    /** Asks for a pong (§5.5.2). */
    PING(0x9),
    /** Answers a ping, with the ping's bytes (§5.5.3). */
    PONG(0xA);

    private static final Opcode[] BY_BITS = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_BITS[opcode.bits] = opcode;
        }
    }

    private final int bits;

    Opcode(int bits) {
        this.bits = bits;
    }

    /** The low four bits of a frame's first octet. */
    int bits() {
        return bits;
    }

    /** The opcode of these four bits; null if they are reserved. */
    static @Nullable Opcode of(int bits) {
        return BY_BITS[bits];
    }

    /** {@return whether frames of this kind are about the connection, and not a part of a message (§5.5)} */
    public boolean isControl() {
        return bits >= CLOSE.bits;
    }
}
