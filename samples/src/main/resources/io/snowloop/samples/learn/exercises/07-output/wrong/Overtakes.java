// SPDX-License-Identifier: Apache-2.0
// FAILS: the bytes come in another order
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes that a socket has not taken yet, in their order. */
class Output {
    private final Deque<ByteBuffer> kept = new ArrayDeque<>();

    /** Writes what the socket takes, and keeps the rest. The buffer is its owner's again when this returns. */
    void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            kept.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    /** Writes what was kept, as much as the socket takes. Returns whether nothing is left. */
    boolean flush(SocketChannel channel) throws IOException {
        while (!kept.isEmpty()) {
            channel.write(kept.peek());
            if (kept.peek().hasRemaining()) {
                return false;
            }
            kept.remove();
        }
        return true;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }
}
