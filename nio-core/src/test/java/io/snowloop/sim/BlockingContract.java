// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels in blocking mode: interrupts, and closes while an operation waits. */
abstract class BlockingContract extends ChannelContract {
    private final Thread tester = Thread.currentThread();

    /** Runs {@code action} once this thread waits in an operation of a channel. */
    abstract void whileBlocked(Action action);

    interface Action {
        void run() throws IOException;

        default void runUnchecked() {
            try {
                run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private SocketChannel blockingClient() throws IOException {
        SocketChannel client = connect().client();
        client.configureBlocking(true);
        return client;
    }

    private ServerSocketChannel blockingServer() throws IOException {
        ServerSocketChannel server = listen();
        server.configureBlocking(true);
        return server;
    }

    /** The address of a server that answers no SYN: its backlog is full. Linux holds one connection more than that. */
    private SocketAddress silentAddress() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        closing(provider.openSocketChannel()).connect(server.getLocalAddress());
        closing(provider.openSocketChannel()).connect(server.getLocalAddress());
        return server.getLocalAddress();
    }

    // ----------------------------------------------------------------------------------------- the flag is set before

    private void assertClosedByInterrupt(Channel channel, ThrowingCallable operation) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(operation).isInstanceOf(ClosedByInterruptException.class);
        assertThat(channel.isOpen()).as("open").isFalse();
        assertThat(Thread.interrupted()).as("the flag stays").isTrue();
    }

    @Test
    void anInterruptedThreadCannotRead() throws IOException {
        Pair pair = connect();
        pair.client().configureBlocking(true);
        pair.server().write(text("there"));
        assertClosedByInterrupt(pair.client(), () -> pair.client().read(ByteBuffer.allocate(1)));
        SocketChannel client = blockingClient();
        assertClosedByInterrupt(client, () -> client.read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
        SocketChannel other = blockingClient();
        assertClosedByInterrupt(other, () -> other.socket().getInputStream().read());
    }

    @Test
    void anInterruptedThreadCannotReadFromAConnectionThatAServerHasAccepted() throws IOException {
        SocketChannel accepted = connect().server();
        accepted.configureBlocking(true);
        assertClosedByInterrupt(accepted, () -> accepted.read(ByteBuffer.allocate(1)));
    }

    @Test
    void anInterruptedThreadCannotWrite() throws IOException {
        SocketChannel client = blockingClient();
        assertClosedByInterrupt(client, () -> client.write(ByteBuffer.allocate(10_000_000)));
    }

    @Test
    void anInterruptedThreadCannotAccept() throws IOException {
        ServerSocketChannel server = blockingServer();
        assertClosedByInterrupt(server, server::accept);
    }

    @Test
    void anInterruptedThreadCannotConnect() throws IOException {
        SocketAddress address = listen().getLocalAddress();
        SocketChannel client = closing(provider.openSocketChannel());
        assertClosedByInterrupt(client, () -> client.connect(address));
    }

    @Test
    void anInterruptIsNothingToAChannelThatDoesNotBlock() throws IOException {
        Pair pair = connect();
        Thread.currentThread().interrupt();
        assertThat(pair.client().read(ByteBuffer.allocate(1))).isZero();
        assertThat(pair.client().write(text("x"))).isEqualTo(1);
        assertThat(listen().accept()).isNull();
        assertThat(pair.client().isOpen()).isTrue();
    }

    // ------------------------------------------------------------------------------------------ while it waits

    @Test
    void anInterruptEndsAReadThatWaits() throws IOException {
        SocketChannel client = blockingClient();
        whileBlocked(tester::interrupt);
        assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedByInterruptException.class);
        assertThat(client.isOpen()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptEndsAnAcceptThatWaits() throws IOException {
        ServerSocketChannel server = blockingServer();
        whileBlocked(tester::interrupt);
        assertThatThrownBy(server::accept).isInstanceOf(ClosedByInterruptException.class);
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void anInterruptEndsAConnectThatWaits() throws IOException {
        SocketAddress silent = silentAddress();
        SocketChannel client = closing(provider.openSocketChannel());
        whileBlocked(tester::interrupt);
        assertThatThrownBy(() -> client.connect(silent)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void aCloseEndsAReadThatWaits() throws IOException {
        SocketChannel client = blockingClient();
        whileBlocked(client::close);
        assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
                .isInstanceOf(AsynchronousCloseException.class)
                .isNotInstanceOf(ClosedByInterruptException.class);
    }

    @Test
    void aCloseEndsAnAcceptThatWaits() throws IOException {
        ServerSocketChannel server = blockingServer();
        whileBlocked(server::close);
        assertThatThrownBy(server::accept).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void aCloseEndsAConnectThatWaits() throws IOException {
        SocketAddress silent = silentAddress();
        SocketChannel client = closing(provider.openSocketChannel());
        whileBlocked(client::close);
        assertThatThrownBy(() -> client.connect(silent)).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void aCloseEndsAWriteThatWaitsAndItsFirstBytesCount() throws IOException {
        SocketChannel client = blockingClient();
        whileBlocked(client::close);
        ByteBuffer large = ByteBuffer.allocate(50_000_000);
        assertThat(client.write(large)).isBetween(1, large.capacity() - 1);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void aShutdownEndsAReadThatWaits() throws IOException {
        SocketChannel client = blockingClient();
        whileBlocked(client::shutdownInput);
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aShutdownEndsAWriteThatWaitsAndItsFirstBytesCount() throws IOException {
        SocketChannel client = blockingClient();
        whileBlocked(client::shutdownOutput);
        ByteBuffer large = ByteBuffer.allocate(50_000_000);
        assertThat(client.write(large)).isBetween(1, large.capacity() - 1);
        assertThatThrownBy(() -> client.write(large)).isInstanceOf(AsynchronousCloseException.class);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aResetEndsAWriteThatWaitsAndItsFirstBytesCount() throws IOException {
        Pair pair = connect();
        pair.client().configureBlocking(true);
        pair.server().setOption(StandardSocketOptions.SO_LINGER, 0);
        whileBlocked(pair.server()::close);
        ByteBuffer large = ByteBuffer.allocate(50_000_000);
        assertThat(pair.client().write(large)).isBetween(1, large.capacity() - 1);
        assertThatThrownBy(() -> pair.client().write(large)).isInstanceOf(IOException.class);
    }

    @Test
    void bytesEndAReadThatWaits() throws IOException {
        Pair pair = connect();
        pair.client().configureBlocking(true);
        whileBlocked(() -> pair.server().write(text("ab")));
        assertThat(pair.client().read(ByteBuffer.allocate(9))).isEqualTo(2);
    }

    @Test
    void aReadWithoutRoomDoesNotWait() throws IOException {
        assertThat(blockingClient().read(ByteBuffer.allocate(0))).isZero();
    }

    // ------------------------------------------------------------------------------------------------ in a select

    @Test
    void aSelectThatWaitsDoesNotSeeNewInterest() throws IOException {
        SelectionKey key = connect().client().register(selector, SelectionKey.OP_READ);
        whileBlocked(() -> {
            key.interestOps(SelectionKey.OP_WRITE);
            selector.wakeup();
        });
        assertThat(selector.select()).as("woken, and not ready").isZero();
        assertThat(selector.select()).as("ready for the new interest").isEqualTo(1);
    }

    @Test
    void aSelectThatWaitsDoesNotSeeNewChannels() throws IOException {
        SocketChannel channel = connect().client();
        whileBlocked(() -> {
            channel.register(selector, SelectionKey.OP_WRITE);
            selector.wakeup();
        });
        assertThat(selector.select()).as("woken, and not ready").isZero();
        assertThat(selector.select()).as("ready").isEqualTo(1);
    }

    @Test
    void aKeyThatIsCancelledWhileASelectWaitsIsGoneAfterIt() throws IOException {
        SelectionKey key = connect().client().register(selector, SelectionKey.OP_READ);
        whileBlocked(() -> {
            key.cancel();
            selector.wakeup();
        });
        assertThat(selector.select()).isZero();
        assertThat(selector.keys()).isEmpty();
    }

    // ----------------------------------------------------------------------------------------------------------- pipes

    private Pipe pipe() throws IOException {
        Pipe pipe = provider.openPipe();
        closing(pipe.source());
        closing(pipe.sink());
        return pipe;
    }

    @Test
    void aReadOfAPipeWaitsForBytes() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(() -> pipe.sink().write(text("there")));
        assertThat(pipe.source().read(ByteBuffer.allocate(10))).isEqualTo(5);
    }

    @Test
    void aReadOfAPipeEndsWithItsSink() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(() -> pipe.sink().close());
        assertThat(pipe.source().read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }

    @Test
    void aWriteToAPipeWaitsForRoomForAll() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(() ->
                assertThat(pipe.source().read(ByteBuffer.allocate(50_000))).isEqualTo(50_000));
        assertThat(pipe.sink().write(ByteBuffer.allocate(100_000))).isEqualTo(100_000);
    }

    @Test
    void aCloseEndsAWriteToAPipeAndItsFirstBytesCount() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(pipe.sink()::close);
        assertThat(pipe.sink().write(ByteBuffer.allocate(100_000))).isEqualTo(64 * 1024);
        assertThat(pipe.sink().isOpen()).isFalse();
    }

    @Test
    void aCloseEndsAWriteToAPipeThatIsFull() throws IOException {
        Pipe pipe = pipe();
        pipe.sink().write(ByteBuffer.allocate(64 * 1024));
        whileBlocked(pipe.sink()::close);
        assertThatThrownBy(() -> pipe.sink().write(text("a"))).isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void theEndOfItsSourceEndsAWriteToAPipeAndItsFirstBytesCount() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(pipe.source()::close);
        assertThat(pipe.sink().write(ByteBuffer.allocate(100_000))).isEqualTo(64 * 1024);
        assertThatThrownBy(() -> pipe.sink().write(text("a"))).hasMessage("Broken pipe");
    }

    @Test
    void aCloseEndsAReadOfAPipe() throws IOException {
        Pipe pipe = pipe();
        whileBlocked(pipe.source()::close);
        assertThatThrownBy(() -> pipe.source().read(ByteBuffer.allocate(1)))
                .isInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void anInterruptClosesAnEndOfAPipe() throws IOException {
        Pipe pipe = pipe();
        assertClosedByInterrupt(pipe.sink(), () -> pipe.sink().write(text("a")));
        assertClosedByInterrupt(pipe.source(), () -> pipe.source().read(ByteBuffer.allocate(1)));
        whileBlocked(tester::interrupt);
        assertThatThrownBy(() -> pipe().source().read(ByteBuffer.allocate(1)))
                .isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
