// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.util.List;

/** The entries of the tables of servers that speak HTTP/2. Over TLS all use that of the JDK. */
public final class Http2Entries {
    private static final List<ServerEntry> ALL = List.of(
            new ServerEntry("snow", "Snow", SnowHttp2Peer.class, true),
            new ServerEntry("netty", "Netty NIO", NettyHttp2Peer.class, true),
            new ServerEntry("netty-epoll", "Netty epoll", NettyEpollHttp2Peer.class, false),
            new ServerEntry("vertx", "Vert.x", VertxHttp2Peer.class, true),
            new ServerEntry("undertow", "Undertow", UndertowHttp2Peer.class, true),
            new ServerEntry("jetty", "Jetty", JettyHttp2Peer.class, true),
            new ServerEntry("helidon", "Helidon SE", HelidonHttp2Peer.class, true));

    /** The Snow of another checkout, which is measured on request only. */
    public static final ServerEntry BASELINE = new ServerEntry(Rig.BASELINE, "Snow before", SnowHttp2Peer.class, true);

    private Http2Entries() {}

    /** All entries, in the order of the tables. */
    public static List<ServerEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ServerEntry of(String name) {
        return ServerEntry.of(name, ALL, " of HTTP/2");
    }
}
