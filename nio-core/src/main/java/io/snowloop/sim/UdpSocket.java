// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket in the kernel of its host, from when it is bound.
 *
 * <pre>
 *   send --&gt; unsent, at most SO_SNDBUF --the link has transmitted it--&gt; UdpTransit --arrives--&gt; received, at most SO_RCVBUF --&gt; receive
 * </pre>
 */
final class UdpSocket {
    private final SimHost host;
    private final Options options;
    private final InetSocketAddress bound;
    private final UdpMemberships memberships;
    private final Chances chances;
    private final UdpBuffer received = new UdpBuffer();

    /** How many bytes the link has not transmitted yet, and until when it does. */
    private int unsent;

    private long busyUntil;

    /** Null if it is not connected. */
    private volatile @Nullable InetSocketAddress remote;

    /** ICMP has told that the peer's port is not in use, and no call has failed for that yet. */
    private boolean unreachable;

    UdpSocket(SimHost host, Options options, InetSocketAddress bound, UdpMemberships memberships, Chances chances) {
        this.host = host;
        this.options = options;
        this.bound = bound;
        this.memberships = memberships;
        this.chances = chances;
    }

    SimHost host() {
        return host;
    }

    Chances chances() {
        return chances;
    }

    Options options() {
        return options;
    }

    /** The address that it is bound to, of which a connect changes nothing. */
    InetSocketAddress bound() {
        return bound;
    }

    /** The address that it has: towards its peer, if it is connected. */
    InetSocketAddress local() {
        InetSocketAddress peer = remote;
        return peer == null ? bound : towards(peer);
    }

    @Nullable
    InetSocketAddress remote() {
        return remote;
    }

    /** The source address of what it sends to {@code target}. */
    InetSocketAddress towards(InetSocketAddress target) {
        return bound.getAddress().isAnyLocalAddress() || bound.getAddress().isMulticastAddress()
                ? new InetSocketAddress(host.addressTowards(target.getAddress()), bound.getPort())
                : bound;
    }

    // region connect
    /** As in the JDK, what has come before from any peer is dropped. */
    void connect(InetSocketAddress peer) {
        remote = peer;
        received.clear();
    }

    void disconnect() {
        remote = null;
        unreachable = false;
    }
    // endregion

    // ------------------------------------------------------------------------------------------------- sending

    /** Whether there is room to send: a datagram may exceed the buffer by its length, so that each fits in an empty one. */
    boolean isWritable() {
        return unsent < size(StandardSocketOptions.SO_SNDBUF);
    }

    /** Checks that a datagram has not too many bytes. */
    void checkLength(long length, InetSocketAddress to) throws SocketException {
        if (length > UdpDatagram.mostBytes(to.getAddress())) {
            throw new SocketException("Message too long");
        }
    }

    /** Sends a datagram, for which there is room. */
    void send(InetSocketAddress to, byte[] bytes) throws SocketException {
        if (UdpDatagram.isBroadcast(to.getAddress()) && !options.get(StandardSocketOptions.SO_BROADCAST)) {
            throw new SocketException("Permission denied");
        }
        host.network().moved();
        UdpTransit.send(new UdpDatagram(this, towards(to), to, bytes));
    }

    /** The time until the link has transmitted so many bytes, after those that were sent before: they are in the send buffer until then. */
    long transmit(int bytes, long bandwidth) {
        SimNetwork network = host.network();
        busyUntil = Math.max(busyUntil, network.now()) + bytes * 1_000_000_000L / bandwidth;
        if (busyUntil > network.now()) {
            unsent += bytes;
            network.agenda().add(busyUntil, () -> unsent -= bytes);
        }
        return busyUntil - network.now();
    }

    // ----------------------------------------------------------------------------------------------- receiving

    /** Whether it is one of those that a datagram is for. A connected socket receives from its peer only. */
    boolean takes(UdpDatagram datagram) {
        InetSocketAddress peer = remote;
        boolean mine = bound.getPort() == datagram.to().getPort()
                && (bound.getAddress().isAnyLocalAddress()
                        || bound.getAddress().equals(datagram.to().getAddress()));
        return mine
                && (peer == null || peer.equals(datagram.from()))
                && (!datagram.to().getAddress().isMulticastAddress() || memberships.take(datagram));
    }

    boolean isMember(InetAddress group) {
        return memberships.isMember(group);
    }

    /** Returns false if it is dropped because the buffer is full. */
    boolean arrive(UdpDatagram datagram) {
        return received.add(datagram, size(StandardSocketOptions.SO_RCVBUF));
    }

    /** ICMP has come: tells it to a connected socket only, as kernels do (RFC 1122 section 4.1.3.3). */
    void portUnreachable(InetSocketAddress target) {
        unreachable |= target.equals(remote);
    }

    boolean isReadable() {
        return unreachable || !received.isEmpty();
    }

    @Nullable
    UdpDatagram receive() {
        return received.poll();
    }

    /** Throws the error that ICMP has told, once. */
    void checkReachable() throws IOException {
        if (unreachable) {
            unreachable = false;
            throw new PortUnreachableException();
        }
    }

    /** The operations of {@code interest} that are ready; after an error all are, as epoll and the JDK have it. */
    int readyOps(int interest) {
        int ready = (received.isEmpty() ? 0 : SelectionKey.OP_READ) | (isWritable() ? SelectionKey.OP_WRITE : 0);
        return unreachable ? interest : interest & ready;
    }

    private int size(SocketOption<Integer> buffer) {
        int size = host.faults().buffers;
        return size > 0 ? size : options.get(buffer);
    }

    void close() {
        received.clear();
        host.udp().release(this);
        host.network().closed(this);
    }

    @Override
    public String toString() {
        InetSocketAddress peer = remote;
        return "UDP " + Segment.text(local()) + (peer == null ? "" : " to " + Segment.text(peer))
                + (received.isEmpty() ? "" : " (" + received.size() + " not received)");
    }
}
