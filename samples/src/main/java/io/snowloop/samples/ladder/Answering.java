// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The server's end: {@link Blocking#answer}, with its variables as fields, because no stack keeps them while it waits. */
final class Answering implements Conversation {
    private final SocketChannel client;
    private final Backend backend;
    private final ByteBuffer buffer;
    private final Wire wire = new Wire();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private @Nullable String path;
    private long due;

    /** A client that has come. The buffer may be that of all conversations of a thread. */
    Answering(SocketChannel client, Backend backend, ByteBuffer buffer) throws IOException {
        this.client = client;
        this.backend = backend;
        this.buffer = buffer;
        client.configureBlocking(false);
    }

    @Override
    public Wait go(long now) throws IOException {
        Wait wait;
        try {
            wait = next(now);
        } catch (IOException e) { // it has gone, or sent what is no request: the other clients go on
            wait = Wait.END;
        }
        if (wait == Wait.END) {
            client.close();
        }
        return wait;
    }

    private Wait next(long now) throws IOException {
        while (true) {
            if (out.hasRemaining()) {
                client.write(out);
                if (out.hasRemaining()) {
                    return Wait.WRITE;
                }
            } else if (path != null) {
                if (now - due < 0) { // not now < due: the clock may overflow
                    return Wait.TIME;
                }
                out = Wire.ok(backend.answer(path));
                path = null;
            } else if ((path = wire.request()) != null) {
                due = now + backend.delay().toNanos();
            } else {
                int count = client.read(buffer.clear());
                wire.received(buffer.flip());
                if (count <= 0) {
                    return count == 0 ? Wait.READ : Wait.END;
                }
            }
        }
    }

    @Override
    public SelectableChannel channel() {
        return client;
    }

    @Override
    public long due() {
        return due;
    }
}
