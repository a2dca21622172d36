// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

/** Addresses: loopback ones of both families, the wildcard, a socket that connects to itself. */
abstract class AddressContract extends ChannelContract {
    private static InetAddress address(int... bytes) throws UnknownHostException {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return InetAddress.getByAddress(address);
    }

    private static InetAddress ipv4Loopback() throws UnknownHostException {
        return address(127, 0, 0, 1);
    }

    private static InetAddress ipv6Loopback() throws UnknownHostException {
        return address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    private static InetAddress ipv6Wildcard() throws UnknownHostException {
        return address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private ServerSocketChannel listen(InetAddress address) throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.configureBlocking(false);
        try {
            server.bind(new InetSocketAddress(address, 0));
        } catch (SocketException e) {
            assumeTrue(address.getAddress().length == 4, "no IPv6 here");
            throw e;
        }
        return server;
    }

    private static int port(ServerSocketChannel server) throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private static InetAddress local(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
    }

    private static InetAddress remote(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    }

    /** Connects to a port of {@code server} at {@code target}. */
    private Pair connect(ServerSocketChannel server, InetAddress target) throws IOException {
        SocketChannel client = socket();
        client.connect(new InetSocketAddress(target, port(server)));
        return finish(client, server);
    }

    @Test
    void theLoopbackAddressOfIpv6StaysWhatItIs() throws IOException {
        Pair pair = connect(listen(ipv6Loopback()), ipv6Loopback());
        assertThat(local(pair.client())).isEqualTo(ipv6Loopback());
        assertThat(remote(pair.client())).isEqualTo(ipv6Loopback());
        assertThat(local(pair.server())).isEqualTo(ipv6Loopback());
        assertThat(remote(pair.server())).isEqualTo(ipv6Loopback());
    }

    @Test
    void eachLoopbackAddressIsReachedFromTheFirst() throws IOException {
        Pair pair = connect(listen(address(0, 0, 0, 0)), address(127, 0, 0, 5));
        assertThat(local(pair.client())).isEqualTo(ipv4Loopback());
        assertThat(remote(pair.client())).isEqualTo(address(127, 0, 0, 5));
        assertThat(local(pair.server())).isEqualTo(address(127, 0, 0, 5));
    }

    @Test
    void aBoundAddressIsThatOfTheConnection() throws IOException {
        ServerSocketChannel server = listen(ipv4Loopback());
        SocketChannel client = socket();
        client.bind(new InetSocketAddress(address(127, 0, 0, 5), 0));
        client.connect(server.getLocalAddress());
        Pair pair = finish(client, server);
        assertThat(local(pair.client())).isEqualTo(address(127, 0, 0, 5));
        assertThat(remote(pair.server())).isEqualTo(address(127, 0, 0, 5));
    }

    @Test
    void theWildcardIsTheLoopbackAddressOfItsFamily() throws IOException {
        Pair pair = connect(listen(address(0, 0, 0, 0)), address(0, 0, 0, 0));
        assertThat(remote(pair.client())).isEqualTo(ipv4Loopback());
        Pair six = connect(listen(ipv6Wildcard()), ipv6Wildcard());
        assertThat(remote(six.client())).isEqualTo(ipv6Loopback());
        assertThat(local(six.client())).isEqualTo(ipv6Loopback());
    }

    @Test
    void aChannelOfIpv4HasNoAddressOfIpv6() throws IOException {
        SocketChannel client = closing(provider.openSocketChannel(StandardProtocolFamily.INET));
        InetSocketAddress six = new InetSocketAddress(ipv6Loopback(), 1);
        assertThatThrownBy(() -> client.connect(six)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> client.bind(six)).isInstanceOf(UnsupportedAddressTypeException.class);
        ServerSocketChannel server = closing(provider.openServerSocketChannel(StandardProtocolFamily.INET));
        assertThatThrownBy(() -> server.bind(six)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThat(client.isOpen()).isTrue();
        assertThatThrownBy(() -> provider.openSocketChannel(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> provider.openServerSocketChannel(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aSocketMayConnectToItself() throws IOException {
        SocketChannel channel = closing(provider.openSocketChannel());
        channel.bind(new InetSocketAddress(ipv4Loopback(), 0));
        assertThat(channel.connect(channel.getLocalAddress())).isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(channel.getLocalAddress());
        channel.write(text("echo"));
        ByteBuffer bytes = ByteBuffer.allocate(9);
        assertThat(channel.read(bytes)).isEqualTo(4);
        channel.shutdownOutput();
        assertThat(channel.read(bytes)).isEqualTo(-1);
    }

    @Test
    void theLocalAddressIsUnknownWhileAConnectIsPending() throws IOException {
        ServerSocketChannel server = listen(ipv4Loopback());
        SocketChannel client = socket();
        client.connect(server.getLocalAddress());
        assertThat(client.getLocalAddress()).isNull();
        assertThat(client.getRemoteAddress()).isEqualTo(server.getLocalAddress());
        finish(client, server);
        assertThat(client.getLocalAddress()).isNotNull();
        SocketChannel bound = socket();
        bound.bind(new InetSocketAddress(ipv4Loopback(), 0));
        bound.connect(server.getLocalAddress());
        assertThat(bound.getLocalAddress()).isNotNull();
    }

    @Test
    void noProgramListensOnPortZero() throws IOException {
        SocketChannel client = closing(provider.openSocketChannel());
        assertThatThrownBy(() -> client.connect(new InetSocketAddress(ipv4Loopback(), 0)))
                .hasMessageContaining("Connection refused");
    }
}
