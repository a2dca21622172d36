// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pieces of bodies that are sent from where they are, without a copy, each between two of the bytes of a queue: behind the
 * header of its frame.
 */
final class PiecesBetween {
    private static final int SMALLEST = 8;

    private final ByteQueue bytes;
    private ByteBuffer[] pieces = new ByteBuffer[SMALLEST];

    /** How many bytes of the queue are in front of each piece. */
    private int[] places = new int[SMALLEST];

    private int count;
    private int size;

    /** None so far. */
    PiecesBetween(ByteQueue bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** How many bytes all pieces have. */
    int size() {
        return size;
    }

    /** Adds a piece, which goes behind all that is in the queue now. It is read until {@link #clear}, and not changed. */
    void add(ByteBuffer piece) {
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
        }
        pieces[count] = piece;
        places[count++] = bytes.size();
        size += piece.remaining();
    }

    /** The bytes of the queue with the pieces between them. There is a byte of the queue in front of each piece. */
    ByteBuffer[] all() {
        int from = 0;
        ByteBuffer[] all = new ByteBuffer[2 * count + (bytes.size() > places[count - 1] ? 1 : 0)];
        for (int i = 0; i < count; i++) {
            all[2 * i] = bytes(from, places[i]);
            all[2 * i + 1] = pieces[i];
            from = places[i];
        }
        if (2 * count < all.length) {
            all[2 * count] = bytes(from, bytes.size());
        }
        return all;
    }

    private ByteBuffer bytes(int from, int to) {
        return ByteBuffer.wrap(bytes.array(), bytes.arrayOffset() + from, to - from);
    }

    /** Drops all pieces. */
    void clear() {
        Arrays.fill(pieces, 0, count, null);
        count = 0;
        size = 0;
    }
}
