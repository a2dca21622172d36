// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

/** Datagram channels: addresses, datagrams, connects, errors. */
abstract class DatagramContract extends ChannelContract {
    private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("peer.test", 7);

    private DatagramChannel unbound() throws IOException {
        DatagramChannel channel = closing(provider.openDatagramChannel(StandardProtocolFamily.INET));
        channel.configureBlocking(false);
        return channel;
    }

    private DatagramChannel bound() throws IOException {
        return unbound().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static InetSocketAddress address(DatagramChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private InetSocketAddress unused() throws IOException {
        DatagramChannel channel = bound();
        InetSocketAddress address = address(channel);
        channel.close();
        return address;
    }

    /** Waits for a datagram, and takes as much of it as there is room for. */
    private String receive(DatagramChannel channel, int room) throws IOException {
        awaitReady(channel, SelectionKey.OP_READ);
        ByteBuffer bytes = ByteBuffer.allocate(room);
        assertThat(channel.receive(bytes)).isNotNull();
        return UTF_8.decode(bytes.flip()).toString();
    }

    // ---------------------------------------------------------------------------------------------------- addresses

    @Test
    void aNewChannelIsNeitherBoundNorConnected() throws IOException {
        DatagramChannel channel = unbound();
        assertThat(channel.getLocalAddress()).isNull();
        assertThat(channel.getRemoteAddress()).isNull();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.validOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        assertThat(channel.provider()).isNotNull();
    }

    @Test
    void bindingWithoutAnAddressTakesAnyPort() throws IOException {
        DatagramChannel channel = unbound();
        assertThat(channel.bind(null)).isSameAs(channel);
        assertThat(address(channel).getPort()).isPositive();
        assertThat(address(channel).getAddress()).isEqualTo(InetAddress.getByName("0.0.0.0"));
        assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(AlreadyBoundException.class);
    }

    @Test
    void aChannelOfBothVersionsHasTheWildcardAddressOfIpv6() throws IOException {
        DatagramChannel channel = closing(provider.openDatagramChannel());
        channel.bind(null);
        assertThat(address(channel).getAddress()).isEqualTo(InetAddress.getByName("::"));
    }

    @Test
    void anAddressIsTakenOnceUnlessBothShareIt() throws IOException {
        DatagramChannel first = bound();
        DatagramChannel second = unbound();
        second.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        assertThatThrownBy(() -> second.bind(address(first)))
                .isInstanceOf(BindException.class)
                .hasMessage("Address already in use");
        DatagramChannel third = unbound().setOption(StandardSocketOptions.SO_REUSEADDR, true);
        third.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        second.bind(address(third));
        assertThat(address(second)).isEqualTo(address(third));
    }

    private DatagramChannel sharing() throws IOException {
        return unbound().setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }

    @Test
    void ofThoseThatShareAnAddressTheNewestGetsADatagramButTheConnectedOneThatOfItsPeer() throws IOException {
        DatagramChannel first = sharing().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        DatagramChannel second = sharing().bind(address(first));
        DatagramChannel peer = bound();
        peer.send(text("a"), address(first));
        assertThat(receive(second, 10)).isEqualTo("a");
        first.connect(address(peer));
        peer.send(text("b"), address(first));
        assertThat(receive(first, 10)).isEqualTo("b");
        bound().send(text("c"), address(first));
        assertThat(receive(second, 10)).isEqualTo("c");
    }

    @Test
    void theOneThatIsBoundToTheVeryAddressComesBeforeTheWildcard() throws IOException {
        DatagramChannel exact = sharing().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = address(exact).getPort();
        DatagramChannel wildcard = sharing().bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
        bound().send(text("a"), address(exact));
        assertThat(receive(exact, 10)).isEqualTo("a");
        assertThat(wildcard.receive(ByteBuffer.allocate(1))).isNull();
    }

    @Test
    void anAddressIsFreeAgainAfterAClose() throws IOException {
        assertThat(unbound().bind(unused()).getLocalAddress()).isNotNull();
    }

    @Test
    void foreignAndStrangeAddressesAreRefused() throws IOException {
        DatagramChannel channel = unbound();
        assertThatThrownBy(() -> channel.bind(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0)))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> channel.bind(UNRESOLVED)).isInstanceOf(UnresolvedAddressException.class);
        assertThatThrownBy(() -> channel.bind(new SocketAddress() {}))
                .isInstanceOf(UnsupportedAddressTypeException.class);
        InetSocketAddress ofIpv6 = new InetSocketAddress(InetAddress.getByName("::1"), 7);
        assertThatThrownBy(() -> channel.bind(ofIpv6)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> channel.connect(ofIpv6)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> channel.send(text("x"), ofIpv6)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> channel.connect(UNRESOLVED)).isInstanceOf(UnresolvedAddressException.class);
        assertThatThrownBy(() -> channel.send(text("x"), UNRESOLVED)).isInstanceOf(UnresolvedAddressException.class);
    }

    // ---------------------------------------------------------------------------------------------------- datagrams

    @Test
    void datagramsKeepTheirBoundsAndTheirSender() throws IOException {
        DatagramChannel from = bound();
        DatagramChannel to = bound();
        assertThat(from.send(text("ab"), address(to))).isEqualTo(2);
        assertThat(from.send(text(""), address(to))).isZero();
        assertThat(from.send(text("c"), address(to))).isEqualTo(1);
        assertThat(receive(to, 10)).isEqualTo("ab");
        assertThat(receive(to, 10)).isEmpty();
        awaitReady(to, SelectionKey.OP_READ);
        assertThat(to.receive(ByteBuffer.allocate(1))).isEqualTo(address(from));
        assertThat(to.receive(ByteBuffer.allocate(1))).as("no more").isNull();
    }

    @Test
    void whatHasNoRoomInTheBufferIsLost() throws IOException {
        DatagramChannel from = bound();
        DatagramChannel to = bound();
        from.send(text("abcdef"), address(to));
        from.send(text("gh"), address(to));
        assertThat(receive(to, 2)).isEqualTo("ab");
        assertThat(receive(to, 9)).isEqualTo("gh");
        from.send(text("ij"), address(to));
        assertThat(receive(to, 0)).isEmpty();
        assertThat(to.receive(ByteBuffer.allocate(1))).isNull();
    }

    @Test
    void sendAndReceiveBindTheChannel() throws IOException {
        DatagramChannel sender = unbound();
        sender.send(text("x"), address(bound()));
        assertThat(address(sender).getPort()).isPositive();
        DatagramChannel receiver = unbound();
        assertThat(receiver.receive(ByteBuffer.allocate(1))).isNull();
        assertThat(address(receiver).getPort()).isPositive();
    }

    @Test
    void theLongestDatagramArrivesAndALongerOneFails() throws IOException {
        DatagramChannel from = bound();
        DatagramChannel to = bound();
        assertThat(from.send(ByteBuffer.allocate(65_507), address(to))).isEqualTo(65_507);
        ByteBuffer tooLong = ByteBuffer.allocate(65_508);
        assertThatThrownBy(() -> from.send(tooLong, address(to)))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("Message too long");
        assertThat(tooLong.remaining()).isEqualTo(65_508);
        assertThat(receive(to, 70_000)).hasSize(65_507);
    }

    @Test
    void buffersAreChecked() throws IOException {
        DatagramChannel channel = bound();
        assertThatThrownBy(() -> channel.receive(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.receive(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.send(null, address(channel))).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aSocketSendsToItself() throws IOException {
        DatagramChannel channel = bound();
        channel.send(text("me"), address(channel));
        assertThat(receive(channel, 10)).isEqualTo("me");
    }

    // ---------------------------------------------------------------------------------------------------- connects

    @Test
    void readAndWriteNeedAPeer() throws IOException {
        DatagramChannel channel = bound();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(NotYetConnectedException.class);
        assertThatThrownBy(() -> channel.write(text("x"))).isInstanceOf(NotYetConnectedException.class);
    }

    @Test
    void aConnectBindsAndNamesThePeer() throws IOException {
        DatagramChannel peer = bound();
        DatagramChannel channel = unbound();
        assertThat(channel.connect(address(peer))).isSameAs(channel);
        assertThat(channel.isConnected()).isTrue();
        assertThat(channel.getRemoteAddress()).isEqualTo(address(peer));
        assertThat(address(channel).getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThatThrownBy(() -> channel.connect(address(peer))).isInstanceOf(AlreadyConnectedException.class);
        assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(AlreadyBoundException.class);
    }

    @Test
    void aConnectedChannelSendsToAndHearsItsPeerOnly() throws IOException {
        DatagramChannel peer = bound();
        DatagramChannel other = bound();
        DatagramChannel channel = bound().connect(address(peer));
        assertThatThrownBy(() -> channel.send(text("x"), address(other))).isInstanceOf(AlreadyConnectedException.class);
        assertThat(channel.send(text("a"), address(peer))).isEqualTo(1);
        other.send(text("not for you"), address(channel));
        peer.send(text("b"), address(channel));
        assertThat(receive(channel, 20)).isEqualTo("b");
    }

    @Test
    void aReadScattersOneDatagramAndAWriteGathersOne() throws IOException {
        DatagramChannel peer = bound();
        DatagramChannel channel = bound().connect(address(peer));
        assertThat(channel.write(new ByteBuffer[] {text("ab"), text(""), text("cd")}))
                .isEqualTo(4);
        peer.connect(address(channel));
        awaitReadyOrSkip(peer, channel);
        ByteBuffer[] into = {ByteBuffer.allocate(1), ByteBuffer.allocate(2)};
        assertThat(peer.read(into)).isEqualTo(3);
        assertThat(into[1].get(1)).isEqualTo((byte) 'c');
        assertThat(peer.read(ByteBuffer.allocate(1))).as("the rest is lost").isZero();
    }

    /** A connect drops what has come before it: it is sent again. */
    private void awaitReadyOrSkip(DatagramChannel peer, DatagramChannel channel) throws IOException {
        assertThat(peer.read(ByteBuffer.allocate(1))).isZero();
        channel.write(new ByteBuffer[] {text("ab"), text(""), text("cd")});
        awaitReady(peer, SelectionKey.OP_READ);
    }

    @Test
    void disconnectKeepsThePort() throws IOException {
        DatagramChannel peer = bound();
        DatagramChannel channel = bound();
        InetSocketAddress before = address(channel);
        assertThat(channel.disconnect()).isSameAs(channel);
        channel.connect(address(peer)).disconnect();
        assertThat(channel.isConnected()).isFalse();
        assertThat(channel.getRemoteAddress()).isNull();
        assertThat(address(channel)).isEqualTo(before);
        bound().send(text("from any"), before);
        assertThat(receive(channel, 10)).isEqualTo("from any");
        channel.connect(address(peer));
    }

    @Test
    void aConnectedChannelIsToldThatThePortIsNotInUse() throws IOException {
        DatagramChannel channel = bound().connect(unused());
        channel.write(text("x"));
        awaitReady(channel, SelectionKey.OP_READ);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(PortUnreachableException.class);
        assertThat(channel.read(ByteBuffer.allocate(1))).as("once").isZero();
        channel.write(text("y"));
        awaitReady(channel, SelectionKey.OP_READ);
        assertThatThrownBy(() -> channel.write(text("z"))).isInstanceOf(PortUnreachableException.class);
        channel.write(text("z"));
    }

    @Test
    void anUnconnectedChannelIsNotTold() throws IOException {
        DatagramChannel channel = bound();
        channel.send(text("x"), unused());
        assertThat(isReady(channel, SelectionKey.OP_READ)).isFalse();
        assertThat(channel.receive(ByteBuffer.allocate(1))).isNull();
    }

    // ------------------------------------------------------------------------------------------ readiness and closing

    @Test
    void aChannelIsWritableFromTheBeginningAndReadableWithADatagram() throws IOException {
        assertThat(isReady(unbound(), SelectionKey.OP_WRITE)).isTrue();
        assertThat(isReady(unbound(), SelectionKey.OP_READ)).isFalse();
        DatagramChannel to = bound();
        assertThat(isReady(to, SelectionKey.OP_READ)).isFalse();
        bound().send(text(""), address(to));
        awaitReady(to, SelectionKey.OP_READ);
    }

    @Test
    void aClosedChannelDoesNothing() throws IOException {
        DatagramChannel channel = bound();
        InetSocketAddress target = address(bound());
        channel.close();
        assertThat(channel.isConnected()).isFalse();
        assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.connect(target)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.send(text("x"), target)).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.receive(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(channel::getLocalAddress).isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.SO_RCVBUF))
                .isInstanceOf(ClosedChannelException.class);
        channel.disconnect();
        channel.close();
    }

    @Test
    void aBlockingReceiveWaits() throws IOException {
        DatagramChannel from = bound();
        DatagramChannel to = bound();
        to.configureBlocking(true);
        from.send(text("x"), address(to));
        ByteBuffer bytes = ByteBuffer.allocate(1);
        assertThat(to.receive(bytes)).isEqualTo(address(from));
        assertThat(bytes.hasRemaining()).isFalse();
    }
}
