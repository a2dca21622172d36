// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.MembershipKey;
import java.nio.channels.MulticastChannel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The membership of a simulated channel in a group. */
final class SimMembership extends MembershipKey {
    private final SimDatagramChannel channel;
    private final UdpMemberships memberships;
    private final InetAddress group;
    private final NetworkInterface on;
    private final @Nullable InetAddress source;
    private final Set<InetAddress> blocked = new HashSet<>();

    SimMembership(
            SimDatagramChannel channel,
            UdpMemberships memberships,
            InetAddress group,
            NetworkInterface on,
            @Nullable InetAddress source) {
        this.channel = channel;
        this.memberships = memberships;
        this.group = group;
        this.on = on;
        this.source = source;
    }

    @Override
    public boolean isValid() {
        return threads().call(() -> memberships.contains(this));
    }

    @Override
    public void drop() {
        threads().run(() -> memberships.drop(this));
    }

    @Override
    public MembershipKey block(InetAddress toBlock) {
        if (source != null) {
            throw new IllegalStateException("key is source-specific");
        }
        return threads().call(() -> {
            if (!blocked.contains(toBlock)) {
                if (!isValid()) {
                    throw new IllegalStateException("key is no longer valid");
                }
                UdpMemberships.checkSource(toBlock, group);
                blocked.add(toBlock);
            }
            return this;
        });
    }

    @Override
    public MembershipKey unblock(InetAddress toUnblock) {
        threads().run(() -> {
            if (!blocked.remove(toUnblock)) {
                throw new IllegalStateException("not blocked");
            }
        });
        return this;
    }

    /** Whether it receives what comes from {@code sender}. */
    boolean takes(InetAddress sender) {
        return source == null ? !blocked.contains(sender) : source.equals(sender);
    }

    @Override
    public MulticastChannel channel() {
        return channel;
    }

    @Override
    public InetAddress group() {
        return group;
    }

    @Override
    public NetworkInterface networkInterface() {
        return on;
    }

    @Override
    public @Nullable InetAddress sourceAddress() {
        return source;
    }

    private Threads threads() {
        return channel.host().network().threads();
    }

    @Override
    public String toString() {
        return "the membership of " + channel + " in " + Segment.text(group);
    }
}
