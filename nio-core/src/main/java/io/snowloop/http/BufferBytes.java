// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body in a buffer, usually a direct one. */
final class BufferBytes extends Body.Bytes {
    private final ByteBuffer bytes;

    /** A copy, made by the first call. Two threads that call at the same time may make two copies. */
    private byte @Nullable [] array;

    BufferBytes(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] array() {
        byte[] all = array;
        if (all == null) {
            all = new byte[bytes.remaining()];
            bytes.get(0, all);
            array = all;
        }
        return all;
    }

    @Override
    public ByteBuffer buffer() {
        return bytes.asReadOnlyBuffer();
    }

    @Override
    public long length() {
        return bytes.remaining();
    }
}
