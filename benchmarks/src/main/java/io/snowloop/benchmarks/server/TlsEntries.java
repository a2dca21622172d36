// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.util.List;

/** The entries of the tables of servers over TLS. Those without a yardstick use the TLS of the JDK. */
public final class TlsEntries {
    private static final List<ServerEntry> ALL = List.of(
            new ServerEntry("snow", "Snow", SnowTlsPeer.class, true),
            new ServerEntry("netty", "Netty NIO", NettyTlsPeer.class, true),
            new ServerEntry("vertx", "Vert.x", VertxTlsPeer.class, true),
            new ServerEntry("undertow", "Undertow", UndertowTlsPeer.class, true),
            new ServerEntry("jetty", "Jetty", JettyTlsPeer.class, true),
            new ServerEntry("netty-boringssl", "Netty with BoringSSL", NettyBoringSslPeer.class, true),
            new ServerEntry(Nginx.NAME, "nginx", null, true));

    /** The Snow of another checkout, which is measured on request only. */
    public static final ServerEntry BASELINE = new ServerEntry(Rig.BASELINE, "Snow before", SnowTlsPeer.class, true);

    private TlsEntries() {}

    /** All entries, in the order of the tables. */
    public static List<ServerEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ServerEntry of(String name) {
        return ServerEntry.of(name, ALL, " over TLS");
    }
}
