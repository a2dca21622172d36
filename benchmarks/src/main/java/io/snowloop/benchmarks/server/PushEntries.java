// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.util.List;

/** The entries of the tables of servers that push: WebSockets and event streams. */
public final class PushEntries {
    private static final List<ServerEntry> ALL = List.of(
            new ServerEntry("snow", "Snow", SnowPushPeer.class, true),
            new ServerEntry("raw", "raw Selector", RawPushPeer.class, true),
            new ServerEntry("netty", "Netty NIO", NettyPushPeer.class, true),
            new ServerEntry("vertx", "Vert.x", VertxPushPeer.class, true),
            new ServerEntry("undertow", "Undertow", UndertowPushPeer.class, true),
            new ServerEntry("jetty", "Jetty", JettyPushPeer.class, true),
            new ServerEntry(NodeServer.NAME, "ws on Node.js", null, true));

    /** The Snow of another checkout, which is measured on request only. */
    public static final ServerEntry BASELINE = new ServerEntry(Rig.BASELINE, "Snow before", SnowPushPeer.class, true);

    private PushEntries() {}

    /** All entries, in the order of the tables. */
    public static List<ServerEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ServerEntry of(String name) {
        return ServerEntry.of(name, ALL, " that pushes");
    }
}
