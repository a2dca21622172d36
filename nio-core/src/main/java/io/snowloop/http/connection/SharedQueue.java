// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One queue into which all connections of a loop encode, one after the other: it stays in the CPU's cache, and idle
 * connections need no queue.
 *
 * <p>A connection writes what it has encoded before it returns to the loop. But code of the application runs before that:
 * a handler for the next of several pipelined requests, or the stream that an answer's body comes from. That code may have
 * another connection encode something, by draining a server or reading another body. So the queue knows whose bytes it
 * holds, and has them written when it is asked for by another one.
 */
public final class SharedQueue {
    /** A connection that encodes into the queue. */
    interface Owner {
        /** Writes what it has encoded. */
        void flush();
    }

    private final ByteQueue bytes = new ByteQueue();
    private final PiecesBetween pieces = new PiecesBetween(bytes);

    /** Whose bytes these are; null if there are none. */
    private @Nullable Owner owner;

    /** An empty queue. */
    public SharedQueue() {}

    /** The queue, for {@code next} to encode into. */
    ByteQueue of(Owner next) {
        Owner before = owner;
        if (before != next) {
            if (before != null) {
                before.flush();
            }
            owner = next;
        }
        return bytes;
    }

    /** How many bytes of this one are in the queue. */
    int sizeFor(Owner asking) {
        return owner == asking ? bytes.size() + pieces.size() : 0;
    }

    /** Adds a piece that is not copied, behind what {@code adding} has encoded. It must not change before it is written. */
    void add(Owner adding, ByteBuffer piece) {
        of(adding);
        pieces.add(piece);
    }

    /** Writes all of the bytes and pieces. */
    void writeTo(Transport transport) {
        if (pieces.isEmpty()) {
            transport.write(bytes.peek());
        } else {
            transport.write(pieces.all());
        }
    }

    /** The bytes in the queue. */
    ByteBuffer peek() {
        return bytes.peek();
    }

    /** The bytes were written, or cannot be. */
    void clear() {
        bytes.clear();
        pieces.clear();
        owner = null;
    }

    /** Whether no connection has unwritten bytes in it. */
    public boolean isEmpty() {
        return bytes.isEmpty();
    }
}
