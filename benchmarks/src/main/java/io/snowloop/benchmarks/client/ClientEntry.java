package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.server.Rig;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A client in the table.
 *
 * @param name on the command line
 * @param title in the table
 * @param peer what runs in its JVM
 * @param quick whether {@code --quick} has it
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
    public static final ClientEntry BASELINE =
            new ClientEntry(Rig.BASELINE, "Fetcher before", FetcherPeer.class, true);

    /** All there are, in the order of the table. */
    public static List<ClientEntry> all() {
        return ALL;
    }

    /** The one of this name. */
    public static ClientEntry of(String name) {
        return ALL.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no client '" + name + "', but "
                        + ALL.stream().map(ClientEntry::name).collect(Collectors.joining(", "))));
    }

    /** Whether it only shows what is possible, and is no client that one could use. */
    public boolean isYardstick() {
        return name.equals("raw");
    }
}
