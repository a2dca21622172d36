// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Both ends of a connection on a channel that blocks: the thread stands still until it can go on. */
final class Blocking {
    private static final int READ_SIZE = 1024;

    private Blocking() {}

    /** Answers one client, until it closes. */
    static void answer(SocketChannel client, Backend backend) {
        Wire wire = new Wire();
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        try (client) {
            while (client.read(buffer.clear()) >= 0) {
                wire.received(buffer.flip());
                for (String path = wire.request(); path != null; path = wire.request()) {
                    Thread.sleep(backend.delay().toMillis());
                    client.write(Wire.ok(backend.answer(path)));
                }
            }
        } catch (IOException | InterruptedException e) {
            // it has gone, or sent what is no request: the other clients go on
        }
    }

    /** The body of a URL. */
    static String get(URI url) throws IOException {
        Wire wire = new Wire();
        ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);
        try (SocketChannel server = SocketChannel.open(Wire.address(url))) {
            server.write(Wire.get(url));
            @Nullable String body;
            while ((body = wire.response()) == null) {
                if (server.read(buffer.clear()) < 0) {
                    throw new EOFException(url + ": the connection ended before the response did");
                }
                wire.received(buffer.flip());
            }
            return body;
        }
    }
}
