// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a channel does in each of its states: what the JDK's own tests assert of it, in our words. */
abstract class StateContract extends ChannelContract {
    private static void assertThrow(Class<? extends Throwable> type, ThrowingCallable... operations) {
        for (ThrowingCallable operation : operations) {
            assertThatThrownBy(operation).isExactlyInstanceOf(type);
        }
    }

    /** The operations that need a connection. */
    private static ThrowingCallable[] operations(SocketChannel channel) {
        return new ThrowingCallable[] {
            () -> channel.read(ByteBuffer.allocate(1)),
            () -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1)}),
            () -> channel.write(ByteBuffer.allocate(1)),
            () -> channel.write(new ByteBuffer[] {ByteBuffer.allocate(1)}),
            channel::shutdownInput,
            channel::shutdownOutput
        };
    }

    /** A connect to it stays pending: its backlog is full. */
    private SocketAddress silentAddress() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        closing(provider.openSocketChannel()).connect(server.getLocalAddress());
        closing(provider.openSocketChannel()).connect(server.getLocalAddress());
        return server.getLocalAddress();
    }

    @Test
    void unconnected() throws IOException {
        SocketChannel channel = socket();
        assertThrow(NotYetConnectedException.class, operations(channel));
        assertThrow(NoConnectionPendingException.class, channel::finishConnect);
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.getRemoteAddress()).isNull();
        assertThat(channel.bind(null)).isSameAs(channel);
        assertThat(channel.getLocalAddress()).isNotNull();
        assertThrow(AlreadyBoundException.class, () -> channel.bind(null));
    }

    @Test
    void pending() throws IOException {
        SocketChannel channel = socket();
        SocketAddress silent = silentAddress();
        assertThat(channel.connect(silent)).isFalse();
        assertThrow(NotYetConnectedException.class, operations(channel));
        assertThrow(ConnectionPendingException.class, () -> channel.connect(silent), () -> channel.bind(null));
        assertThat(channel.finishConnect()).isFalse();
        assertThat(channel.isConnectionPending()).isTrue();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.getRemoteAddress()).isEqualTo(silent);
        channel.close();
        assertThat(channel.isConnectionPending()).isFalse();
    }

    @Test
    void connected() throws IOException {
        SocketChannel channel = connect().client();
        SocketAddress remote = channel.getRemoteAddress();
        assertThrow(AlreadyConnectedException.class, () -> channel.connect(remote));
        assertThrow(AlreadyBoundException.class, () -> channel.bind(null));
        assertThat(channel.finishConnect()).isTrue();
        assertThat(channel.isConnectionPending()).isFalse();
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.shutdownOutput().shutdownOutput()).isSameAs(channel);
        assertThat(channel.shutdownInput().shutdownInput()).isSameAs(channel);
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThrow(AsynchronousCloseException.class, () -> channel.write(ByteBuffer.allocate(1)));
        assertThat(channel.isConnected()).as("with both directions shut down").isTrue();
    }

    @Test
    void closed() throws IOException {
        SocketChannel channel = connect().client();
        SocketAddress remote = channel.getRemoteAddress();
        channel.close();
        channel.close();
        assertThrow(ClosedChannelException.class, operations(channel));
        assertThrow(
                ClosedChannelException.class,
                () -> channel.connect(remote),
                channel::finishConnect,
                () -> channel.bind(null),
                channel::getLocalAddress,
                channel::getRemoteAddress,
                () -> channel.configureBlocking(true),
                () -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true),
                () -> channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.isRegistered()).isFalse();
    }

    @Test
    void aServer() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        assertThat(server.getLocalAddress()).isNull();
        assertThrow(NotYetBoundException.class, server::accept);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        assertThrow(AlreadyBoundException.class, () -> server.bind(null));
        assertThrow(IllegalBlockingModeException.class, () -> server.register(selector, SelectionKey.OP_ACCEPT));
        server.configureBlocking(false);
        assertThrow(
                IllegalArgumentException.class,
                () -> server.register(selector, SelectionKey.OP_READ),
                () -> server.register(selector, SelectionKey.OP_CONNECT));
        assertThat(server.validOps()).isEqualTo(SelectionKey.OP_ACCEPT);
        server.close();
        assertThrow(
                ClosedChannelException.class,
                server::accept,
                server::getLocalAddress,
                () -> server.bind(null),
                () -> server.setOption(StandardSocketOptions.SO_RCVBUF, 10_000),
                () -> server.getOption(StandardSocketOptions.SO_RCVBUF));
    }

    @Test
    void argumentsAreThere() throws IOException {
        SocketChannel channel = connect().client();
        assertThrow(
                NullPointerException.class,
                () -> channel.read((ByteBuffer) null),
                () -> channel.write((ByteBuffer) null),
                () -> channel.read((ByteBuffer[]) null),
                () -> channel.setOption(null, true),
                () -> channel.getOption(null));
        assertThrow(
                IndexOutOfBoundsException.class,
                () -> channel.read(new ByteBuffer[1], 0, 2),
                () -> channel.read(new ByteBuffer[1], 2, 0),
                () -> channel.write(new ByteBuffer[1], -1, 1),
                () -> channel.write(new ByteBuffer[1], 0, -1));
    }

    @Test
    void noBuffersAreNoBytes() throws IOException {
        Pair pair = connect();
        pair.server().write(text("a"));
        awaitReady(pair.client(), SelectionKey.OP_READ);
        assertThat(pair.client().read(new ByteBuffer[0])).isZero();
        assertThat(pair.client().read(new ByteBuffer[] {ByteBuffer.allocate(0)}))
                .isZero();
        assertThat(pair.client().write(new ByteBuffer[0])).isZero();
        assertThat(awaitText(pair.client(), 1)).isEqualTo("a");
    }

    @Test
    void aGatheringWriteTakes1024BuffersAtMost() throws IOException {
        Pair pair = connect();
        ByteBuffer[] buffers = new ByteBuffer[1_100];
        Arrays.setAll(buffers, i -> text("x"));
        assertThat(pair.client().write(buffers)).isEqualTo(1_024);
        assertThat(pair.client().write(buffers, 1_000, 100)).isEqualTo(76);
        assertThat(awaitText(pair.server(), 1_100)).hasSize(1_100);
    }

    @Test
    void buffersWithoutBytesAndThoseBeforeTheOffsetDoNotCount() throws IOException {
        Pair pair = connect();
        ByteBuffer[] buffers = new ByteBuffer[1_200];
        Arrays.setAll(buffers, i -> text(i < 50 || i >= 100 ? "x" : ""));
        assertThat(pair.client().write(buffers, 50, 1_150)).isEqualTo(1_024);
        assertThat(buffers[49].position()).as("before the offset").isZero();
        assertThat(pair.client().write(buffers, 50, 1_150)).isEqualTo(1_100 - 1_024);
    }

    @Test
    void aScatteringReadFills1024BuffersAtMost() throws IOException {
        Pair pair = connect();
        pair.client().write(ByteBuffer.allocate(1_100));
        ByteBuffer[] buffers = new ByteBuffer[1_100];
        Arrays.setAll(buffers, i -> ByteBuffer.allocate(1));
        awaitReady(pair.server(), SelectionKey.OP_READ);
        assertThat(pair.server().read(buffers)).isEqualTo(1_024);
    }

    @Test
    void theAdapterKnowsTheState() throws IOException {
        SocketChannel channel = socket();
        assertThat(channel.socket().isBound()).isFalse();
        assertThat(channel.socket().isConnected()).isFalse();
        assertThat(channel.socket().getChannel()).isSameAs(channel);
        Pair pair = connect();
        assertThat(pair.client().socket().isConnected()).isTrue();
        assertThat(pair.client().socket().isBound()).isTrue();
        pair.client().socket().close();
        assertThat(pair.client().isOpen()).isFalse();
        pair.server().close();
        assertThat(pair.server().socket().isClosed()).isTrue();
    }
}
