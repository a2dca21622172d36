// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyChoice;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/proxies.md} shows. */
class ProxiesPageTest {
    private final Simulation simulation = new Simulation(1);

    /** A proxy that tells what it is asked for, and asks no one. */
    @BeforeEach
    void proxy() throws IOException {
        Server.of(request -> Future.completed(Response.text("the proxy, of " + request.target())))
                .on(simulation.loop("10.0.0.9"))
                .listen("10.0.0.9", 3128);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private String fetch(FetcherOptions options, Request request) throws Exception {
        return simulation
                .runUntil(Fetcher.on(simulation.loop("10.0.0.2"), options).fetch(request))
                .text();
    }

    @Test
    void forAllRequests() throws Exception {
        // region one
        FetcherOptions options = FetcherOptions.builder()
                .proxies(Proxy.of("http://10.0.0.9:3128").withCredentials("ada", "secret"))
                .build();
        // endregion

        assertThat(fetch(options, Request.get("http://a.test/b"))).isEqualTo("the proxy, of http://a.test/b");
    }

    @Test
    void byTheTarget() throws Exception {
        Server.of(request -> Future.completed(Response.text("the origin")))
                .on(simulation.loop("10.0.0.1"))
                .listen("10.0.0.1", 80);
        // region choice
        Proxy office = Proxy.of("http://10.0.0.9:3128");
        ProxyChoice choice = (scheme, host, port) -> host.endsWith(".test") ? office : null;
        FetcherOptions options = FetcherOptions.builder().proxies(choice).build();
        // endregion
        // region request
        Request request = Request.get("http://10.0.0.1/").withAttribute(ProxyChoice.OF_REQUEST, office);
        // endregion

        assertThat(fetch(options, Request.get("http://a.test/"))).startsWith("the proxy");
        assertThat(fetch(options, Request.get("http://10.0.0.1/"))).isEqualTo("the origin");
        assertThat(fetch(options, request)).startsWith("the proxy");
    }

    @Test
    void ofTheEnvironment() throws Exception {
        Map<String, String> variables = Map.of("all_proxy", "10.0.0.9:3128", "no_proxy", "example.org,10.0.0.0/8");
        // region environment
        ProxyChoice choice = ProxyChoice.environment(variables); // System.getenv(), in a program
        FetcherOptions options = FetcherOptions.builder().proxies(choice).build();
        // endregion

        assertThat(fetch(options, Request.get("http://a.test/"))).startsWith("the proxy");
        assertThat(choice.proxyFor("https", "www.example.org", 443)).isNull();
    }
}
