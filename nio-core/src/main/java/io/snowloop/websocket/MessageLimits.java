// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.options.Bounds;

/**
 * Limits of received messages.
 *
 * @param maxMessage the most bytes of a message, decompressed if it was compressed; positive
 * @param maxFrame the most bytes of a frame's payload; positive
 */
public record MessageLimits(int maxMessage, int maxFrame) {
    /** A message of 1 MiB, in any fragments. */
    public static final MessageLimits DEFAULT = of(1024 * 1024);

    /** Checks that both are positive. */
    public MessageLimits {
        Bounds.atLeast("maxMessage", 1, maxMessage);
        Bounds.atLeast("maxFrame", 1, maxFrame);
    }

    /**
     * {@return limits of messages, in any fragments} A frame may be longer by a seventh: bytes that cannot be compressed become longer, by so
     * much at most if the peer uses small blocks (RFC 1951 §3.2.4).
     * @param maxMessage the most bytes of a message; positive
     */
    public static MessageLimits of(int maxMessage) {
        return new MessageLimits(maxMessage, (int) Math.min(Integer.MAX_VALUE, maxMessage + maxMessage / 7L + 64));
    }
}
