// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("No server is asked")
class LocalNamesTest {
    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsServer server = network.server(FIRST, new DnsZone().address("nas", "10.66.0.1"));
    private final DnsResolver resolver =
            resolver(options -> options.hosts(HostsFile.parse("10.1.0.9 nas NAS.home\n10.1.0.8 hidden.onion")));

    @AfterEach
    void close() {
        assertThat(server.asked).isEmpty();
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7",
        "[2001:db8::7], 2001:db8:0:0:0:0:0:7",
        "nas, 10.1.0.9",
        "nas.HOME., 10.1.0.9",
        "hidden.onion, 10.1.0.8",
        "localhost, 0:0:0:0:0:0:0:1 127.0.0.1",
        "LOCALHOST., 0:0:0:0:0:0:0:1 127.0.0.1",
        "shop.localhost, 0:0:0:0:0:0:0:1 127.0.0.1",
    })
    void forWhatIsKnownHere(String host, String addresses) {
        assertThat(network.addresses(resolver, host)).containsExactly(addresses.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "0x7f.0.0.1",
                "2130706433",
                "",
                "a b",
                "a%b",
                "1.2.3.4.5",
                "[::1",
                "x.invalid",
                "x.onion",
                "a..b"
            })
    void forWhatIsNoNameOfDns(String host) {
        assertThat(network.error(resolver, host))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("unknown host: ");
    }
}
