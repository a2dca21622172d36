// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The TCP ports of a host: those in use, and the listening sockets. A port is free again at once: no TIME-WAIT. */
final class Ports {
    /** The first ephemeral port: IANA's dynamic ports (RFC 6335 section 6). */
    private static final int FIRST_EPHEMERAL = 49_152;

    private static final int LAST = 65_535;

    private final InetAddress address;
    private final Map<Integer, List<InetAddress>> taken = new HashMap<>();
    private final Map<InetSocketAddress, Listener> listeners = new HashMap<>();
    private int nextEphemeral = FIRST_EPHEMERAL;

    Ports(InetAddress address) {
        this.address = address;
    }

    /** Binds a channel of {@code family}; without an address, to the wildcard address and an ephemeral port. */
    InetSocketAddress bind(@Nullable SocketAddress local, ProtocolFamily family) throws SocketException {
        InetSocketAddress wanted = local == null ? new InetSocketAddress(anyAddress(), 0) : checked(local, family);
        return bind(wanted.getAddress(), wanted.getPort());
    }

    /** Binds an address to a port; to a free ephemeral one if {@code wanted} is 0. */
    InetSocketAddress bind(InetAddress local, int wanted) throws SocketException {
        if (!isOurs(local)) {
            throw new BindException("Cannot assign requested address");
        }
        int port = wanted == 0 ? ephemeral() : wanted;
        List<InetAddress> others = taken.computeIfAbsent(port, unused -> new ArrayList<>());
        for (InetAddress other : others) {
            if (other.equals(local) || other.isAnyLocalAddress() || local.isAnyLocalAddress()) {
                throw new BindException("Address already in use");
            }
        }
        others.add(local);
        return new InetSocketAddress(local, port);
    }

    void release(InetSocketAddress bound) {
        List<InetAddress> addresses = taken.get(bound.getPort());
        if (addresses != null && addresses.remove(bound.getAddress()) && addresses.isEmpty()) {
            taken.remove(bound.getPort());
        }
        listeners.remove(bound);
    }

    void listen(InetSocketAddress bound, Listener listener) {
        listeners.put(bound, listener);
    }

    /** The listening socket with this address, or with the wildcard address and this port; null if there is none. */
    @Nullable
    Listener listener(InetSocketAddress target) {
        Listener exact = listeners.get(target);
        if (exact != null) {
            return exact;
        }
        for (InetAddress local : taken.getOrDefault(target.getPort(), List.of())) {
            if (local.isAnyLocalAddress()) {
                return listeners.get(new InetSocketAddress(local, target.getPort()));
            }
        }
        return null;
    }

    private boolean isOurs(InetAddress local) {
        return local.equals(address) || local.isAnyLocalAddress() || local.isLoopbackAddress();
    }

    private int ephemeral() throws BindException {
        for (int tries = FIRST_EPHEMERAL; tries <= LAST; tries++) {
            int port = nextEphemeral;
            nextEphemeral = port == LAST ? FIRST_EPHEMERAL : port + 1;
            if (!taken.containsKey(port)) {
                return port;
            }
        }
        throw new BindException("Address already in use: all ephemeral ports are taken");
    }

    /** The wildcard address. */
    static InetAddress anyAddress() {
        return address(new byte[4]);
    }

    /** The loopback address of the family that {@code like} has. */
    static InetAddress loopback(InetAddress like) {
        byte[] bytes = new byte[like.getAddress().length];
        bytes[bytes.length - 1] = 1;
        if (bytes.length == 4) {
            bytes[0] = 127;
        }
        return address(bytes);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Checks that an address is a resolved one of TCP, and of a family that a channel has, with the exceptions that
     * {@code java.nio} has for this.
     */
    static InetSocketAddress checked(SocketAddress address, ProtocolFamily family) {
        if (!(Objects.requireNonNull(address) instanceof InetSocketAddress inet)) {
            throw new UnsupportedAddressTypeException();
        }
        if (inet.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        if (family == StandardProtocolFamily.INET && !(inet.getAddress() instanceof Inet4Address)) {
            throw new UnsupportedAddressTypeException();
        }
        return inet;
    }
}
