// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/** How the channel of a {@link DatagramTransport} is opened: its version of IP, its options, its address. */
final class Datagrams {
    private Datagrams() {}

    /** Opens a channel, and binds or connects it. */
    @FunctionalInterface
    interface Opening {
        DatagramChannel open(SelectorProvider provider) throws IOException;
    }

    static DatagramChannel bind(SelectorProvider provider, InetSocketAddress local, DatagramOptions options)
            throws IOException {
        try {
            return open(provider, local, options, channel -> channel.bind(local));
        } catch (IOException | RuntimeException e) { // of the JDK or of the kernel: both say not which address
            throw Addresses.named(e, "cannot bind to", local);
        }
    }

    static DatagramChannel connect(SelectorProvider provider, InetSocketAddress remote, DatagramOptions options)
            throws IOException {
        try {
            return open(provider, remote, options, channel -> channel.connect(remote));
        } catch (IOException | RuntimeException e) {
            throw Addresses.named(e, "cannot connect to", remote);
        }
    }

    /** The options come first: an address can be shared only if this is said before the channel is bound. */
    private static DatagramChannel open(
            SelectorProvider provider, InetSocketAddress address, DatagramOptions options, Binding binding)
            throws IOException {
        DatagramChannel channel = provider.openDatagramChannel(
                address.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            set(channel, options);
            return binding.bind(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** To bind a channel, or to connect it. */
    @FunctionalInterface
    private interface Binding {
        DatagramChannel bind(DatagramChannel channel) throws IOException;
    }

    private static void set(DatagramChannel channel, DatagramOptions options) throws IOException {
        channel.setOption(StandardSocketOptions.SO_BROADCAST, options.broadcast());
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
        if (options.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
        if (options.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        NetworkInterface by = options.multicastInterface();
        if (by != null) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, by);
        }
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, options.multicastHops());
        channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, options.multicastLoopback());
    }

    /** Checks that a socket can send to an address. */
    static void check(InetSocketAddress to, DatagramTransport from) {
        if (Objects.requireNonNull(to, "to").isUnresolved()) {
            throw new IllegalArgumentException("the address " + Addresses.describe(to)
                    + " is not resolved: look it up by a Resolver, and send to one of its addresses");
        }
        if (from.localAddress().getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet6Address) {
            throw new IllegalArgumentException(from + " is a socket of IPv4, and cannot send to "
                    + Addresses.describe(to) + ": bind it to an address of IPv6, such as ::");
        }
        if (from.remoteAddress() != null && !to.equals(from.remoteAddress())) {
            throw new IllegalStateException(from + " is connected, and cannot send to " + Addresses.describe(to));
        }
    }
}
