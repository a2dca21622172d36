// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The groups that a channel has joined. */
final class UdpMemberships {
    private final List<SimMembership> keys = new ArrayList<>();

    /** Joins a group, if {@code key} is not there already: for one source, or, if that is null, for all. */
    SimMembership join(
            InetAddress group, NetworkInterface on, @Nullable InetAddress source, Supplier<SimMembership> key) {
        for (SimMembership each : keys) {
            if (each.group().equals(group) && each.networkInterface().equals(on)) {
                if ((source == null) != (each.sourceAddress() == null)) {
                    throw new IllegalStateException(
                            source == null
                                    ? "Already have source-specific membership"
                                    : "Already a member to receive all packets");
                }
                if (Objects.equals(source, each.sourceAddress())) {
                    return each;
                }
            }
        }
        SimMembership joined = key.get();
        keys.add(joined);
        return joined;
    }

    /** Checks that a channel of this family can join a group. */
    static void checkGroup(InetAddress group, ProtocolFamily family) {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("Group not a multicast address");
        }
        if (group instanceof Inet6Address && family == StandardProtocolFamily.INET) {
            throw new IllegalArgumentException("Only IPv6 sockets can join IPv6 multicast group");
        }
    }

    /** Checks that a source can send to a group. */
    static void checkSource(InetAddress source, InetAddress group) {
        if (source.isAnyLocalAddress()) {
            throw new IllegalArgumentException("Source address is a wildcard address");
        }
        if (source.isMulticastAddress()) {
            throw new IllegalArgumentException("Source address is multicast address");
        }
        if (source.getClass() != group.getClass()) {
            throw new IllegalArgumentException("Source address is different type to group");
        }
    }

    boolean contains(SimMembership key) {
        return keys.contains(key);
    }

    void drop(SimMembership key) {
        keys.remove(key);
    }

    void dropAll() {
        keys.clear();
    }

    boolean isMember(InetAddress group) {
        return keys.stream().anyMatch(key -> key.group().equals(group));
    }

    /** Whether a datagram to a group is for this channel. */
    boolean take(UdpDatagram datagram) {
        return keys.stream()
                .anyMatch(key -> key.group().equals(datagram.to().getAddress())
                        && key.takes(datagram.from().getAddress()));
    }
}
