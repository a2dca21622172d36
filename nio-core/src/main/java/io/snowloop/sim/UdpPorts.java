// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The UDP sockets of a host. UDP has its own ports: those of TCP are others. */
final class UdpPorts {
    private final SimHost host;
    private final Chances chances;

    /** In the order in which they were bound. */
    private final List<UdpSocket> sockets = new ArrayList<>();

    /** How many there were so far. */
    private int opened;

    UdpPorts(SimHost host) {
        this.host = host;
        this.chances = host.network().chances("UDP of " + host);
    }

    /** Binds a socket; without an address, to the wildcard address and an ephemeral port. */
    UdpSocket bind(@Nullable SocketAddress local, ProtocolFamily family, Options options, UdpMemberships memberships)
            throws SocketException {
        InetSocketAddress wanted =
                local == null ? new InetSocketAddress(Ports.anyAddress(family), 0) : Ports.checked(local, family);
        InetAddress address = wanted.getAddress();
        if (!host.ports().isOurs(address) && !address.isMulticastAddress()) {
            throw new BindException("Cannot assign requested address");
        }
        int port = wanted.getPort() == 0 ? ephemeral() : wanted.getPort();
        for (UdpSocket other : sockets) {
            if (other.bound().getPort() == port && excludes(other, address, options)) {
                throw new BindException("Address already in use");
            }
        }
        Chances ofSocket = host.network().chances("UDP socket " + ++opened + " of " + host);
        UdpSocket socket = new UdpSocket(host, options, new InetSocketAddress(address, port), memberships, ofSocket);
        sockets.add(socket);
        host.network().opened(socket);
        return socket;
    }

    /** Two have the same address only if both have said before that they share it. */
    private static boolean excludes(UdpSocket other, InetAddress address, Options options) {
        InetAddress taken = other.bound().getAddress();
        boolean same = taken.equals(address) || taken.isAnyLocalAddress() || address.isAnyLocalAddress();
        return same && !(shares(other.options()) && shares(options));
    }

    private static boolean shares(Options options) {
        return options.get(StandardSocketOptions.SO_REUSEADDR) || options.get(StandardSocketOptions.SO_REUSEPORT);
    }

    /** A random one, which an attacker can't guess (RFC 6056 section 3.3.1); it follows from the seed. */
    private int ephemeral() throws BindException {
        int count = Ports.LAST - Ports.FIRST_EPHEMERAL + 1;
        int first = chances.oneTo(Chances.Kind.PORT, count);
        for (int i = 0; i < count; i++) {
            int port = Ports.FIRST_EPHEMERAL + (first + i) % count;
            if (sockets.stream().noneMatch(socket -> socket.bound().getPort() == port)) {
                return port;
            }
        }
        throw new BindException("Address already in use: all ephemeral ports are taken");
    }

    void release(UdpSocket socket) {
        sockets.remove(socket);
    }

    /** Whether a socket is in a group, from any interface. */
    boolean isMember(InetAddress group) {
        return sockets.stream().anyMatch(socket -> socket.isMember(group));
    }

    /** Those that a datagram is for: all of a group or a broadcast; else one, and of several that share an address the newest. */
    List<UdpSocket> receivers(UdpDatagram datagram) {
        List<UdpSocket> all =
                sockets.stream().filter(socket -> socket.takes(datagram)).toList();
        if (all.isEmpty() || !datagram.isUnicast()) {
            return all;
        }
        UdpSocket closest = all.get(0);
        for (UdpSocket each : all) {
            closest = closeness(each) >= closeness(closest) ? each : closest;
        }
        return List.of(closest);
    }

    /** As on Linux, a connected socket comes first, then one that is bound to the very address. */
    private static int closeness(UdpSocket socket) {
        return (socket.remote() == null ? 0 : 2) + (socket.bound().getAddress().isAnyLocalAddress() ? 0 : 1);
    }
}
