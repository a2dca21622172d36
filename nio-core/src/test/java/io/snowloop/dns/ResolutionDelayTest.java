// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8305 §3. */
@DisplayName("If one version of IP is found before the other")
class ResolutionDelayTest {
    private static final String HOST = "www.example.org";
    private static final String IPV6 = "2001:db8:0:0:0:0:0:1";
    private static final String IPV4 = "10.1.0.1";

    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsZone zone = new DnsZone().address(HOST, IPV4, IPV6);
    private final DnsServer server = network.server(FIRST, zone);

    @AfterEach
    void close() {
        network.close();
    }

    private void answersLate(String type, Duration time) {
        server.reaction = (query, datagram, send) -> {
            server.delay = DnsZone.question(query).endsWith(" " + type) ? time : Duration.ZERO;
            server.reply(query, datagram, send);
        };
    }

    private void doesNotAnswer(String type) {
        server.reaction = (query, datagram, send) -> {
            if (!DnsZone.question(query).endsWith(" " + type)) {
                server.reply(query, datagram, send);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAA"})
    void aServerThatDropsTheQuestionForTheOtherCostsTheDelayOnly(String dropped) {
        doesNotAnswer(dropped);
        DnsResolver resolver = resolver(options -> options.minTtl(Duration.ofHours(1)));
        assertThat(network.addresses(resolver, HOST)).containsExactly(dropped.equals("A") ? IPV6 : IPV4);
        assertThat(network.simulation.ticker().elapsed()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        network.simulation.runFor(Duration.ofMillis(1));
        assertThat(network.simulation.network().openSockets())
                .as("the other question is given up")
                .noneMatch(socket -> socket.contains(DnsNetwork.CLIENT));
        server.reaction = null;
        assertThat(network.addresses(resolver, HOST))
                .as("a part is not remembered")
                .containsExactly(IPV6, IPV4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAA"})
    void theOtherHasAShortTimeAndIpv6ComesFirst(String late) {
        answersLate(late, Duration.ofMillis(40));
        DnsResolver resolver = resolver(options -> options);
        assertThat(network.addresses(resolver, HOST)).containsExactly(IPV6, IPV4);
        network.addresses(resolver, HOST);
        assertThat(server.asked).as("all of it is remembered").hasSize(2);
    }

    @Test
    void theTimeIsASetting() {
        answersLate("AAAA", Duration.ofMillis(900));
        assertThat(network.addresses(resolver(options -> options.resolutionDelay(Duration.ofSeconds(1))), HOST))
                .containsExactly(IPV6, IPV4);
        answersLate("AAAA", Duration.ofMillis(1));
        assertThat(network.addresses(resolver(options -> options.resolutionDelay(Duration.ZERO)), HOST))
                .containsExactly(IPV4);
    }

    @Test
    void thatAVersionHasNoAddressesDoesNotHurryTheOther() {
        zone.address("four.example.org", "10.1.0.4");
        answersLate("A", Duration.ofSeconds(3));
        assertThat(network.addresses(resolver(options -> options), "four.example.org"))
                .containsExactly("10.1.0.4");
    }
}
