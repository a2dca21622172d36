// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What a program learns of a reset, in which order. The specification leaves it open; all of it is as on Linux. */
abstract class ResetContract extends ChannelContract {
    /** A channel whose peer has sent RST. */
    private SocketChannel reset() throws IOException {
        Pair pair = connect();
        pair.server().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.server().close();
        awaitReady(pair.client(), SelectionKey.OP_READ);
        return pair.client();
    }

    private static int read(SocketChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(1));
    }

    @Test
    void aReadReportsItAgainAndAgain() throws IOException {
        SocketChannel channel = reset();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> read(channel))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        }
        assertThatThrownBy(() -> channel.write(text("x"))).hasMessage("Broken pipe");
    }

    @Test
    void aWriteReportsItOnceAndThenTheStreamIsAtItsEnd() throws IOException {
        SocketChannel channel = reset();
        assertThatThrownBy(() -> channel.write(text("x"))).hasMessage("Connection reset by peer");
        assertThat(read(channel)).isEqualTo(-1);
        assertThatThrownBy(() -> channel.write(text("x"))).hasMessage("Broken pipe");
    }

    @Test
    void aWriteOfNothingDoesNotUseUpTheReport() throws IOException {
        SocketChannel channel = reset();
        assertThat(channel.write(text(""))).isZero();
        assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
        assertThatThrownBy(() -> read(channel)).hasMessage("Connection reset");
    }

    @Test
    void aWriteAfterAHalfCloseUsesUpTheReport() throws IOException {
        SocketChannel channel = reset();
        channel.shutdownOutput();
        assertThatThrownBy(() -> channel.write(text("x"))).isInstanceOf(AsynchronousCloseException.class);
        assertThat(read(channel)).isEqualTo(-1);
    }

    @Test
    void aWriteOfNothingAfterAHalfCloseDoesNotUseUpTheReport() throws IOException {
        SocketChannel channel = reset();
        channel.shutdownOutput();
        assertThatThrownBy(() -> channel.write(text(""))).isInstanceOf(AsynchronousCloseException.class);
        assertThatThrownBy(() -> read(channel)).hasMessage("Connection reset");
    }

    @Test
    void inputThatIsShutDownHidesIt() throws IOException {
        SocketChannel channel = reset();
        assertThatThrownBy(() -> read(channel)).hasMessage("Connection reset");
        channel.shutdownInput();
        assertThat(read(channel)).isEqualTo(-1);
    }

    @Test
    void afterTheEndOfTheStreamItIsABrokenPipe() throws IOException {
        Pair pair = connect();
        pair.server().close();
        assertThat(awaitRead(pair.client(), ByteBuffer.allocate(1))).isEqualTo(-1);
        pair.client().register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertThat(pair.client().write(text("too late"))).isEqualTo(8);
        pair.client().shutdownInput();
        assertThatThrownBy(() -> pair.client().write(text("x"))).hasMessage("Broken pipe");
        assertThat(read(pair.client())).isEqualTo(-1);
    }

    @Test
    void aPeerThatHasShutDownBothDirectionsAnswersWithIt() throws IOException {
        Pair pair = connect();
        pair.server().shutdownInput();
        pair.server().shutdownOutput();
        assertThat(awaitRead(pair.client(), ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(pair.client().write(text("x"))).isEqualTo(1);
        assertThatThrownBy(() -> pair.client().write(text("x"))).hasMessage("Broken pipe");
    }

    @Test
    void whatArrivesAtInputThatIsShutDownIsAccepted() throws IOException {
        Pair pair = connect();
        pair.server().shutdownInput();
        assertThat(pair.client().write(text("x"))).isEqualTo(1);
        assertThat(pair.client().write(text("x"))).isEqualTo(1);
    }

    @Test
    void noneFollowsTheEndOfBothDirections() throws IOException {
        Pair pair = connect();
        pair.client().shutdownOutput();
        pair.server().shutdownOutput();
        awaitReady(pair.client(), SelectionKey.OP_READ);
        pair.server().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.server().close();
        assertThat(read(pair.client())).isEqualTo(-1);
    }

    @Test
    void aConnectionThatIsResetBeforeItIsFinishedFails() throws IOException {
        var server = listen();
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        awaitReady(client, SelectionKey.OP_CONNECT);
        server.close();
        assertThatThrownBy(client::finishConnect)
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset by peer");
        assertThatThrownBy(client::finishConnect).isInstanceOf(ClosedChannelException.class);
    }
}
