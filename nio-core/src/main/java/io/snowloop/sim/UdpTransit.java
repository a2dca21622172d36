// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import io.snowloop.sim.SimNetwork.Link;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A datagram between two hosts, or from one to many. It is lost, or comes once or twice. Each copy has its own time in transit,
 * so it may overtake another one. What comes during a partition is lost: UDP sends nothing again.
 */
final class UdpTransit {
    private final UdpDatagram datagram;
    private final SimHost here;
    private final SimNetwork network;
    private final Chances chances;

    private UdpTransit(UdpDatagram datagram) {
        this.datagram = datagram;
        this.here = datagram.source().host();
        this.network = here.network();
        this.chances = datagram.source().chances();
    }

    // region send
    /** Sends it. The link transmits one datagram of a socket after the other; then each has its own time in transit. */
    static void send(UdpDatagram datagram) {
        UdpTransit transit = new UdpTransit(datagram);
        InetAddress to = datagram.to().getAddress();
        SimHost host = datagram.isUnicast() ? transit.here.reach(to) : null;
        Faults faults = transit.faults(host);
        long transmission = datagram.source().transmit(datagram.bytes().length, faults.bandwidth);
        if (datagram.isUnicast()) {
            transit.send(host, transmission);
        } else {
            transit.members().forEach(member -> transit.send(member, transmission));
        }
    }

    private void send(@Nullable SimHost host, long transmission) {
        Faults faults = faults(host);
        SimHost reached = chances.draw(Chances.Kind.DATAGRAM_LOSS, faults.datagramLoss) ? null : host;
        int copies = chances.draw(Chances.Kind.DATAGRAM_DUPLICATE, faults.datagramDuplicates) ? 2 : 1;
        Packet packet = new Packet(
                Kind.DATAGRAM, datagram.from(), datagram.to(), datagram.bytes().length, reached, () -> arrive(reached));
        for (int i = 0; i < copies; i++) {
            start(packet, transmission + chances.delay(faults));
        }
    }
    // endregion

    /** The hosts that a datagram to many comes to: with a TTL of 0, no other one; without loopback, not its own. */
    private List<SimHost> members() {
        InetAddress to = datagram.to().getAddress();
        Options options = datagram.source().options();
        boolean loopback = options.get(StandardSocketOptions.IP_MULTICAST_LOOP);
        boolean leaves = options.get(StandardSocketOptions.IP_MULTICAST_TTL) > 0;
        return network.hosts().stream()
                .filter(host -> to.isMulticastAddress()
                        ? host.udp().isMember(to) && (host == here ? loopback : leaves)
                        : host.address() instanceof Inet4Address)
                .toList();
    }

    private void start(Packet packet, long delay) {
        network.links().sent();
        network.after(delay, () -> come(packet));
    }

    /** It has come to the end of its link, where it arrives or is lost. */
    private void come(Packet packet) {
        network.links().gone(1);
        Interventions.Change change = packet.host == null ? null : network.change(packet.host, 0);
        if (change != null && !change.lost()) {
            start(packet, change.later());
        } else if (packet.host == null || change != null || isCut(packet.host) || !packet.arrive.getAsBoolean()) {
            network.observers().lost(packet.from, packet.to, packet.kind, packet.length);
        } else {
            network.arrived(packet.from, packet.to, packet.kind, packet.length);
        }
    }

    /** Returns false if it is dropped, because all buffers are full. */
    private boolean arrive(@Nullable SimHost host) {
        List<UdpSocket> receivers = host == null ? List.of() : host.udp().receivers(datagram);
        boolean taken = receivers.isEmpty();
        for (UdpSocket receiver : receivers) {
            taken |= receiver.arrive(datagram);
        }
        if (receivers.isEmpty() && datagram.isUnicast()) {
            refuse();
        }
        return taken;
    }

    /** No socket has the port: says so by ICMP (RFC 1122 section 4.1.3.1), which may be lost as any other datagram. */
    private void refuse() {
        Faults faults = faults(here.reach(datagram.to().getAddress()));
        SimHost reached = chances.draw(Chances.Kind.DATAGRAM_LOSS, faults.datagramLoss) ? null : here;
        Packet packet = new Packet(Kind.PORT_UNREACHABLE, datagram.to(), datagram.from(), 0, reached, () -> {
            datagram.source().portUnreachable(datagram.to());
            return true;
        });
        start(packet, chances.delay(faults));
    }

    private boolean isCut(SimHost arrivesAt) {
        InetAddress other = arrivesAt == here ? datagram.to().getAddress() : arrivesAt.address();
        SimHost there = here.reach(other);
        return there != null && network.links().isCut(Link.between(here.address(), there.address()));
    }

    private Faults faults(@Nullable SimHost there) {
        return network.faults(
                Link.between(here.address(), there == null ? datagram.to().getAddress() : there.address()));
    }

    /**
     * A datagram, or the ICMP message about one.
     *
     * @param host null if it is lost on the way
     * @param arrive returns whether there is room for it
     */
    private record Packet(
            Kind kind,
            InetSocketAddress from,
            InetSocketAddress to,
            int length,
            @Nullable SimHost host,
            BooleanSupplier arrive) {}
}
