// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.server.Rig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An entry of the tables of clients.
 *
 * @param name its name on the command line
 * @param title its title in the tables
 * @param peer its implementation
 * @param quick whether {@code --quick} includes it
 */
public record ClientEntry(String name, String title, Class<? extends ClientPeer> peer, boolean quick) {
    private static final List<ClientEntry> ALL = List.of(
            new ClientEntry("fetcher", "Fetcher", FetcherPeer.class, true),
            new ClientEntry("raw", "raw Selector", RawSelectorClient.class, true),
            new ClientEntry("activej", "ActiveJ", ActiveJClientPeer.class, true),
            new ClientEntry("netty", "Netty pipeline", NettyClientPeer.class, true),
            new ClientEntry("ahc", "AsyncHttpClient", AsyncHttpClientPeer.class, false),
            new ClientEntry("vertx", "Vert.x", VertxClientPeer.class, false),
            new ClientEntry("apache", "Apache", ApacheClientPeer.class, false),
            new ClientEntry("reactor", "Reactor Netty", ReactorNettyPeer.class, false),
            new ClientEntry("jdk", "java.net.http", JdkClientPeer.class, true));

    /** The Fetcher of another checkout, which is measured on request only. */
    public static final ClientEntry BASELINE = new ClientEntry(Rig.BASELINE, "Fetcher before", FetcherPeer.class, true);

    /** All entries, in the order of the tables. */
    public static List<ClientEntry> all() {
        return ALL;
    }

    /** The entry with this name. */
    public static ClientEntry of(String name) {
        return ALL.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no client '" + name + "'; there are "
                        + ALL.stream().map(ClientEntry::name).collect(Collectors.joining(", "))));
    }

    /** Those that are measured over TLS, too. All have the TLS of the JDK. */
    public boolean speaksTls() {
        return !List.of("raw", "activej", "netty", "apache").contains(name);
    }

    /** Whether it is a baseline, and no usable client. */
    public boolean isYardstick() {
        return name.equals("raw");
    }
}
