// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.SECOND;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Resolver;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A resolver on the loop")
class DnsResolverTest {
    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsZone zone = new DnsZone()
            .address("www.example.org", "10.1.0.1", "10.1.0.2", "2001:db8::1")
            .address("four.example.org", "10.1.0.4")
            .alias("shop.example.org", "hosts.example.net")
            .address("hosts.example.net", "10.1.0.7");
    private final DnsServer server = network.server(FIRST, zone);
    private final DnsResolver resolver = resolver(options -> options);

    @AfterEach
    void close() {
        network.close();
    }

    private Duration elapsed() {
        return network.simulation.ticker().elapsed();
    }

    @Test
    void asksForBothVersionsOfIpAtOnceAndGivesIpv6First() {
        server.delay = Duration.ofSeconds(2);
        assertThat(network.addresses(resolver, "www.example.org"))
                .containsExactly("2001:db8:0:0:0:0:0:1", "10.1.0.1", "10.1.0.2");
        assertThat(server.asked).containsExactlyInAnyOrder("www.example.org AAAA", "www.example.org A");
        assertThat(elapsed()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aConnectorFindsItsPeerByIt() throws Exception {
        zone.address("ns.example.org", "10.0.0.1"); // itself: it listens
        Connector connector = Connector.builder().resolver(resolver).build();
        InetSocketAddress name = Resolver.address("ns.example.org", 53);
        Transport connected = network.simulation.runUntil(network.client.submit(
                () -> connector.connect(network.client, name, Duration.ofSeconds(10), new RecordingProtocol())));
        assertThat(connected.remoteAddress()).isEqualTo(FIRST);
        network.client.execute(connected::close);
    }

    @Test
    void aNameThatOnlyEndsLikeALocalOneIsAskedFor() {
        zone.address("nolocalhost", "10.1.0.3").address("localhost.example.org", "10.1.0.4");
        assertThat(network.addresses(resolver, "nolocalhost")).containsExactly("10.1.0.3");
        assertThat(network.addresses(resolver, "localhost.example.org")).containsExactly("10.1.0.4");
    }

    @Test
    void needsAddressesOfOneVersionOnly() {
        assertThat(network.addresses(resolver, "four.example.org")).containsExactly("10.1.0.4");
    }

    @Test
    void anAddressHasTheNameThatWasAskedForSoThatToPrintItAsksNoServer() {
        Future<List<InetAddress>> found = network.begin(resolver, "four.example.org");
        network.simulation.runUntil(found::isDone);
        assertThat(found.resultNow().get(0)).hasToString("four.example.org/10.1.0.4");
    }

    @Test
    void followsAnAliasThatTheServerKnows() {
        assertThat(network.addresses(resolver, "shop.example.org")).containsExactly("10.1.0.7");
    }

    @Test
    void asksAgainForTheNameOfAnAliasThatTheServerDoesNotFollow() {
        DnsZone other = new DnsZone().ttl(40).alias("away.example.org", "hosts.example.net");
        server.reaction = (query, datagram, send) ->
                send.accept((DnsZone.question(query).startsWith("away") ? other : zone).answer(query, datagram));
        assertThat(network.addresses(resolver, "away.example.org")).containsExactly("10.1.0.7");
        assertThat(server.asked).contains("away.example.org A", "hosts.example.net A");
    }

    @Test
    void aliasesThatLeadOnAndOnEnd() {
        server.reaction = (query, datagram, send) -> {
            String name = DnsZone.question(query).split(" ")[0];
            send.accept(new DnsZone().alias(name, "a" + name).answer(query, datagram));
        };
        assertThat(network.error(resolver, "b.example.org"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("aliases")
                .hasMessageContaining("have no end");
    }

    @Test
    void eachQuestionHasItsOwnPortAndId() {
        for (int i = 0; i < 20; i++) {
            zone.address("host" + i, "10.2.0." + i);
            network.addresses(resolver, "host" + i);
        }
        assertThat(server.ports).hasSize(40).doesNotHaveDuplicates();
        assertThat(server.ids.stream().distinct().count()).isGreaterThan(35);
        assertThat(server.ids.stream().anyMatch(id -> id > 0x7FFF)).isTrue();
        assertThat(IntStream.range(1, 40)
                        .filter(i -> server.ids.get(i) == server.ids.get(i - 1) + 1)
                        .count())
                .as("ids that follow each other")
                .isLessThan(3);
    }

    @Test
    void aNameThatDoesNotExistIsUnknown() {
        assertThat(network.error(resolver, "none.example.org"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown host: none.example.org: none.example.org does not exist (asked: 10.0.0.1:53)");
    }

    @Test
    void aNameWithoutAddressesIsUnknownForAnotherReason() {
        server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8180));
        assertThat(network.error(resolver, "mail.example.org"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("mail.example.org has no addresses");
    }

    @Test
    void anErrorOfEachServerSaysNothingAboutTheName() {
        DnsServer second = network.server(SECOND, zone);
        server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8182));
        second.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8185));
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND).attempts(1));
        Throwable error = network.error(both, "www.example.org");
        assertThat(error)
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("cannot look up www.example.org AAAA: 10.0.0.1:53 answered SERVFAIL;"
                        + " 10.0.0.2:53 answered REFUSED");
        assertThat(error.getSuppressed()).hasSize(1);
    }

    @Test
    void anErrorLeadsToTheNextServerAtOnce() {
        DnsServer second = network.server(SECOND, zone);
        for (int flags : new int[] {0x8182, 0x8185, 0x8000}) { // SERVFAIL, REFUSED, and one that only names others
            server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, flags));
            DnsResolver both = resolver(options -> options.servers(FIRST, SECOND));
            assertThat(network.addresses(both, "four.example.org")).containsExactly("10.1.0.4");
        }
        assertThat(elapsed()).isLessThan(Duration.ofSeconds(1));
        assertThat(second.asked).hasSize(6);
    }

    @Test
    void aServerThatIsNotThereLeadsToTheNextOneAtOnce() {
        server.close();
        network.simulation.run();
        network.server(SECOND, zone);
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND));
        assertThat(network.addresses(both, "four.example.org")).containsExactly("10.1.0.4");
        assertThat(elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aSlowServerLeadsToTheNextOne() {
        DnsServer second = network.server(SECOND, zone);
        server.delay = Duration.ofSeconds(20);
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND).timeout(Duration.ofSeconds(3)));
        assertThat(network.addresses(both, "four.example.org")).containsExactly("10.1.0.4");
        assertThat(elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(second.asked).hasSize(2);
    }

    @Test
    void whereNoServerAnswersItFailsAfterTheTimeOfEachAttempt() {
        server.reaction = (query, datagram, send) -> {};
        network.server(SECOND, zone).reaction = (query, datagram, send) -> {};
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND));
        assertThat(network.error(both, "four.example.org"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("cannot look up four.example.org AAAA: 10.0.0.1:53 did not answer within 5000 ms;"
                        + " 10.0.0.2:53 did not answer within 5000 ms");
        assertThat(elapsed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void oneVersionOfIpIsEnoughIfTheOtherFailsButIsNotRemembered() {
        server.reaction = (query, datagram, send) -> send.accept(
                DnsZone.question(query).endsWith("AAAA")
                        ? DnsZone.message(query, 0x8182)
                        : zone.answer(query, datagram));
        DnsResolver once = resolver(options -> options.attempts(1).minTtl(Duration.ofSeconds(60)));
        assertThat(network.addresses(once, "www.example.org")).containsExactly("10.1.0.1", "10.1.0.2");
        server.reaction = null;
        assertThat(network.addresses(once, "www.example.org")).hasSize(3);
    }

    @Test
    void rotatesIfItIsSaidTo() {
        DnsServer second = network.server(SECOND, zone);
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND).rotate(true));
        network.addresses(both, "four.example.org");
        network.addresses(both, "www.example.org");
        assertThat(server.asked).hasSize(2).allMatch(question -> question.startsWith("four"));
        assertThat(second.asked).hasSize(2).allMatch(question -> question.startsWith("www"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8181, 0x8184}) // FORMERR and NOTIMP
    void aServerThatDoesNotKnowEdnsIsAskedOnceMoreWithoutIt(int flags) {
        server.reaction = (query, datagram, send) ->
                send.accept(DnsZone.hasEdns(query) ? DnsZone.message(query, flags) : zone.answer(query, datagram));
        assertThat(network.addresses(resolver, "four.example.org")).containsExactly("10.1.0.4");
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void anAnswerThatDoesNotFitIntoADatagramIsAskedForOverTcp() {
        for (int i = 1; i < 200; i++) {
            zone.address("big.example.org", "10.3.0." + i);
        }
        assertThat(network.addresses(resolver, "big.example.org")).hasSize(64);
        assertThat(server.asked)
                .containsExactlyInAnyOrder("big.example.org AAAA", "big.example.org A", "big.example.org A tcp");
    }

    @Test
    void usesTcpOnlyIfItIsSaidTo() {
        assertThat(network.addresses(resolver(options -> options.tcp(true)), "four.example.org"))
                .containsExactly("10.1.0.4");
        assertThat(server.asked).hasSize(2).allMatch(question -> question.endsWith(" tcp"));
    }

    @Test
    void aServerWithoutTcpOrThatClosesLeadsToTheNextOne() {
        network.server(SECOND, zone);
        server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, datagram ? 0x8380 : 0x8182));
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND));
        assertThat(network.addresses(both, "four.example.org")).containsExactly("10.1.0.4");
        server.close();
        network.simulation.run();
        assertThat(network.addresses(
                        resolver(options -> options.servers(FIRST, SECOND).tcp(true)), "four.example.org"))
                .containsExactly("10.1.0.4");
        assertThat(network.error(resolver(options -> options.tcp(true)), "four.example.org"))
                .hasMessageContaining("10.0.0.1:53 cannot be asked over TCP: cannot connect to");
    }

    @Test
    void aServerThatIsSilentOverTcpIsLeftAfterTheTimeOut() {
        server.reaction = (query, datagram, send) -> {};
        assertThat(network.error(resolver(options -> options.tcp(true).attempts(1)), "four.example.org"))
                .hasMessageContaining("10.0.0.1:53 did not answer within 5000 ms");
        assertThat(elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void anotherAnswerOverTcpIsAnError() {
        server.reaction =
                (query, datagram, send) -> send.accept(zone.answer(query, false).putShort(0, (short) 7));
        assertThat(network.error(resolver(options -> options.tcp(true).attempts(1)), "four.example.org"))
                .hasMessageContaining("another question");
        server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8380));
        assertThat(network.error(resolver(options -> options.tcp(true).attempts(1)), "four.example.org"))
                .hasMessageContaining("with a part of the records, even over TCP");
        server.reaction = (query, datagram, send) -> send.accept(ByteBuffer.allocate(0));
        assertThat(network.error(resolver(options -> options.tcp(true).attempts(1)), "four.example.org"))
                .hasMessageContaining("without a byte");
    }

    @Test
    void aMalformedAnswerLeadsToTheNextServer() {
        network.server(SECOND, zone);
        server.reaction =
                (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8180, 1, 0, new byte[] {(byte) 0xFF}));
        DnsResolver both = resolver(options -> options.servers(FIRST, SECOND));
        assertThat(network.addresses(both, "four.example.org")).containsExactly("10.1.0.4");
        assertThat(elapsed()).isLessThan(Duration.ofSeconds(1));
    }
}
