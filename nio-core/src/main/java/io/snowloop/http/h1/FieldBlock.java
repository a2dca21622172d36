// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.util.List;

/**
 * Header fields that are encoded once and sent with many heads, such as {@code Date}, which is the same for a second.
 * Immutable.
 */
public final class FieldBlock {
    /** No fields. */
    public static final FieldBlock EMPTY = new FieldBlock(Headers.empty());

    /** The fields that the codec writes itself, by what each message needs. */
    private static final List<String> BY_CODEC = List.of("Content-Length", "Transfer-Encoding", "Connection");

    final byte[] lines;

    private FieldBlock(Headers fields) {
        ByteQueue encoded = new ByteQueue();
        HeadWriter.appendFields(fields, encoded);
        lines = new byte[encoded.size()];
        encoded.peek().get(lines);
    }

    /**
     * {@return a block of these fields}
     * @param fields encoded now, once
     * @throws IllegalArgumentException if there is {@code Content-Length}, {@code Transfer-Encoding} or {@code Connection}
     */
    public static FieldBlock of(Headers fields) {
        for (String name : BY_CODEC) {
            if (fields.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be in a block of fields: it depends on the message");
            }
        }
        return new FieldBlock(fields);
    }
}
