// SPDX-License-Identifier: Apache-2.0
// FAILS: Beat: beat 2 is to come at 2.000 s
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sends a text over a channel that does not block, with a selector of its own. */
class Sender {
    static void send(Selector selector, SocketChannel channel, String text) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
        ByteBuffer bytes = UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            selector.select();
            selector.selectedKeys().clear();
            channel.write(bytes);
        }
        key.cancel();
    }
}

/** Keeps the last pieces that were read. The buffer is the one that all reads use. */
class History {
    private static final int LENGTH = 3;
    private final List<ByteBuffer> pieces = new ArrayList<>();

    void read(ByteBuffer buffer) {
        pieces.add(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
        if (pieces.size() > LENGTH) {
            pieces.remove(0);
        }
    }

    List<String> last() {
        return pieces.stream()
                .map(piece -> UTF_8.decode(piece.duplicate()).toString())
                .toList();
    }
}

/** Says when something is done that is done every {@code period}: at start, start + 1 period, start + 2 periods ... */
class Beat {
    private final long period;
    private long next;

    Beat(long start, long period) {
        this.period = period;
        this.next = start;
    }

    /** The time of the next beat. It is called when the work of the beat before it is done, which is {@code now}. */
    long next(long now) {
        next = now + period;
        return next;
    }
}
