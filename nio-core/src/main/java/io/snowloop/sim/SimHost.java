// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import io.snowloop.sim.SimNetwork.Link;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host of a {@link SimNetwork}: the provider of the channels and selectors of its programs. */
public final class SimHost extends SelectorProvider {
    private final SimNetwork network;
    private final InetAddress address;
    private final Ports ports;
    private final UdpPorts udp;
    private final Link loopback;
    private final Chances chances;
    private long pausedUntil;
    private long heldUntil;

    SimHost(SimNetwork network, InetAddress address) {
        this.network = network;
        this.address = address;
        this.ports = new Ports(address);
        this.loopback = Link.between(address, address);
        this.chances = network.chances(Segment.text(address));
        this.udp = new UdpPorts(this);
    }

    /** {@return the address of this host} */
    public InetAddress address() {
        return address;
    }

    SimNetwork network() {
        return network;
    }

    /** The random numbers of the faults of its kernel and its clock. */
    Chances chances() {
        return chances;
    }

    Ports ports() {
        return ports;
    }

    UdpPorts udp() {
        return udp;
    }

    /** The faults of its kernel and its clock: those of the link between it and itself. */
    Faults faults() {
        return network.faults(loopback);
    }

    /** Starts to connect. A connect to the wildcard address goes to the loopback address, as on Linux. */
    Endpoint connect(InetSocketAddress bound, InetSocketAddress to, Options options) {
        InetAddress target = to.getAddress().isAnyLocalAddress() ? Ports.loopback(to.getAddress()) : to.getAddress();
        InetAddress local = bound.getAddress().isAnyLocalAddress() ? addressTowards(target) : bound.getAddress();
        SimHost there = reach(target);
        Endpoint client = new Endpoint(
                this,
                new InetSocketAddress(local, bound.getPort()),
                new InetSocketAddress(target, to.getPort()),
                Link.between(address, there == null ? target : there.address),
                options);
        client.connect();
        return client;
    }

    /** The local address of connections to {@code target}. */
    InetAddress addressTowards(InetAddress target) {
        return target.isLoopbackAddress() || target.isAnyLocalAddress() ? Ports.loopback(target) : address;
    }

    /** The host that {@code target} leads to from here; null if there is none. */
    @Nullable
    SimHost reach(InetAddress target) {
        return target.isLoopbackAddress() || target.isAnyLocalAddress() ? this : network.hostAt(target);
    }

    // ------------------------------------------------------------------------------------------- pauses, wake-ups

    /** Pauses this host, with the probability of {@link Faults#clockJumps}. Returns whether it is paused. */
    boolean maybePause() {
        Faults faults = faults();
        if (chances.draw(Kind.CLOCK_JUMP, faults.clockJumps)) {
            pausedUntil = network.now() + chances.upTo(Kind.CLOCK_JUMP, faults.longestClockJump);
        }
        return isPaused();
    }

    /** Stops its programs, those that block in a read or a write among them. */
    void holdUntil(long time) {
        heldUntil = Math.max(heldUntil, time);
        pausedUntil = Math.max(pausedUntil, time);
    }

    long heldUntil() {
        return heldUntil;
    }

    boolean isPaused() {
        return network.now() < pausedUntil;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /**
     * The time at which a select with this {@code deadline} returns: that time or, with a spurious wake-up, one before
     * the next event. Without a next event there is no spurious wake-up: it would hide a deadlock, because the program
     * would be woken again and again and nothing else would happen.
     */
    long wakesUp(long deadline, long nextEvent) {
        long now = network.now();
        boolean early = nextEvent != Agenda.NEVER && chances.draw(Kind.SPURIOUS_WAKE_UP, faults().spuriousWakeUps);
        return early ? Math.min(deadline, now + chances.upTo(Kind.SPURIOUS_WAKE_UP, nextEvent - now)) : deadline;
    }

    // ------------------------------------------------------------------------------------------- as a provider

    @Override
    public AbstractSelector openSelector() {
        return new SimSelector(this);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return openServerSocketChannel(StandardProtocolFamily.INET6);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        checkInternet(family);
        return new SimServerSocketChannel(this, family);
    }

    @Override
    public SocketChannel openSocketChannel() {
        return openSocketChannel(StandardProtocolFamily.INET6);
    }

    /** A channel of {@code INET} has addresses of IPv4 only, one of {@code INET6} those of both versions. */
    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        checkInternet(family);
        return new SimSocketChannel(this, family);
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return openDatagramChannel(StandardProtocolFamily.INET6);
    }

    /** A channel of {@code INET} has addresses of IPv4 only, one of {@code INET6} those of both versions. */
    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        checkInternet(family);
        return new SimDatagramChannel(this, family);
    }

    /** A pipe within this host: its bytes are in memory, and there are no faults in it. */
    @Override
    public Pipe openPipe() {
        return new SimPipe(this);
    }

    private static void checkInternet(ProtocolFamily family) {
        if (Objects.requireNonNull(family) != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException("a simulated network has no " + family.name() + " sockets");
        }
    }

    @Override
    public String toString() {
        return Segment.text(address);
    }
}
