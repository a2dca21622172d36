// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@link SocketChannel#socket} returns. */
abstract class LegacySocketContract extends ChannelContract {
    private Pair blocking() throws IOException {
        Pair pair = connect();
        pair.client().configureBlocking(true);
        pair.server().configureBlocking(true);
        return pair;
    }

    // ------------------------------------------------------------------------------------------- state and options

    @Test
    void halfClosesAreSeenHoweverTheyWereMade() throws IOException {
        Pair pair = connect();
        assertThat(pair.client().socket().isInputShutdown()).isFalse();
        assertThat(pair.client().socket().isOutputShutdown()).isFalse();
        pair.client().shutdownInput();
        pair.client().socket().shutdownOutput();
        assertThat(pair.client().socket().isInputShutdown()).isTrue();
        assertThat(pair.client().socket().isOutputShutdown()).isTrue();
        assertThatThrownBy(() -> socket().socket().shutdownInput()).isInstanceOf(SocketException.class);
    }

    @Test
    void optionsAreThoseOfTheChannel() throws IOException {
        SocketChannel channel = connect().client();
        Socket socket = channel.socket();
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setReuseAddress(true);
        socket.setOOBInline(true);
        socket.setSoLinger(true, 3);
        socket.setTrafficClass(8);
        socket.setSendBufferSize(20_000);
        socket.setReceiveBufferSize(30_000);
        assertThat(socket.getTcpNoDelay()).isTrue();
        assertThat(socket.getKeepAlive()).isTrue();
        assertThat(socket.getReuseAddress()).isTrue();
        assertThat(socket.getOOBInline()).isTrue();
        assertThat(socket.getSoLinger()).isEqualTo(3);
        assertThat(socket.getTrafficClass()).isEqualTo(8);
        assertThat(socket.getSendBufferSize()).isEqualTo(20_000);
        assertThat(socket.getReceiveBufferSize()).isEqualTo(30_000);
        assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isEqualTo(20_000);
        assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(3);
        assertThat(socket.supportedOptions()).isEqualTo(channel.supportedOptions());
        socket.setTcpNoDelay(false);
        socket.setKeepAlive(false);
        socket.setReuseAddress(false);
        socket.setOOBInline(false);
        assertThat(socket.getTcpNoDelay()).isFalse();
        assertThat(socket.getKeepAlive()).isFalse();
        assertThat(socket.getReuseAddress()).isFalse();
        assertThat(socket.getOOBInline()).isFalse();
        socket.setSoLinger(false, 3);
        assertThat(socket.getSoLinger()).isEqualTo(-1);
        assertThat(socket.setOption(StandardSocketOptions.TCP_NODELAY, false)).isSameAs(socket);
        assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
        assertThatThrownBy(() -> socket.setSendBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.setReceiveBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.setTrafficClass(256)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTimeoutIsRemembered() throws IOException {
        Socket socket = connect().client().socket();
        assertThat(socket.getSoTimeout()).isZero();
        socket.setSoTimeout(7);
        assertThat(socket.getSoTimeout()).isEqualTo(7);
        assertThatThrownBy(() -> socket.setSoTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
        socket.close();
        assertThatThrownBy(socket::getSoTimeout).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.setSoTimeout(1)).isInstanceOf(SocketException.class);
    }

    @Test
    void anUnconnectedSocketHasNoAddresses() throws IOException {
        Socket socket = socket().socket();
        assertThat(socket.isBound()).isFalse();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.getPort()).isZero();
        assertThat(socket.getLocalPort()).isEqualTo(-1);
        assertThat(socket.getInetAddress()).isNull();
        assertThat(socket.getRemoteSocketAddress()).isNull();
        assertThat(socket.getLocalSocketAddress()).isNull();
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void aConnectedSocketHasTheAddressesOfItsChannel() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel channel = connect(server).client();
        assertThat(channel.socket().getLocalSocketAddress()).isEqualTo(channel.getLocalAddress());
        assertThat(channel.socket().getPort()).isEqualTo(server.socket().getLocalPort());
    }

    @Test
    void aClosedSocketKeepsItsAddresses() throws IOException {
        Socket socket = connect().client().socket();
        int localPort = socket.getLocalPort();
        int port = socket.getPort();
        socket.close();
        socket.close();
        assertThat(socket.isClosed()).isTrue();
        assertThat(socket.isConnected()).isFalse();
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.isInputShutdown()).isFalse();
        assertThat(socket.isOutputShutdown()).isFalse();
        assertThat(socket.getLocalPort()).isEqualTo(localPort);
        assertThat(socket.getPort()).isEqualTo(port);
        assertThat(socket.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
        assertThatThrownBy(socket::getTcpNoDelay).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.setTcpNoDelay(true)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.getOption(StandardSocketOptions.TCP_NODELAY))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(socket::shutdownInput).isInstanceOf(IOException.class);
        assertThatThrownBy(socket::getInputStream)
                .isInstanceOf(SocketException.class)
                .hasMessage("Socket is closed");
        assertThatThrownBy(socket::getOutputStream)
                .isInstanceOf(SocketException.class)
                .hasMessage("Socket is closed");
        assertThatThrownBy(() -> socket.sendUrgentData(1)).isInstanceOf(IOException.class);
    }

    // --------------------------------------------------------------------------------------- binding and connecting

    @Test
    void connectsInBlockingModeOnly() throws IOException {
        ServerSocketChannel server = listen();
        Socket socket = closing(provider.openSocketChannel()).socket();
        socket.connect(server.getLocalAddress(), 5_000);
        assertThat(socket.isConnected()).isTrue();
        assertThatThrownBy(() -> socket.connect(server.getLocalAddress()))
                .as("the second since JDK 25, before it the first")
                .isInstanceOfAny(AlreadyConnectedException.class, SocketException.class);
        assertThatThrownBy(() -> socket().socket().connect(server.getLocalAddress()))
                .isInstanceOf(IllegalBlockingModeException.class);
    }

    @Test
    void addressesOfAConnectAreChecked() throws IOException {
        Socket socket = closing(provider.openSocketChannel()).socket();
        InetSocketAddress unused = unusedAddress();
        assertThatThrownBy(() -> socket.connect(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.connect(unused, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(socket.isClosed()).isFalse();
        assertThatThrownBy(() -> socket.connect(unused, 5_000)).isInstanceOf(ConnectException.class);
        assertThat(socket.isClosed()).as("after a connect that failed").isTrue();
        Socket other = closing(provider.openSocketChannel()).socket();
        assertThatThrownBy(() -> other.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80)))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aConnectEndsAfterItsTimeout() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        for (int i = 0; i < 2; i++) { // Linux holds one connection more than the backlog
            closing(provider.openSocketChannel()).connect(server.getLocalAddress());
        }
        Socket socket = closing(provider.openSocketChannel()).socket();
        assertThatThrownBy(() -> socket.connect(server.getLocalAddress(), 20))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void bindingTwiceIsASocketException() throws IOException {
        Socket socket = socket().socket();
        socket.bind(null);
        assertThat(socket.isBound()).isTrue();
        assertThatThrownBy(() -> socket.bind(null)).isInstanceOf(SocketException.class);
        Socket ofIpv4 =
                closing(provider.openSocketChannel(StandardProtocolFamily.INET)).socket();
        InetSocketAddress ofIpv6 = new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 0);
        assertThatThrownBy(() -> ofIpv4.bind(ofIpv6)).isInstanceOf(SocketException.class);
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
        assertThatThrownBy(() -> socket().socket().bind(unresolved))
                .isInstanceOf(SocketException.class)
                .hasMessage("Unresolved address");
        Socket closed = socket().socket();
        closed.close();
        assertThatThrownBy(() -> closed.bind(null)).isInstanceOf(IOException.class);
    }

    // ------------------------------------------------------------------------------------------------------ streams

    @Test
    void streamsReadAndWriteTheChannel() throws IOException {
        Pair pair = blocking();
        OutputStream out = pair.client().socket().getOutputStream();
        InputStream in = pair.server().socket().getInputStream();
        out.write('h');
        out.write("ello".getBytes(StandardCharsets.UTF_8), 1, 3);
        assertThat(in.read()).isEqualTo('h');
        assertThat(in.available()).isEqualTo(3);
        assertThat(new String(in.readNBytes(3), StandardCharsets.UTF_8)).isEqualTo("llo");
        assertThat(in.read(new byte[0])).isZero();
        assertThatThrownBy(() -> in.read(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        out.close();
        assertThat(pair.client().isOpen()).isFalse();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
        in.close();
        assertThat(pair.server().isOpen()).isFalse();
        assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(in::available).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void streamsNeedAConnectionInBlockingMode() throws IOException {
        assertThatThrownBy(() -> socket().socket().getInputStream()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket().socket().getOutputStream()).isInstanceOf(SocketException.class);
        Pair pair = connect();
        InputStream in = pair.client().socket().getInputStream();
        OutputStream out = pair.client().socket().getOutputStream();
        assertThatThrownBy(in::read).isInstanceOf(IllegalBlockingModeException.class);
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IllegalBlockingModeException.class);
        pair.client().shutdownInput();
        pair.client().shutdownOutput();
        assertThatThrownBy(() -> pair.client().socket().getInputStream()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> pair.client().socket().getOutputStream()).isInstanceOf(SocketException.class);
    }

    @Test
    void aReadEndsAfterItsTimeoutAndTheNextMaySucceed() throws IOException {
        Pair pair = blocking();
        pair.client().socket().setSoTimeout(10);
        InputStream in = pair.client().socket().getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(pair.client().isOpen()).isTrue();
        pair.server().write(text("x"));
        assertThat(in.read()).isEqualTo('x');
    }

    @Test
    void aReadOfAStreamReportsAReset() throws IOException {
        Pair pair = blocking();
        InputStream in = pair.client().socket().getInputStream();
        pair.server().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.server().close();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessage("Connection reset");
    }

    // ----------------------------------------------------------------------------------------------------- servers

    @Test
    void aServerSocketAccepts() throws IOException {
        ServerSocketChannel server = listen();
        server.configureBlocking(true);
        SocketChannel client = closing(provider.openSocketChannel());
        client.connect(server.getLocalAddress());
        Socket accepted = server.socket().accept();
        closing(accepted.getChannel());
        assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalAddress());
        assertThat(accepted.getChannel().isBlocking()).isTrue();
    }

    @Test
    void anAcceptEndsAfterItsTimeout() throws IOException {
        ServerSocketChannel server = listen();
        server.configureBlocking(true);
        server.socket().setSoTimeout(10);
        assertThat(server.socket().getSoTimeout()).isEqualTo(10);
        assertThatThrownBy(() -> server.socket().accept()).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.isOpen()).isTrue();
        assertThat(server.socket().getLocalSocketAddress()).isEqualTo(server.getLocalAddress());
        SocketChannel client = closing(provider.openSocketChannel());
        client.connect(server.getLocalAddress());
        closing(server.socket().accept().getChannel());
    }

    @Test
    void acceptsInBlockingModeOrWhatIsThere() throws IOException {
        ServerSocketChannel server = listen();
        assertThatThrownBy(() -> server.socket().accept()).isInstanceOf(IllegalBlockingModeException.class);
        server.socket().setSoTimeout(10);
        assertThatThrownBy(() -> server.socket().accept()).isInstanceOf(IllegalBlockingModeException.class);
        server.socket().setSoTimeout(0);
        SocketChannel client = closing(provider.openSocketChannel());
        client.connect(server.getLocalAddress());
        closing(server.socket().accept().getChannel());
        ServerSocketChannel unbound = closing(provider.openServerSocketChannel());
        assertThatThrownBy(() -> unbound.socket().accept()).isInstanceOf(SocketException.class);
    }

    @Test
    void aClosedServerSocketKeepsItsAddress() throws IOException {
        ServerSocketChannel server = listen();
        int port = server.socket().getLocalPort();
        server.close();
        assertThat(server.socket().isClosed()).isTrue();
        assertThat(server.socket().isBound()).isTrue();
        assertThat(server.socket().getLocalPort()).isEqualTo(port);
        assertThat(server.socket().getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThatThrownBy(() -> server.socket().accept()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> server.socket().getReuseAddress()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.socket().setSoTimeout(1)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.socket().getSoTimeout()).isInstanceOf(SocketException.class);
    }

    @Test
    void optionsOfAServerAreThoseOfItsChannel() throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.socket().setReuseAddress(false);
        server.socket().setReceiveBufferSize(30_000);
        assertThat(server.socket().getReuseAddress()).isFalse();
        server.socket().setReuseAddress(true);
        assertThat(server.socket().getReuseAddress()).isTrue();
        assertThat(server.socket().setOption(StandardSocketOptions.SO_REUSEADDR, true))
                .isSameAs(server.socket());
        assertThat(server.setOption(StandardSocketOptions.SO_REUSEADDR, true)).isSameAs(server);
        assertThat(server.socket().getOption(StandardSocketOptions.SO_REUSEADDR))
                .isTrue();
        assertThat(server.socket().supportedOptions()).isEqualTo(server.supportedOptions());
        assertThat(server.socket().isBound()).isFalse();
        assertThat(server.socket().getReceiveBufferSize()).isEqualTo(30_000);
        assertThat(server.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(30_000);
        assertThatThrownBy(() -> server.socket().setReceiveBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.socket().getLocalPort()).isEqualTo(-1);
        assertThat(server.socket().getInetAddress()).isNull();
        assertThat(server.socket().getLocalSocketAddress()).isNull();
    }
}
