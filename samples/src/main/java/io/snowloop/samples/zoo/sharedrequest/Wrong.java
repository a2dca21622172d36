// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.sharedrequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Greets each client by its name, which it asks a backend for: that takes 20 ms. */
final class Wrong extends RawServer {
    private final Stage stage;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private String request = "";

    Wrong(Stage stage) {
        this.stage = stage;
    }

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        request = UTF_8.decode(buffer.flip()).toString();
        waiting.add(new Waiting(channel, stage.now().plusMillis(20)));
    }

    @Override
    protected long pause() {
        return waiting.isEmpty() ? 0 : 1;
    }

    @Override
    protected void turned() throws IOException {
        while (!waiting.isEmpty() && waiting.peek().until().compareTo(stage.now()) <= 0) {
            Waiting client = waiting.remove();
            client.channel().write(UTF_8.encode("hello, " + request));
        }
    }

    private record Waiting(SocketChannel channel, Duration until) {}
}
