// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** TLS in a tunnel that a proxy opens when it knows the user. */
@EveryVersion
class HttpsThroughAProxyTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued SERVER = AUTHORITY.issue(World.SERVER);
    private static final String PROXY = "10.0.0.3";

    private static final TlsConfig SERVER_TLS = TlsConfig.server(Identity.of(SERVER.key(), SERVER.chain())).toBuilder()
            .handshakeTimeout(World.LONG)
            .build();

    private static final FetcherOptions CLIENT = World.PATIENT_CLIENT.toBuilder()
            .tls(TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate))).toBuilder()
                    .handshakeTimeout(World.LONG)
                    .build())
            .proxies(Proxy.of("http://ada:secret@" + PROXY + ":3128"))
            .maxPerOrigin(1)
            .build();

    private static TunnelProxy proxy(Simulation simulation) {
        return new TunnelProxy(simulation.loop(PROXY), new InetSocketAddress(PROXY, 3128), "Basic YWRhOnNlY3JldA==");
    }

    @Seeds(5)
    void everyAnswerIsRightAndTheServerSeesNothingOfTheProxy(Simulation simulation) {
        simulation.network().faults(Faults.benign(simulation.random()));
        try (World world = new World(
                simulation,
                request -> Future.completed(
                        Response.text(request.target() + " " + request.headers().contains("Proxy-Authorization"))),
                World.PATIENT_SERVER,
                CLIENT,
                SERVER_TLS)) {
            TunnelProxy proxy = proxy(simulation);
            Call first = world.fetch(Duration.ZERO, Request.get(world.server.url("/a")));
            Call second = world.fetch(Duration.ZERO, Request.get(world.server.url("/b")));
            world.settle();
            proxy.close();

            assertThat(first.response.text()).isEqualTo("/a false");
            assertThat(second.response.text()).isEqualTo("/b false");
            assertThat(proxy.tunnels())
                    .as("the second request has the tunnel of the first")
                    .isOne();
        }
    }

    @Seeds(10)
    void everyFetchEndsWhateverBreaks(Simulation simulation) {
        simulation.network().faults(Faults.hostile(simulation.random()));
        try (World world =
                new World(simulation, Site.app(simulation.random()), World.PATIENT_SERVER, CLIENT, SERVER_TLS)) {
            TunnelProxy proxy = proxy(simulation);
            world.fetchAnything(3, Duration.ofMillis(500));
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            proxy.close();
            world.calls.forEach(Call::assertRightOrFailed);
        }
    }
}
