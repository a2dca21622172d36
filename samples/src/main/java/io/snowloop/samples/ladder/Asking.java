// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client's end: {@link Blocking#get}, with its variables as fields. */
public final class Asking implements Conversation {
    private final URI url;
    private final SocketChannel server;
    private final ByteBuffer buffer;
    private final Wire wire = new Wire();
    private final ByteBuffer out;
    private @Nullable String body;

    /** Begins to connect. The buffer may be that of all conversations of a thread. */
    public Asking(URI url, SelectorProvider provider, ByteBuffer buffer) throws IOException {
        this.url = url;
        this.buffer = buffer;
        out = Wire.get(url);
        server = provider.openSocketChannel();
        server.configureBlocking(false);
        server.connect(Wire.address(url));
    }

    @Override
    public Wait go(long now) throws IOException {
        if (!server.finishConnect()) {
            return Wait.CONNECT;
        }
        server.write(out);
        if (out.hasRemaining()) {
            return Wait.WRITE;
        }
        while ((body = wire.response()) == null) {
            int count = server.read(buffer.clear());
            wire.received(buffer.flip());
            if (count == 0) {
                return Wait.READ;
            } else if (count < 0) {
                throw new EOFException(url + ": the connection ended before the response did");
            }
        }
        server.close();
        return Wait.END;
    }

    @Override
    public SelectableChannel channel() {
        return server;
    }

    /** The body, after the end. */
    public String body() {
        return Objects.requireNonNull(body);
    }
}
