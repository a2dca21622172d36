// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.report.Yardsticks;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the tables of servers.
 *
 * @param name its name on the command line
 * @param title its title in the tables
 * @param peer its implementation; null for a program that is none of Java
 * @param quick whether {@code --quick} includes it
 */
public record ServerEntry(
        String name, String title, @Nullable Class<? extends ServerPeer> peer, boolean quick) {
    private static final List<ServerEntry> ALL = List.of(
            new ServerEntry("snow", "Snow", SnowPeer.class, true),
            new ServerEntry("raw", "raw Selector", RawSelectorPeer.class, true),
            new ServerEntry("c-epoll", "C epoll", null, true),
            new ServerEntry("activej", "ActiveJ", ActiveJPeer.class, true),
            new ServerEntry("microhttp", "microhttp", MicrohttpPeer.class, true),
            new ServerEntry("netty", "Netty NIO", NettyPeer.class, true),
            new ServerEntry("netty-epoll", "Netty epoll", NettyEpollPeer.class, false),
            new ServerEntry("vertx", "Vert.x", VertxPeer.class, false),
            new ServerEntry("vertx-web", "Vert.x-Web", VertxWebPeer.class, false),
            new ServerEntry("undertow", "Undertow", UndertowPeer.class, false),
            new ServerEntry("jetty", "Jetty", JettyPeer.class, false),
            new ServerEntry("helidon", "Helidon SE", HelidonPeer.class, false),
            new ServerEntry("robaho", "robaho", RobahoPeer.class, false),
            new ServerEntry("jdk", "the JDK's server", JdkPeer.class, false));

    /** The Snow of another checkout, which is measured on request only. */
    public static final ServerEntry BASELINE = new ServerEntry(Rig.BASELINE, "Snow before", SnowPeer.class, true);

    /** All entries, in the order of the tables. */
    public static List<ServerEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ServerEntry of(String name) {
        return of(name, ALL, "");
    }

    /** The entry of a table with this name; {@code kind} of table is a part of the message if there is none. */
    static ServerEntry of(String name, List<ServerEntry> all, String kind) {
        return all.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no server '" + name + "'" + kind
                        + "; there are " + all.stream().map(ServerEntry::name).collect(Collectors.joining(", "))));
    }

    /** Whether it runs on a JVM. */
    public boolean onJvm() {
        return peer != null;
    }

    /** Whether it runs on this release of the JDK: the classes of two peers are for 21. */
    public boolean runsOn(int feature) {
        return feature >= 21 || !List.of("helidon", "robaho").contains(name);
    }

    /** Whether it is a baseline, and no usable server. */
    public boolean isYardstick() {
        return Yardsticks.has(name);
    }
}
