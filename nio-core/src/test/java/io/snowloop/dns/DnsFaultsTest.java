// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.SECOND;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsZone;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("On a network that loses, doubles and reorders datagrams")
class DnsFaultsTest {
    private static final List<String> WWW = List.of("2001:db8:0:0:0:0:0:1", "10.1.0.1");

    private static DnsZone zone() {
        DnsZone zone = new DnsZone().address("www.example.org", "10.1.0.1", "2001:db8::1");
        for (int i = 1; i < 100; i++) {
            zone.address("big.example.org", "10.3.0." + i);
        }
        return zone;
    }

    /** A part of the addresses is a result if the questions for the others had no answer. There is no wrong one, and no wrong error. */
    @Seeds(200)
    void aResultIsRightOrTheFailureIsClear(Simulation simulation) {
        simulation
                .network()
                .faults(Faults.NONE
                        .latency(Duration.ofMillis(20))
                        .jitter(Duration.ofMillis(500))
                        .datagramLoss(0.3)
                        .datagramDuplicates(0.3)
                        .segments(100));
        try (DnsNetwork network = new DnsNetwork(simulation)) {
            network.server(FIRST, zone());
            network.server(SECOND, zone());
            DnsResolver resolver = resolver(options -> options.servers(FIRST, SECOND));
            Future<List<InetAddress>> www = network.begin(resolver, "www.example.org");
            Future<List<InetAddress>> big = network.begin(resolver, "big.example.org");
            Future<List<InetAddress>> none = network.begin(resolver, "none.example.org");
            simulation.runUntil(() -> www.isDone() && big.isDone() && none.isDone());

            if (succeeded(www)) {
                assertThat(www.resultNow())
                        .extracting(InetAddress::getHostAddress)
                        .isSubsetOf(WWW)
                        .isNotEmpty();
            }
            if (succeeded(big)) {
                assertThat(big.resultNow()).hasSize(64);
            }
            assertThat(succeeded(none)).isFalse();
            assertThat(simulation.ticker().elapsed()).isLessThan(Duration.ofSeconds(25));
        }
    }

    /** Or there is no answer: a failure that is not "unknown host" names the servers. */
    private static boolean succeeded(Future<List<InetAddress>> future) {
        Throwable error = future.outcome().error();
        if (error != null && !(error instanceof UnknownHostException)) {
            assertThat(error)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageMatching("cannot look up .* 10\\.0\\.0\\.[12]:53 .*");
        }
        if (error instanceof UnknownHostException) {
            assertThat(error).hasMessageContaining("none.example.org does not exist");
        }
        return error == null;
    }

    @Seeds(200)
    void withAttemptsEnoughEachSeedHasTheSameResult(Simulation simulation) {
        simulation
                .network()
                .faults(Faults.NONE.datagramLoss(0.3).datagramDuplicates(0.3).jitter(Duration.ofMillis(500)));
        try (DnsNetwork network = new DnsNetwork(simulation)) {
            network.server(FIRST, zone());
            DnsResolver resolver = resolver(options -> options.attempts(40).resolutionDelay(Duration.ofHours(1)));
            assertThat(network.addresses(resolver, "www.example.org")).isEqualTo(WWW);
            assertThat(network.addresses(resolver, "big.example.org")).hasSize(64);
            assertThat(network.error(resolver, "none.example.org")).isInstanceOf(UnknownHostException.class);
        }
    }
}
