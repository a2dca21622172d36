// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.nio.ByteBuffer;

/** A body in an array. */
final class ArrayBytes extends Body.Bytes {
    private final byte[] bytes;

    ArrayBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] array() {
        return bytes;
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
