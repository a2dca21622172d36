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

    /** To bind a channel, or to connect it. */
    @FunctionalInterface
    interface Opening {
        DatagramChannel open(DatagramChannel channel) throws IOException;
    }

    /** Opens one. The options come first: an address can be shared only if this is said before the channel is bound. */
    static DatagramChannel open(
            SelectorProvider provider, InetSocketAddress address, String what, Opening opening, DatagramOptions options)
            throws IOException {
        if (address.isUnresolved()) {
            throw unresolved(address);
        }
        try {
            DatagramChannel channel = provider.openDatagramChannel(
                    address.getAddress() instanceof Inet4Address
                            ? StandardProtocolFamily.INET
                            : StandardProtocolFamily.INET6);
            try {
                channel.configureBlocking(false);
                set(channel, options);
                return opening.open(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) { // of the JDK or of the kernel: both say not which address
            throw Addresses.named(e, what, address);
        }
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

    /** Checks that a socket with the address {@code local} can send to another one. */
    static void check(InetSocketAddress to, InetSocketAddress local) {
        if (Objects.requireNonNull(to, "to").isUnresolved()) {
            throw unresolved(to);
        }
        if (local.getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet6Address) {
            throw new IllegalArgumentException("a socket of IPv4, " + Addresses.describe(local) + ", cannot send to "
                    + Addresses.describe(to) + ": bind it to an address of IPv6, such as ::");
        }
    }

    private static IllegalArgumentException unresolved(InetSocketAddress address) {
        return new IllegalArgumentException("the address " + Addresses.describe(address)
                + " is not resolved: look it up by a Resolver, and send to one of its addresses");
    }
}
