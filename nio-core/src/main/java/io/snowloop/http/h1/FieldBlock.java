package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.util.List;

/**
 * Header fields that are encoded once and sent with many heads, such as the {@code Date} of all responses of a second.
 * Immutable.
 */
public final class FieldBlock {
    /** No fields. */
    public static final FieldBlock EMPTY = new FieldBlock(Headers.empty());

    /** What the codec decides itself, head by head. */
    private static final List<String> OURS = List.of("Content-Length", "Transfer-Encoding", "Connection");

    final byte[] lines;

    private FieldBlock(Headers fields) {
        ByteQueue encoded = new ByteQueue();
        HeadWriter.appendFields(fields, encoded);
        lines = new byte[encoded.size()];
        encoded.peek().get(lines);
    }

    /**
     * These fields.
     *
     * @throws IllegalArgumentException if one of them is about framing, or about the connection
     */
    public static FieldBlock of(Headers fields) {
        for (String name : OURS) {
            if (fields.contains(name)) {
                throw new IllegalArgumentException(name + " depends on the message: it can't be in a block of fields");
            }
        }
        return new FieldBlock(fields);
    }
}
