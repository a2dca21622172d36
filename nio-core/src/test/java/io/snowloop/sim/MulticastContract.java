// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Multicast groups of datagram channels, and the options of these channels. On the loopback interface. */
abstract class MulticastContract extends ChannelContract {
    private InetAddress group;
    private NetworkInterface loopback;

    @BeforeEach
    void findInterface() throws IOException {
        group = InetAddress.getByName("239.7.7.7");
        loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        assumeTrue(loopback != null, "no interface has the loopback address");
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = closing(provider.openDatagramChannel(StandardProtocolFamily.INET));
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        return channel;
    }

    private DatagramChannel bound(int port) throws IOException {
        return open().bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
    }

    private static int port(DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void send(DatagramChannel from, String text, DatagramChannel to) throws IOException {
        from.send(text(text), new InetSocketAddress(group, port(to)));
    }

    private String receive(DatagramChannel channel) throws IOException {
        awaitReady(channel, SelectionKey.OP_READ);
        ByteBuffer bytes = ByteBuffer.allocate(100);
        assertThat(channel.receive(bytes)).isNotNull();
        return UTF_8.decode(bytes.flip()).toString();
    }

    @Test
    void eachMemberGetsACopyAndOthersNone() throws IOException {
        DatagramChannel one = bound(0);
        DatagramChannel two = bound(port(one));
        DatagramChannel none = bound(port(one));
        one.join(group, loopback);
        two.join(group, loopback);
        send(open(), "hello", one);
        assertThat(receive(one)).isEqualTo("hello");
        assertThat(receive(two)).isEqualTo("hello");
        assertThat(none.receive(ByteBuffer.allocate(1))).isNull();
    }

    @Test
    void aMembershipSaysWhatItIs() throws IOException {
        DatagramChannel channel = open();
        MembershipKey key = channel.join(group, loopback);
        assertThat(key.isValid()).isTrue();
        assertThat(key.group()).isEqualTo(group);
        assertThat(key.networkInterface()).isEqualTo(loopback);
        assertThat(key.sourceAddress()).isNull();
        assertThat(key.channel()).isSameAs(channel);
        assertThat(channel.join(group, loopback)).isSameAs(key);
        key.drop();
        key.drop();
        assertThat(key.isValid()).isFalse();
        assertThat(channel.join(group, loopback)).isNotSameAs(key);
    }

    @Test
    void aMemberThatHasLeftGetsNothing() throws IOException {
        DatagramChannel stays = bound(0);
        DatagramChannel leaves = bound(port(stays));
        stays.join(group, loopback);
        leaves.join(group, loopback).drop();
        send(open(), "hello", stays);
        assertThat(receive(stays)).isEqualTo("hello");
        assertThat(leaves.receive(ByteBuffer.allocate(1))).isNull();
    }

    @Test
    void aCloseEndsTheMembership() throws IOException {
        DatagramChannel channel = open();
        MembershipKey key = channel.join(group, loopback);
        channel.close();
        assertThat(key.isValid()).isFalse();
    }

    @Test
    void aMemberMayHearOneSourceOnly() throws IOException {
        DatagramChannel any = bound(0);
        DatagramChannel ours = bound(port(any));
        DatagramChannel other = bound(port(any));
        any.join(group, loopback);
        MembershipKey key = ours.join(group, loopback, InetAddress.getLoopbackAddress());
        other.join(group, loopback, InetAddress.getByName("127.0.0.2"));
        assertThat(key.sourceAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        send(open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), "hello", any);
        assertThat(receive(any)).isEqualTo("hello");
        assertThat(receive(ours)).isEqualTo("hello");
        assertThat(other.receive(ByteBuffer.allocate(1))).isNull();
    }

    @Test
    void aSourceCanBeBlocked() throws IOException {
        DatagramChannel sender = open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        DatagramChannel open = bound(0);
        DatagramChannel blocking = bound(port(open));
        open.join(group, loopback);
        MembershipKey key = blocking.join(group, loopback);
        assertThat(key.block(InetAddress.getLoopbackAddress())).isSameAs(key);
        key.block(InetAddress.getLoopbackAddress());
        send(sender, "one", open);
        assertThat(receive(open)).isEqualTo("one");
        key.unblock(InetAddress.getLoopbackAddress());
        send(sender, "two", open);
        assertThat(receive(open)).isEqualTo("two");
        assertThat(receive(blocking)).isEqualTo("two");
        assertThatThrownBy(() -> key.unblock(InetAddress.getLoopbackAddress()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void mistakesAreRefused() throws IOException {
        DatagramChannel channel = open();
        InetAddress source = InetAddress.getLoopbackAddress();
        assertThatThrownBy(() -> channel.join(source, loopback)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.join(group, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.join(group, loopback, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> channel.join(group, loopback, group)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.join(group, loopback, InetAddress.getByName("0.0.0.0")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.join(group, loopback, InetAddress.getByName("::1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.join(InetAddress.getByName("ff15::1"), loopback))
                .isInstanceOf(IllegalArgumentException.class);
        MembershipKey key = channel.join(group, loopback);
        assertThatThrownBy(() -> channel.join(group, loopback, source)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> key.block(group)).isInstanceOf(IllegalArgumentException.class);
        key.drop();
        assertThatThrownBy(() -> key.block(source)).isInstanceOf(IllegalStateException.class);
        MembershipKey ofOne = channel.join(group, loopback, source);
        assertThat(channel.join(group, loopback, source)).isSameAs(ofOne);
        assertThatThrownBy(() -> channel.join(group, loopback)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ofOne.block(source)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theOptionsHaveTheirDefaultsAndTheirBounds() throws IOException {
        DatagramChannel channel = closing(provider.openDatagramChannel(StandardProtocolFamily.INET));
        assertThat(channel.supportedOptions()).containsAll(options());
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
        assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
        assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isFalse();
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255);
        assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(255);
        channel.setOption(StandardSocketOptions.IP_TOS, 0x10);
        assertThat(channel.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Set<SocketOption<?>> options() {
        return Set.of(
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_REUSEPORT,
                StandardSocketOptions.SO_BROADCAST,
                StandardSocketOptions.IP_TOS,
                StandardSocketOptions.IP_MULTICAST_IF,
                StandardSocketOptions.IP_MULTICAST_TTL,
                StandardSocketOptions.IP_MULTICAST_LOOP);
    }
}
