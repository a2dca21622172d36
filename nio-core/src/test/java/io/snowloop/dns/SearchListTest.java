// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A short name is searched")
class SearchListTest {
    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsZone zone =
            new DnsZone().address("db.one.test", "10.1.0.1").address("web.two.test", "10.1.0.2");
    private final DnsServer server = network.server(FIRST, zone);
    private final DnsResolver resolver = resolver(options -> options.search("one.test", "two.test"));

    @AfterEach
    void close() {
        network.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, db, db.one.test db.two.test db",
        "1, db.x, db.x db.x.one.test db.x.two.test",
        "2, db.x, db.x.one.test db.x.two.test db.x",
        "0, db, db db.one.test db.two.test",
        "1, db., db",
        "5, db.one.test., db.one.test",
    })
    void inThisOrder(int ndots, String host, String names) {
        ResolvConf conf = ResolvConf.parse("search one.test two.test\noptions ndots:" + ndots);
        assertThat(SearchList.names(host, conf))
                .hasToString(List.of(names.split(" ")).toString());
    }

    @Test
    void inNoDomainThatMakesItTooLong() {
        ResolvConf conf = ResolvConf.parse("search " + "a".repeat(60) + ".test");
        String host = ("b".repeat(63) + ".").repeat(3) + "c";
        assertThat(SearchList.names(host, conf)).hasSize(1);
        assertThat(network.error(resolver, "b".repeat(64)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("a name has up to 253 characters");
    }

    @Test
    void untilADomainHasIt() {
        assertThat(network.addresses(resolver, "db")).containsExactly("10.1.0.1");
        assertThat(network.addresses(resolver, "web")).containsExactly("10.1.0.2");
        assertThat(server.asked).doesNotContain("db.two.test A", "web A").contains("web.one.test A");
    }

    @Test
    void andAllThatWasTriedIsNamed() {
        assertThat(network.error(resolver, "none"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith(
                        "unknown host: none: none.one.test does not exist, none.two.test does not exist,"
                                + " none does not exist");
    }

    /** Else the name would mean another machine while the server of the first domain has a problem. */
    @Test
    void notBehindADomainOfWhichNothingIsKnown() {
        server.reaction = (query, datagram, send) -> {
            if (DnsZone.question(query).startsWith("web.one.test")) {
                send.accept(DnsZone.message(query, 0x8182));
            } else {
                server.reply(query, datagram, send);
            }
        };
        assertThat(network.error(resolver, "web")).isExactlyInstanceOf(IOException.class);
        assertThat(server.asked).noneMatch(question -> question.contains("two.test"));
    }
}
