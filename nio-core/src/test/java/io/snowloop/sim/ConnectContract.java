// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

/** Listen, connect and accept. */
abstract class ConnectContract extends ChannelContract {
    @Test
    void aConnectionHasTwoEndsThatKnowEachOther() throws IOException {
        ServerSocketChannel server = listen();
        Pair pair = connect(server);
        assertThat(pair.client().isConnected()).isTrue();
        assertThat(pair.server().isConnected()).isTrue();
        assertThat(pair.client().getRemoteAddress()).isEqualTo(server.getLocalAddress());
        assertThat(pair.server().getLocalAddress()).isEqualTo(server.getLocalAddress());
        assertThat(pair.server().getRemoteAddress()).isEqualTo(pair.client().getLocalAddress());
        assertThat(pair.client().finishConnect()).as("again").isTrue();
    }

    @Test
    void aConnectionIsPendingUntilItIsFinished() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel client = socket();
        assertThat(client.isConnectionPending()).isFalse();
        assertThatThrownBy(client::finishConnect).isInstanceOf(NoConnectionPendingException.class);
        if (!client.connect(server.getLocalAddress())) {
            assertThat(client.isConnectionPending()).isTrue();
            assertThat(client.isConnected()).isFalse();
            assertThatThrownBy(() -> client.connect(server.getLocalAddress()))
                    .isInstanceOf(ConnectionPendingException.class);
            assertThatThrownBy(() -> client.bind(null)).isInstanceOf(ConnectionPendingException.class);
            awaitReady(client, SelectionKey.OP_CONNECT);
            assertThat(client.isConnectionPending()).as("not finished yet").isTrue();
            assertThat(client.finishConnect()).isTrue();
        }
        assertThat(client.isConnectionPending()).isFalse();
        assertThatThrownBy(() -> client.connect(server.getLocalAddress()))
                .isInstanceOf(AlreadyConnectedException.class);
    }

    @Test
    void aFinishedConnectionIsNotReadyToConnect() throws IOException {
        SocketChannel client = connect().client();
        client.register(selector, SelectionKey.OP_CONNECT | SelectionKey.OP_WRITE);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(client.keyFor(selector).readyOps()).isEqualTo(SelectionKey.OP_WRITE);
    }

    @Test
    void aRefusedConnectionFailsAndClosesTheChannel() throws IOException {
        InetSocketAddress unused = unusedAddress();
        SocketChannel client = socket();
        assertThatThrownBy(() -> {
                    if (!client.connect(unused)) {
                        awaitReady(client, SelectionKey.OP_CONNECT);
                        client.finishConnect();
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connection refused");
        assertThat(client.isOpen()).isFalse();
        assertThatThrownBy(client::finishConnect).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aConnectionCanBeGivenUp() throws IOException {
        SocketChannel client = socket();
        client.register(selector, SelectionKey.OP_CONNECT);
        client.connect(listen().getLocalAddress());
        client.close();
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
        assertThat(client.isConnectionPending()).isFalse();
    }

    @Test
    void addressesAreChecked() throws IOException {
        SocketChannel client = socket();
        assertThatThrownBy(() -> client.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80)))
                .isInstanceOf(UnresolvedAddressException.class);
        assertThatThrownBy(() -> client.connect(new SocketAddress() {
                    private static final long serialVersionUID = 1L;
                }))
                .isInstanceOf(UnsupportedAddressTypeException.class);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void acceptWithoutAConnectionReturnsNull() throws IOException {
        assertThat(listen().accept()).isNull();
    }

    @Test
    void anAcceptedChannelBlocksUntilItIsToldNotTo() throws IOException {
        ServerSocketChannel server = listen();
        socket().connect(server.getLocalAddress());
        awaitReady(server, SelectionKey.OP_ACCEPT);
        assertThat(closing(server.accept()).isBlocking()).isTrue();
    }

    @Test
    void anAcceptedChannelHasTheReceiveBufferOfItsServer() throws IOException {
        ServerSocketChannel server = listen();
        server.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
        assertThat(connect(server).server().getOption(StandardSocketOptions.SO_RCVBUF))
                .isEqualTo(server.getOption(StandardSocketOptions.SO_RCVBUF));
    }

    @Test
    void connectionsWaitToBeAcceptedInTheirOrder() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel first = socket();
        first.connect(server.getLocalAddress());
        awaitReady(first, SelectionKey.OP_CONNECT);
        SocketChannel second = socket();
        second.connect(server.getLocalAddress());
        awaitReady(second, SelectionKey.OP_CONNECT);
        assertThat(finish(first, server).server().getRemoteAddress()).isEqualTo(first.getLocalAddress());
        assertThat(finish(second, server).server().getRemoteAddress()).isEqualTo(second.getLocalAddress());
    }

    @Test
    void aConnectionCanBeUsedBeforeItIsAccepted() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        awaitReady(client, SelectionKey.OP_CONNECT);
        client.finishConnect();
        client.write(text("impatient"));
        assertThat(awaitText(finish(client, server).server(), 9)).isEqualTo("impatient");
    }

    @Test
    void closingTheServerResetsThoseWhoWait() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        awaitReady(client, SelectionKey.OP_CONNECT);
        client.finishConnect();
        awaitReady(server, SelectionKey.OP_ACCEPT);
        server.close();
        assertThatThrownBy(() -> awaitRead(client, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    @Test
    void acceptedConnectionsOutliveTheirServer() throws IOException {
        ServerSocketChannel server = listen();
        Pair pair = connect(server);
        server.close();
        pair.client().write(text("hi"));
        assertThat(awaitText(pair.server(), 2)).isEqualTo("hi");
    }

    @Test
    void aPortIsTakenUntilItIsFreed() throws IOException {
        ServerSocketChannel first = listen();
        SocketAddress address = first.getLocalAddress();
        ServerSocketChannel second = closing(provider.openServerSocketChannel());
        assertThatThrownBy(() -> second.bind(address))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("Address already in use");
        first.close();
        second.bind(address);
        assertThat(second.getLocalAddress()).isEqualTo(address);
    }

    @Test
    void bindsToAnAddressOfItsOwnOnly() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        assertThatThrownBy(() -> server.bind(new InetSocketAddress("192.0.2.1", 0)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("Cannot assign requested address");
    }

    @Test
    void bindsOnce() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        assertThat(server.getLocalAddress()).isNull();
        assertThatThrownBy(server::accept).isInstanceOf(NotYetBoundException.class);
        assertThat(server.bind(null)).isSameAs(server);
        assertThat(((InetSocketAddress) server.getLocalAddress()).getPort()).isPositive();
        assertThatThrownBy(() -> server.bind(null)).isInstanceOf(AlreadyBoundException.class);
    }

    @Test
    void aServerOnAllAddressesIsReachedAtEach() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.configureBlocking(false);
        server.bind(new InetSocketAddress(0));
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        SocketChannel client = socket();
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        assertThat(finish(client, server).server().isConnected()).isTrue();
    }

    @Test
    void aClientMayChooseItsPort() throws IOException {
        SocketChannel client = socket();
        assertThat(client.getLocalAddress()).isNull();
        assertThat(client.getRemoteAddress()).isNull();
        client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketAddress chosen = client.getLocalAddress();
        assertThatThrownBy(() -> client.bind(null)).isInstanceOf(AlreadyBoundException.class);
        ServerSocketChannel server = listen();
        client.connect(server.getLocalAddress());
        assertThat(finish(client, server).server().getRemoteAddress()).isEqualTo(chosen);
    }

    @Test
    void aServerThatIsClosedAcceptsNoMore() throws IOException {
        ServerSocketChannel server = listen();
        server.close();
        assertThatThrownBy(server::accept).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> server.bind(null)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(server::getLocalAddress).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void channelsInBlockingModeWait() throws IOException {
        ServerSocketChannel server = listen();
        server.configureBlocking(true);
        SocketChannel client = closing(provider.openSocketChannel());
        assertThat(client.connect(server.getLocalAddress())).isTrue();
        SocketChannel accepted = closing(server.accept());
        client.write(text("blocking"));
        ByteBuffer bytes = ByteBuffer.allocate(8);
        while (bytes.hasRemaining()) {
            assertThat(accepted.read(bytes)).isPositive();
        }
        client.close();
        assertThat(accepted.read(bytes.clear())).isEqualTo(-1);
    }

    @Test
    void theLegacyServerSocketIsAViewOfTheChannel() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.socket().setReuseAddress(true);
        server.socket().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        assertThat(server.socket().getLocalPort()).isEqualTo(((InetSocketAddress) server.getLocalAddress()).getPort());
        assertThat(server.socket().isBound()).isTrue();
        assertThat(server.socket().getChannel()).isSameAs(server);
        server.socket().close();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void internetFamiliesAreThere() throws IOException {
        assertThat(closing(provider.openSocketChannel(StandardProtocolFamily.INET))
                        .isOpen())
                .isTrue();
        assertThat(closing(provider.openServerSocketChannel(StandardProtocolFamily.INET))
                        .isOpen())
                .isTrue();
    }
}
