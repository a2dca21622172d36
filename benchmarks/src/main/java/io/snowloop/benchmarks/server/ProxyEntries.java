// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.util.List;
import java.util.stream.Collectors;

/** The entries of the tables of reverse proxies. */
public final class ProxyEntries {
    private static final List<ServerEntry> ALL = List.of(
            new ServerEntry("snow", "Snow and Fetcher", SnowProxyPeer.class, true),
            new ServerEntry("vertx", "Vert.x", VertxProxyPeer.class, true),
            new ServerEntry("reactor", "Reactor Netty", ReactorProxyPeer.class, true),
            Nginx.ENTRY);

    /** The proxy of another checkout, which is measured on request only. */
    public static final ServerEntry BASELINE =
            new ServerEntry(Rig.BASELINE, "Snow and Fetcher before", SnowProxyPeer.class, true);

    /** The JVM option that passes the port of the origin to a proxy. */
    static final String ORIGIN = "origin";

    private ProxyEntries() {}

    /** All entries, in the order of the tables. */
    public static List<ServerEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ServerEntry of(String name) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no proxy '" + name + "'; there are "
                        + ALL.stream().map(ServerEntry::name).collect(Collectors.joining(", "))));
    }

    /** The port of the origin on 127.0.0.1, of which this process is a proxy. */
    static int originPort() {
        return Integer.getInteger(ORIGIN);
    }
}
