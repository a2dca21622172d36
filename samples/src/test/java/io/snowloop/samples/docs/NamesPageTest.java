// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.transport.CachingResolver;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Resolver;
import java.net.InetAddress;
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
}
