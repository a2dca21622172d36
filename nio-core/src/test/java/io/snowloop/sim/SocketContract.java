// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Reads, writes, and the ends of a connection. */
abstract class SocketContract extends ChannelContract {
    @Test
    void bytesArriveInOrder() throws IOException {
        Pair pair = connect();
        assertThat(pair.client().write(text("hello, "))).isEqualTo(7);
        assertThat(pair.client().write(text("world"))).isEqualTo(5);
        assertThat(awaitText(pair.server(), 12)).isEqualTo("hello, world");
    }

    @Test
    void bothDirectionsAreIndependent() throws IOException {
        Pair pair = connect();
        pair.client().write(text("ping"));
        pair.server().write(text("pong"));
        assertThat(awaitText(pair.client(), 4)).isEqualTo("pong");
        assertThat(awaitText(pair.server(), 4)).isEqualTo("ping");
    }

    @Test
    void readingWhereNothingIsReadsNothing() throws IOException {
        assertThat(connect().client().read(ByteBuffer.allocate(10))).isZero();
    }

    @Test
    void aReadTakesNoMoreThanFits() throws IOException {
        Pair pair = connect();
        pair.client().write(text("abcdef"));
        ByteBuffer small = ByteBuffer.allocate(4);
        assertThat(awaitRead(pair.server(), small)).isEqualTo(4);
        assertThat(pair.server().read(small)).as("no room").isZero();
        assertThat(awaitText(pair.server(), 2)).isEqualTo("ef");
    }

    @Test
    void readsIntoDirectAndSlicedBuffersAtTheirPosition() throws IOException {
        Pair pair = connect();
        pair.client().write(text("abc").asReadOnlyBuffer());
        ByteBuffer direct = ByteBuffer.allocateDirect(10).position(2).slice();
        assertThat(awaitRead(pair.server(), direct)).isEqualTo(3);
        assertThat(direct.position()).isEqualTo(3);
        assertThat(direct.get(2)).isEqualTo((byte) 'c');
    }

    @Test
    void refusesToReadIntoAReadOnlyBuffer() throws IOException {
        Pair pair = connect();
        assertThatThrownBy(() -> pair.client().read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void buffersAreCheckedBeforeBytesMove() throws IOException {
        Pair pair = connect();
        pair.client().write(text("ab"));
        awaitReady(pair.server(), SelectionKey.OP_READ);
        ByteBuffer first = ByteBuffer.allocate(1);
        ByteBuffer[] second = {first, ByteBuffer.allocate(1).asReadOnlyBuffer()};
        assertThatThrownBy(() -> pair.server().read(second)).isInstanceOf(IllegalArgumentException.class);
        assertThat(first.position()).isZero();
        assertThat(awaitText(pair.server(), 2)).isEqualTo("ab");
    }

    @Test
    void gathersAndScatters() throws IOException {
        Pair pair = connect();
        ByteBuffer[] out = {text("skipped"), text("ab"), ByteBuffer.allocate(0), text("cde")};
        assertThat(pair.client().write(out, 1, 3)).isEqualTo(5);
        assertThat(out[0].position()).isZero();
        assertThat(out[3].hasRemaining()).isFalse();
        awaitReady(pair.server(), SelectionKey.OP_READ);
        ByteBuffer[] in = {ByteBuffer.allocate(1), ByteBuffer.allocate(3), ByteBuffer.allocate(9)};
        assertThat(pair.server().read(in)).isEqualTo(5);
        assertThat(in[1].hasRemaining()).isFalse();
        assertThat(in[2].position()).isEqualTo(1);
        assertThatThrownBy(() -> pair.client().write(out, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pair.client().read(in, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSocketTakesSoManyBytesUntilThePeerReads() throws IOException {
        Pair pair = connect();
        long taken = fill(pair.client());
        assertThat(taken).isPositive();
        assertThat(isReady(pair.client(), SelectionKey.OP_WRITE)).isFalse();
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        for (long read = 0; read < taken; read += awaitRead(pair.server(), bytes.clear())) {}
        awaitReady(pair.client(), SelectionKey.OP_WRITE);
        assertThat(pair.client().write(text("more"))).isEqualTo(4);
    }

    @Test
    void theEndOfTheStreamComesAfterTheBytesAndStays() throws IOException {
        Pair pair = connect();
        pair.client().write(text("bye"));
        pair.client().shutdownOutput();
        assertThat(awaitText(pair.server(), 3)).isEqualTo("bye");
        assertThat(awaitRead(pair.server(), ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(awaitRead(pair.server(), ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void halfAConnectionGoesOn() throws IOException {
        Pair pair = connect();
        pair.client().shutdownOutput();
        pair.client().shutdownOutput();
        assertThat(awaitRead(pair.server(), ByteBuffer.allocate(1))).isEqualTo(-1);
        pair.server().write(text("still here"));
        assertThat(awaitText(pair.client(), 10)).isEqualTo("still here");
        assertThatThrownBy(() -> pair.client().write(text("x"))).isInstanceOf(ClosedChannelException.class);
        assertThat(pair.client().isOpen()).isTrue();
    }

    @Test
    void inputThatWasShutDownIsAtItsEnd() throws IOException {
        Pair pair = connect();
        pair.server().write(text("unread"));
        pair.client().shutdownInput();
        pair.client().shutdownInput();
        assertThat(awaitRead(pair.client(), ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(pair.client().write(text("ok"))).isEqualTo(2);
        assertThat(awaitText(pair.server(), 2)).isEqualTo("ok");
    }

    @Test
    void inputThatWasShutDownIsReady() throws IOException {
        Pair pair = connect();
        pair.client().shutdownInput();
        awaitReady(pair.client(), SelectionKey.OP_READ);
    }

    @Test
    void closingEndsThePeersStream() throws IOException {
        Pair pair = connect();
        pair.client().write(text("last words"));
        pair.client().close();
        assertThat(awaitText(pair.server(), 10)).isEqualTo("last words");
        assertThat(awaitRead(pair.server(), ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void closingWithLingerZeroResets() throws IOException {
        Pair pair = connect();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.client().close();
        assertThatThrownBy(() -> awaitRead(pair.server(), ByteBuffer.allocate(1)))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> pair.server().read(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> pair.server().write(text("x"))).isInstanceOf(IOException.class);
        assertThat(pair.server().isOpen()).isTrue();
    }

    @Test
    void closingWithUnreadBytesResets() throws IOException {
        Pair pair = connect();
        pair.client().write(text("unread"));
        awaitReady(pair.server(), SelectionKey.OP_READ);
        pair.server().close();
        assertThatThrownBy(() -> awaitRead(pair.client(), ByteBuffer.allocate(1)))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void whatCameBeforeAResetCanBeRead() throws IOException {
        Pair pair = connect();
        pair.client().write(text("early"));
        awaitReady(pair.server(), SelectionKey.OP_READ);
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.client().close();
        assertThat(awaitText(pair.server(), 5)).isEqualTo("early");
        assertThatThrownBy(() -> awaitRead(pair.server(), ByteBuffer.allocate(1)))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void writingToAPeerThatHasClosedIsAnsweredWithAReset() throws IOException {
        Pair pair = connect();
        pair.server().close();
        assertThat(awaitRead(pair.client(), ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(pair.client().write(text("too late"))).isEqualTo(8);
        assertThatThrownBy(() -> {
                    awaitReady(pair.client(), SelectionKey.OP_WRITE);
                    pair.client().write(text("x"));
                    awaitReady(pair.client(), SelectionKey.OP_WRITE);
                    pair.client().write(text("x"));
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aResetMakesAChannelReadyForAllItWaitsFor() throws IOException {
        Pair pair = connect();
        fill(pair.server());
        SelectionKey key = pair.server().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertThat(selector.selectNow()).isZero();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.client().close();
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** OP_CONNECT is what a connected channel is never ready for otherwise. */
    @Test
    void theEndOfBothDirectionsMakesAChannelReadyForAllItWaitsFor() throws IOException {
        Pair pair = connect();
        pair.client().shutdownOutput();
        assertThat(isReady(pair.client(), SelectionKey.OP_CONNECT)).isFalse();
        pair.server().shutdownOutput();
        awaitReady(pair.client(), SelectionKey.OP_READ);
        assertThat(isReady(pair.client(), SelectionKey.OP_CONNECT)).isTrue();
        pair = connect();
        pair.server().shutdownOutput();
        awaitReady(pair.client(), SelectionKey.OP_READ);
        assertThat(isReady(pair.client(), SelectionKey.OP_CONNECT)).isFalse();
        pair = connect();
        pair.client().shutdownInput();
        assertThat(isReady(pair.client(), SelectionKey.OP_CONNECT)).isFalse();
        pair.client().shutdownOutput();
        assertThat(isReady(pair.client(), SelectionKey.OP_CONNECT)).isTrue();
    }

    @Test
    void aConnectThatIsNotFinishedIsReadyForNothingElse() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        awaitReady(client, SelectionKey.OP_CONNECT);
        assertThat(isReady(client, SelectionKey.OP_READ | SelectionKey.OP_WRITE))
                .isFalse();
    }

    @Test
    void nothingWorksBeforeItIsConnected() throws IOException {
        SocketChannel channel = socket();
        assertThat(channel.isConnected()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(NotYetConnectedException.class);
        assertThatThrownBy(() -> channel.write(text("x"))).isInstanceOf(NotYetConnectedException.class);
        assertThatThrownBy(channel::shutdownInput).isInstanceOf(NotYetConnectedException.class);
        assertThatThrownBy(channel::shutdownOutput).isInstanceOf(NotYetConnectedException.class);
    }

    @Test
    void nothingWorksAfterItIsClosed() throws IOException {
        SocketChannel channel = connect().client();
        channel.close();
        channel.close();
        assertThat(channel.isConnected()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.write(text("x"))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::shutdownOutput).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::getLocalAddress).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::getRemoteAddress).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.configureBlocking(true)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
                .isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void optionsAreRemembered() throws IOException {
        SocketChannel channel = socket();
        assertThat(channel.supportedOptions())
                .contains(
                        StandardSocketOptions.TCP_NODELAY,
                        StandardSocketOptions.SO_KEEPALIVE,
                        StandardSocketOptions.SO_LINGER,
                        StandardSocketOptions.SO_SNDBUF,
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_REUSEADDR);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true).setOption(StandardSocketOptions.SO_LINGER, 7);
        assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(7);
        assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isPositive();
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_RCVBUF, -1))
                .isInstanceOf(IllegalArgumentException.class);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 0).setOption(StandardSocketOptions.SO_LINGER, -1);
        assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).as("off").isNegative();
    }

    @Test
    void theLegacySocketIsAViewOfTheChannel() throws IOException {
        SocketChannel channel = connect().client();
        channel.socket().setTcpNoDelay(true);
        assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(channel.socket()).isSameAs(channel.socket());
        assertThat(channel.socket().getChannel()).isSameAs(channel);
        assertThat(channel.socket().isConnected()).isTrue();
        assertThat(channel.socket().getRemoteSocketAddress()).isEqualTo(channel.getRemoteAddress());
        assertThat(channel.socket().getLocalPort())
                .isEqualTo(((InetSocketAddress) channel.getLocalAddress()).getPort());
        channel.socket().close();
        assertThat(channel.isOpen()).isFalse();
    }
}
