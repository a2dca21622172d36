// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.nobackpressure;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Sends news to its client: 10 KiB every 10 milliseconds, for a second. */
abstract class Feed extends RawServer {
    /** What was not sent yet. */
    protected final Deque<ByteBuffer> queue = new ArrayDeque<>();

    private final Stage stage;
    private @Nullable SelectionKey client;
    private Duration next = Duration.ZERO;

    Feed(Stage stage) {
        this.stage = stage;
    }

    /** Adds news to the queue, or not. */
    abstract void add(ByteBuffer news);

    /** How many bytes it keeps in memory. */
    final int queued() {
        return queue.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    @Override
    protected void accepted(SelectionKey key) {
        client = key;
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        try {
            if (channel.read(ByteBuffer.allocate(READ_SIZE)) >= 0) {
                return;
            }
        } catch (IOException e) {
            // reset: the client has left
        }
        channel.close();
        client = null;
    }

    @Override
    protected void writable(SelectionKey key, SocketChannel channel) throws IOException {
        try {
            while (!queue.isEmpty()) {
                channel.write(queue.element());
                if (queue.element().hasRemaining()) {
                    return;
                }
                queue.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) { // the client has left
            channel.close();
            client = null;
        }
    }

    @Override
    protected long pause() {
        return client == null ? 0 : 10;
    }

    @Override
    protected void turned() {
        if (client != null && client.isValid() && stage.now().compareTo(next) >= 0) {
            next = stage.now().plusMillis(10);
            add(ByteBuffer.allocate(10 * 1024));
            client.interestOps(SelectionKey.OP_READ | (queue.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            stage.say("server", "keeps " + queued() / 1024 + " KiB");
            Stage.check(
                    queued() <= 128 * 1024, "memory", "the server keeps " + queued() / 1024 + " KiB for one client");
        }
    }
}
