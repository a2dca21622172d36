// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes of frames: copied and then masked, or unmasked, in the copy. The source does not change. */
final class Payload {
    private Payload() {}

    /**
     * Appends a piece of a payload.
     *
     * @param key null for none
     * @param offset how many bytes of the payload came before
     * @param in its position moves behind the piece
     */
    static void append(@Nullable MaskingKey key, long offset, ByteBuffer in, int count, ByteQueue out) {
        out.append(in, count);
        if (key != null) {
            ByteBuffer all = out.peek();
            key.apply(all.position(all.limit() - count), offset);
        }
    }
}
