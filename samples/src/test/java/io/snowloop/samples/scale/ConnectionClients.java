// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Clients of a WebSocket that do as little as possible: each is a channel, and one thread throws away what they get. */
final class ConnectionClients implements Closeable {
    private static final String OPENING = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private final List<SocketChannel> channels = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final int port;
    private long received;

    ConnectionClients(int port) throws IOException {
        this.port = port;
    }

    /** Opens more. */
    void open(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.write(US_ASCII.encode(OPENING));
            ByteBuffer head = ByteBuffer.allocate(1024);
            while (!new String(head.array(), 0, head.position(), US_ASCII).endsWith("\r\n\r\n")) {
                if (channel.read(head) < 0) {
                    throw new EOFException("closed after " + head.position() + " bytes");
                }
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.add(channel);
        }
    }

    /** Reads on, until this many bytes have come since the last call. */
    void drain(long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        while (received < bytes) {
            selector.select(key -> {
                try {
                    int read = ((SocketChannel) key.channel()).read(buffer.clear());
                    if (read < 0) {
                        throw new EOFException("the server has closed a connection");
                    }
                    received += read;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        received -= bytes;
    }

    /** Each sends a message. Its mask is 0, so that the bytes are those of the text (RFC 6455 §5.3). */
    void say(int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(6 + length);
        frame.put((byte) 0x81)
                .put((byte) (0x80 | length))
                .putInt(0)
                .put("m".repeat(length).getBytes(US_ASCII));
        for (SocketChannel channel : channels) {
            channel.write(frame.flip());
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
