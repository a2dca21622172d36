// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.transport.Resolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names that no server is asked for (RFC 6761). */
final class LocalNames {
    private static final List<InetAddress> LOOPBACK = Stream.of("::1", "127.0.0.1")
            .map(address -> Resolver.address(address, 0).getAddress())
            .toList();

    private LocalNames() {}

    /** The addresses of a name that means this machine (RFC 6761 §6.3), whatever a server would say; empty if it does not. */
    static List<InetAddress> addresses(String host) {
        return isWithin(host, "localhost") ? LOOPBACK : List.of();
    }

    /** Whether it never has an address in DNS: RFC 6761 §6.4, and RFC 7686 §2, so that it is not told to a server. */
    static boolean isUnknown(String host) {
        return isWithin(host, "invalid") || isWithin(host, "onion");
    }

    private static boolean isWithin(String host, String domain) {
        String lower = host.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return name.equals(domain) || name.endsWith("." + domain);
    }
}
