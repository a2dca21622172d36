// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.dns.DnsOptions;
import io.snowloop.dns.DnsResolver;
import io.snowloop.dns.HostsFile;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.transport.CachingResolver;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/names.md} shows. */
class NamesPageTest {
    private final Snow app = new Snow().get("/", request -> Response.text("hello"));

    @Test
    void namesThatAreKnown() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        List<String> lookedUp = new ArrayList<>();
        // region own
        Map<String, List<InetAddress>> hosts = Map.of("shop.test", List.of(here));
        Resolver resolver = (loop, host) -> {
            lookedUp.add(host);
            return hosts.containsKey(host)
                    ? Future.completed(hosts.get(host))
                    : Resolver.system().resolve(loop, host);
        };
        // endregion
        // region cache
        Resolver remembers = CachingResolver.of(resolver, ofSeconds(30));
        FetcherOptions options = FetcherOptions.builder()
                .connector(Connector.builder().resolver(remembers).build())
                .keepAlive(ofSeconds(0)) // so that each request has a new connection
                .build();
        // endregion
        try (Server server = Server.of(app).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.start(options)) {
            for (int i = 0; i < 3; i++) {
                Response response = fetcher.send("http://shop.test:" + server.port() + "/");
                assertThat(response.text()).isEqualTo("hello");
            }
        }
        assertThat(lookedUp).containsExactly("shop.test");
    }

    @Test
    void aResolverOnTheLoop() throws Exception {
        DnsZone zone = new DnsZone().address("shop.example.test", "127.0.0.1");
        try (EventLoopGroup loops = EventLoopGroup.start(1)) {
            EventLoop loop = loops.loops().get(0);
            InetSocketAddress nameServer = loop.submit(() -> Future.completed(new DnsServer(zone)
                            .listen(loop, Resolver.address("127.0.0.1", 0))
                            .address()))
                    .await();
            // region dns
            DnsResolver resolver = DnsResolver.of(DnsOptions.builder()
                    .servers(nameServer) // Resolver.address("192.0.2.53", 53), for instance
                    .search("example.test")
                    .hosts(HostsFile.parse("127.0.0.1 nas"))
                    .build());
            FetcherOptions options = FetcherOptions.builder()
                    .connector(Connector.builder().resolver(resolver).build())
                    .build();
            // endregion
            assertSaysHello(options, "shop");
            assertSaysHello(options, "nas");
        }
    }

    @Test
    void theSettingsOfTheMachine() throws Exception {
        // region system
        Connector connector = Connector.builder().resolver(DnsResolver.system()).build();
        // endregion
        assertSaysHello(FetcherOptions.builder().connector(connector).build(), "localhost");
    }

    private void assertSaysHello(FetcherOptions options, String host) throws Exception {
        try (Server server = Server.of(app).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.start(options)) {
            assertThat(fetcher.send("http://" + host + ":" + server.port() + "/")
                            .text())
                    .isEqualTo("hello");
        }
    }
}
