// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** A datagram on the way, or in the buffer of its receiver. */
final class UdpDatagram {
    /** The address of all hosts of a network (RFC 919 section 7). IPv6 has none. */
    private static final byte[] BROADCAST = {-1, -1, -1, -1};

    private final UdpSocket source;
    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final byte[] bytes;

    UdpDatagram(UdpSocket source, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.bytes = bytes;
    }

    UdpSocket source() {
        return source;
    }

    InetSocketAddress from() {
        return from;
    }

    InetSocketAddress to() {
        return to;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The most bytes of data: what the length fields of IP and UDP allow (RFC 791, RFC 768). IPv6 does not count its own header. */
    static int mostBytes(InetAddress to) {
        return 65_535 - 8 - (to instanceof Inet6Address ? 0 : 20);
    }

    static boolean isBroadcast(InetAddress to) {
        return Arrays.equals(to.getAddress(), BROADCAST);
    }

    /** Whether it goes to one host: neither to a group nor to all. */
    boolean isUnicast() {
        return !to.getAddress().isMulticastAddress() && !isBroadcast(to.getAddress());
    }
}
