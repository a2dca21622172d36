// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The base of the contract tests: a provider, a selector, connections. No contract test knows the simulator, so each
 * runs against the channels of the JDK too, and asserts what both do.
 */
abstract class ChannelContract {
    /** A timeout, in milliseconds, that only a failing test reaches. */
    static final long LONG = 5_000;

    final Deque<Channel> open = new ArrayDeque<>();
    SelectorProvider provider;
    Selector selector;

    /** The provider of the channels under test. */
    abstract SelectorProvider provider();

    @BeforeEach
    void openSelector() throws IOException {
        provider = provider();
        selector = provider.openSelector();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Channel channel : open) {
            channel.close();
        }
        selector.close();
    }

    <C extends Channel> C closing(C channel) {
        open.push(channel);
        return channel;
    }

    SocketChannel socket() throws IOException {
        SocketChannel channel = closing(provider.openSocketChannel());
        channel.configureBlocking(false);
        return channel;
    }

    /** Listens on an ephemeral port. */
    ServerSocketChannel listen() throws IOException {
        ServerSocketChannel channel = closing(provider.openServerSocketChannel());
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return channel;
    }

    /** An address on which no program listens. */
    InetSocketAddress unusedAddress() throws IOException {
        ServerSocketChannel server = listen();
        InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
        server.close();
        return address;
    }

    Pair connect() throws IOException {
        return connect(listen());
    }

    Pair connect(ServerSocketChannel server) throws IOException {
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        return finish(client, server);
    }

    /** Both ends of a connection that {@code client} has started to connect. */
    Pair finish(SocketChannel client, ServerSocketChannel server) throws IOException {
        while (!client.finishConnect()) {
            awaitReady(client, SelectionKey.OP_CONNECT);
        }
        SocketChannel accepted = server.accept();
        while (accepted == null) {
            awaitReady(server, SelectionKey.OP_ACCEPT);
            accepted = server.accept();
        }
        closing(accepted).configureBlocking(false);
        return new Pair(client, accepted);
    }

    /** Waits, with a selector of its own, until the channel is ready. */
    void awaitReady(SelectableChannel channel, int ops) throws IOException {
        try (Selector waiting = provider.openSelector()) {
            channel.register(waiting, ops);
            assertThat(waiting.select(LONG)).as("ready for " + ops).isEqualTo(1);
        }
    }

    /** Whether the channel becomes ready within a short wait. */
    boolean isReady(SelectableChannel channel, int ops) throws IOException {
        try (Selector waiting = provider.openSelector()) {
            channel.register(waiting, ops);
            return waiting.select(20) == 1;
        }
    }

    /** Waits for bytes, the end or a reset, and reads once. */
    int awaitRead(SocketChannel channel, ByteBuffer into) throws IOException {
        awaitReady(channel, SelectionKey.OP_READ);
        return channel.read(into);
    }

    String awaitText(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            assertThat(awaitRead(channel, bytes)).isPositive();
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** Writes until the socket takes no more. */
    static long fill(SocketChannel channel) throws IOException {
        long total = 0;
        ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);
        for (int count = channel.write(bytes); count > 0; count = channel.write(bytes.clear())) {
            total += count;
        }
        return total;
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The two ends of a connection. */
    record Pair(SocketChannel client, SocketChannel server) {}
}
