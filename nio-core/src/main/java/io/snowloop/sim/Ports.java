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
    static final int FIRST_EPHEMERAL = 49_152;

    static final int LAST = 65_535;

    private final InetAddress address;
    private final Map<Integer, List<Binding>> taken = new HashMap<>();
    private final Map<InetSocketAddress, List<Listener>> listeners = new HashMap<>();
    private int nextEphemeral = FIRST_EPHEMERAL;

    Ports(InetAddress address) {
        this.address = address;
    }

    /** Binds a channel of {@code family}; without an address, to the wildcard address and an ephemeral port. */
    InetSocketAddress bind(@Nullable SocketAddress local, ProtocolFamily family) throws SocketException {
        return bind(local, family, false);
    }

    /** Binds such a channel, if {@code shared} also to an address that others have that are shared: {@code SO_REUSEPORT}. */
    InetSocketAddress bind(@Nullable SocketAddress local, ProtocolFamily family, boolean shared)
            throws SocketException {
        InetSocketAddress wanted = local == null ? new InetSocketAddress(anyAddress(), 0) : checked(local, family);
        return bind(new Binding(wanted.getAddress(), shared), wanted.getPort());
    }

    /** Binds an address to a port; to a free ephemeral one if {@code wanted} is 0. */
    InetSocketAddress bind(InetAddress local, int wanted) throws SocketException {
        return bind(new Binding(local, false), wanted);
    }

    private InetSocketAddress bind(Binding binding, int wanted) throws SocketException {
        if (!isOurs(binding.address)) {
            throw new BindException("Cannot assign requested address");
        }
        int port = wanted == 0 ? ephemeral() : wanted;
        List<Binding> others = taken.computeIfAbsent(port, unused -> new ArrayList<>());
        if (others.stream().anyMatch(binding::excludes)) {
            throw new BindException("Address already in use");
        }
        others.add(binding);
        return new InetSocketAddress(binding.address, port);
    }

    void release(InetSocketAddress bound) {
        List<Binding> bindings = taken.getOrDefault(bound.getPort(), List.of());
        for (Binding binding : bindings) {
            if (binding.address.equals(bound.getAddress())) {
                bindings.remove(binding);
                break; // others that share the address stay
            }
        }
        if (bindings.isEmpty()) {
            taken.remove(bound.getPort());
        }
    }

    void listen(InetSocketAddress bound, Listener listener) {
        listeners.computeIfAbsent(bound, unused -> new ArrayList<>()).add(listener);
    }

    /** A listening socket is closed: its address is free, or that of the others that share it. */
    void release(Listener listener) {
        List<Listener> sharing = listeners.getOrDefault(listener.address(), new ArrayList<>());
        sharing.remove(listener);
        if (sharing.isEmpty()) {
            listeners.remove(listener.address());
        }
        release(listener.address());
    }

    /** The listening socket that a connection from {@code source} comes to; null if there is none. */
    @Nullable
    Listener listener(InetSocketAddress target, InetSocketAddress source) {
        List<Listener> exact = listeners.get(target);
        List<Listener> sharing = exact == null ? ofWildcard(target.getPort()) : exact;
        return sharing.isEmpty() ? null : sharing.get(Math.floorMod(source.hashCode(), sharing.size()));
    }

    /** Those with the wildcard address and this port. */
    private List<Listener> ofWildcard(int port) {
        for (Binding binding : taken.getOrDefault(port, List.of())) {
            if (binding.address.isAnyLocalAddress()) {
                return listeners.getOrDefault(new InetSocketAddress(binding.address, port), List.of());
            }
        }
        return List.of();
    }

    /** Whether a socket of this host can have an address. */
    boolean isOurs(InetAddress local) {
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

    /** The wildcard address of the sockets of a family. */
    static InetAddress anyAddress(ProtocolFamily family) {
        return family == StandardProtocolFamily.INET ? anyAddress() : address(new byte[16]);
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

    /** An address that a channel has; {@code shared} if others may have it that are shared, too. */
    private record Binding(InetAddress address, boolean shared) {
        boolean excludes(Binding other) {
            boolean same =
                    address.equals(other.address) || address.isAnyLocalAddress() || other.address.isAnyLocalAddress();
            return same && !(shared && other.shared);
        }
    }
}
