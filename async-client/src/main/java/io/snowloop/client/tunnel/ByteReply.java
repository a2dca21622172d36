// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An answer of known length, which may come in any pieces. */
final class ByteReply {
    private final byte[] bytes;
    private int expected;
    private int received;

    ByteReply(int longest) {
        this.bytes = new byte[longest];
    }

    /** Begins an answer of this length. */
    void expect(int length) {
        expected = length;
        received = 0;
    }

    /** Continues an answer, which is longer than what has come of it. Returns false if it is complete. */
    boolean expectInAll(int length) {
        expected = length;
        return received < length;
    }

    /** Takes what belongs to the answer. Returns whether it is complete. */
    boolean take(ByteBuffer piece) {
        int count = Math.min(expected - received, piece.remaining());
        piece.get(bytes, received, count);
        received += count;
        return received == expected;
    }

    int at(int index) {
        return bytes[index] & 0xFF;
    }

    static void requireEnd(ByteBuffer piece) throws IOException {
        if (piece.hasRemaining()) {
            throw new IOException(
                    piece.remaining() + " bytes follow its answer, before the client has said a word to the origin");
        }
    }
}
