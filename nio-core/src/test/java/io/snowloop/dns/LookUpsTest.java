// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Those who ask for a host")
class LookUpsTest {
    private static final String HOST = "www.example.org";
    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsZone zone = new DnsZone().ttl(30).unknownTtl(10).address(HOST, "10.1.0.1");
    private final DnsServer server = network.server(FIRST, zone);

    @AfterEach
    void close() {
        network.close();
    }

    private void pass(Duration time) {
        network.simulation.runFor(time);
    }

    private List<String> clientSockets() {
        return network.simulation.network().openSockets().stream()
                .filter(socket -> socket.contains(DnsNetwork.CLIENT))
                .toList();
    }

    @Test
    void shareOneLookUp() {
        DnsResolver resolver = resolver(options -> options.maxNames(0));
        Future<List<InetAddress>> one = network.begin(resolver, HOST);
        Future<List<InetAddress>> two = network.begin(resolver, "WWW.example.org");
        network.simulation.runUntil(() -> one.isDone() && two.isDone());
        assertThat(one.resultNow()).isEqualTo(two.resultNow()).hasSize(1);
        assertThat(server.asked).hasSize(2);
        network.addresses(resolver, HOST);
        assertThat(server.asked).as("nothing is remembered").hasSize(4);
    }

    @Test
    void cancelOneByOneAndTheLastOneClosesTheSockets() {
        server.delay = Duration.ofSeconds(2);
        DnsResolver resolver = resolver(options -> options);
        Future<List<InetAddress>> one = network.begin(resolver, HOST);
        Future<List<InetAddress>> two = network.begin(resolver, HOST);
        pass(Duration.ofSeconds(1));
        assertThat(clientSockets()).hasSize(2);
        one.cancel();
        pass(Duration.ofMillis(100));
        assertThat(clientSockets()).hasSize(2);
        two.cancel();
        pass(Duration.ofMillis(100));
        assertThat(clientSockets()).isEmpty();
        assertThat(network.addresses(resolver, HOST)).containsExactly("10.1.0.1");
        assertThat(server.asked).hasSize(4);
    }

    /** Each joins and leaves without a look at the others: with one, these would need billions, and the loop stood still. */
    @Test
    void mayBeManyThatCancel() {
        server.delay = Duration.ofSeconds(2);
        DnsResolver resolver = resolver(options -> options);
        List<Future<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            asked.add(network.begin(resolver, HOST));
        }
        pass(Duration.ofMillis(100));
        asked.subList(1, asked.size()).forEach(Future::cancel);
        pass(Duration.ofMillis(100));
        assertThat(clientSockets()).as("the first one waits").hasSize(2);
        asked.get(0).cancel();
        pass(Duration.ofMillis(100));
        assertThat(clientSockets()).isEmpty();
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void cancelWhileTcpConnects() {
        server.reaction = (query, datagram, send) -> {};
        Future<List<InetAddress>> asked = network.begin(resolver(options -> options.tcp(true)), HOST);
        pass(Duration.ofSeconds(1));
        assertThat(clientSockets()).isNotEmpty();
        asked.cancel();
        pass(Duration.ofSeconds(1));
        assertThat(clientSockets()).isEmpty();
    }

    @Test
    void haveABoundForLookUpsAndOneForThoseThatWait() {
        try (CapturedLog log = new CapturedLog(DnsResolver.class)) {
            server.delay = Duration.ofSeconds(1);
            DnsResolver resolver = resolver(options -> options.maxLookUps(2).maxWaiting(1));
            List<Future<List<InetAddress>>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                zone.address("host" + i, "10.2.0." + i);
                asked.add(network.begin(resolver, "host" + i));
            }
            pass(Duration.ofMillis(500));
            assertThat(server.asked).as("two names").hasSize(4);
            assertThat(asked.get(3).outcome().error())
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot look up host3: 2 names are looked up and 1 wait, as many as DnsOptions.maxLookUps and"
                                    + " maxWaiting allow");
            assertThat(network.begin(resolver, "host2"))
                    .as("waits with the other one")
                    .isNotNull();
            asked.get(0).cancel();
            pass(Duration.ofMillis(100));
            assertThat(server.asked).as("the third has the place of the first").hasSize(6);
            network.simulation.runUntil(asked.get(2)::isDone);
            assertThat(asked.get(2).resultNow()).hasSize(1);
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void cancelBeforeTheyHaveAPlace() {
        server.delay = Duration.ofSeconds(1);
        DnsResolver resolver = resolver(options -> options.maxLookUps(1).maxWaiting(1));
        Future<List<InetAddress>> first = network.begin(resolver, HOST);
        Future<List<InetAddress>> second = network.begin(resolver, "b");
        pass(Duration.ofMillis(100));
        second.cancel();
        pass(Duration.ofMillis(100));
        Future<List<InetAddress>> third = network.begin(resolver, "c");
        network.simulation.runUntil(() -> first.isDone() && third.isDone());
        assertThat(third.outcome().error()).as("its place is free").isInstanceOf(UnknownHostException.class);
        assertThat(server.asked).noneMatch(question -> question.startsWith("b "));
    }

    /** Each that ends lets the next one begin: not within itself, or thousands would need as many frames of the stack. */
    @Test
    void getTheirTurnOneAfterTheOther() {
        DnsResolver resolver = resolver(options -> options.maxLookUps(1));
        List<Future<List<InetAddress>>> asked = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            asked.add(network.begin(resolver, "a".repeat(64) + i)); // no name of DNS
        }
        network.simulation.run();
        assertThat(asked).allMatch(Future::isFailed);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void getWhatIsRememberedForTheTimeOfTheRecords() {
        DnsResolver resolver = resolver(options -> options);
        network.addresses(resolver, HOST);
        pass(Duration.ofSeconds(9));
        assertThat(network.addresses(resolver, "WWW.Example.org")).containsExactly("10.1.0.1");
        assertThat(server.asked).hasSize(2);
        pass(Duration.ofSeconds(2)); // the zone says for 10 s that there is no IPv6
        network.addresses(resolver, HOST);
        assertThat(server.asked).hasSize(4);
        zone.address(HOST, "::1");
        resolver.clear();
        network.addresses(resolver, HOST);
        pass(Duration.ofSeconds(29));
        assertThat(network.addresses(resolver, HOST)).hasSize(2);
        assertThat(server.asked).hasSize(6);
        pass(Duration.ofSeconds(2));
        network.addresses(resolver, HOST);
        assertThat(server.asked).hasSize(8);
    }

    @Test
    void getThatAHostIsUnknownForTheTimeOfTheZone() {
        DnsResolver resolver = resolver(options -> options.maxUnknownTtl(Duration.ofSeconds(5)));
        Throwable unknown = network.error(resolver, "none");
        pass(Duration.ofSeconds(4));
        assertThat(network.error(resolver, "none"))
                .isExactlyInstanceOf(UnknownHostException.class)
                .hasMessage(unknown.getMessage());
        assertThat(server.asked).hasSize(2);
        pass(Duration.ofSeconds(2));
        network.error(resolver, "none");
        assertThat(server.asked).hasSize(4);
        pass(Duration.ofSeconds(6));
        network.error(resolver(options -> options), "none");
    }

    /** Or the suppressed exceptions that one adds would be in the trace of all others. */
    @Test
    void haveAnExceptionEach() {
        DnsResolver resolver = resolver(options -> options);
        Future<List<InetAddress>> one = network.begin(resolver, "none");
        Future<List<InetAddress>> two = network.begin(resolver, "none");
        network.simulation.runUntil(() -> one.isDone() && two.isDone());
        Throwable first = one.outcome().error();
        first.addSuppressed(new IOException("of the first"));
        for (Throwable other :
                List.of(two.outcome().error(), network.error(resolver, "none"), network.error(resolver, "none"))) {
            assertThat(other)
                    .isExactlyInstanceOf(UnknownHostException.class)
                    .hasMessage(first.getMessage())
                    .hasNoSuppressedExceptions();
            other.addSuppressed(new IOException("of another one"));
        }
        assertThat(server.asked).hasSize(2);
    }

    /** The network may be another one since. */
    @Test
    void doNotGetWhatWasAskedForBeforeAllWasForgotten() {
        server.delay = Duration.ofSeconds(1);
        DnsResolver resolver = resolver(options -> options);
        Future<List<InetAddress>> before = network.begin(resolver, HOST);
        pass(Duration.ofMillis(500));
        resolver.clear();
        network.simulation.runUntil(before::isDone);
        assertThat(before.resultNow()).hasSize(1);
        zone.address(HOST, "10.1.0.2");
        assertThat(network.addresses(resolver, HOST)).hasSize(2);
        network.addresses(resolver, HOST);
        assertThat(server.asked).as("that is remembered again").hasSize(4);
    }

    /** That there is no IPv6 has no time to live without an SOA record (RFC 2308 §5). The addresses of IPv4 have theirs. */
    @Test
    void getIpv4ForItsTimeIfTheAnswerForIpv6HasNone() {
        server.reaction = (query, datagram, send) -> send.accept(
                DnsZone.question(query).endsWith("AAAA")
                        ? DnsZone.message(query, 0x8580)
                        : zone.answer(query, datagram));
        DnsResolver resolver = resolver(options -> options);
        network.addresses(resolver, HOST);
        pass(Duration.ofSeconds(29));
        assertThat(network.addresses(resolver, HOST)).containsExactly("10.1.0.1");
        assertThat(server.asked).hasSize(2);
        pass(Duration.ofSeconds(2));
        network.addresses(resolver, HOST);
        assertThat(server.asked).hasSize(4);
        zone.unknownTtl(0);
        server.reaction = null;
        resolver.clear();
        network.addresses(resolver, HOST);
        network.addresses(resolver, HOST);
        assertThat(server.asked).as("zero, says the zone").hasSize(8);
    }

    @Test
    void getNoFailureFromBefore() {
        server.reaction = (query, datagram, send) -> send.accept(DnsZone.message(query, 0x8182));
        DnsResolver resolver = resolver(options -> options.minTtl(Duration.ofHours(1)));
        network.error(resolver, HOST);
        server.reaction = null;
        assertThat(network.addresses(resolver, HOST)).containsExactly("10.1.0.1");
    }

    @Test
    void getWhatIsRememberedWithinBounds() {
        zone.address(HOST, "::1");
        DnsResolver longer = resolver(options -> options.minTtl(Duration.ofSeconds(60)));
        network.addresses(longer, HOST);
        pass(Duration.ofSeconds(59));
        network.addresses(longer, HOST);
        assertThat(server.asked).hasSize(2);
        DnsResolver shorter =
                resolver(options -> options.maxTtl(Duration.ofSeconds(5)).maxNames(1));
        network.addresses(shorter, HOST);
        pass(Duration.ofSeconds(6));
        network.addresses(shorter, HOST);
        assertThat(server.asked).hasSize(6);
        network.error(shorter, "none");
        network.addresses(shorter, HOST);
        assertThat(server.asked).as("one name is remembered, the last one").hasSize(10);
    }

    @Test
    void mayBeOnSeveralLoops() {
        EventLoop other = network.loop("10.0.0.8");
        DnsResolver resolver = resolver(options -> options);
        Future<List<InetAddress>> one = network.begin(resolver, HOST);
        Future<List<InetAddress>> two = other.submit(() -> resolver.resolve(other, HOST));
        network.simulation.runUntil(() -> one.isDone() && two.isDone());
        assertThat(server.asked).as("each has its own look-up").hasSize(4);
        Future<List<InetAddress>> three = other.submit(() -> resolver.resolve(other, HOST));
        network.simulation.runUntil(three::isDone);
        assertThat(server.asked).as("what is remembered is shared").hasSize(4);
    }

    @Test
    void mustBeOnTheLoop() throws Exception {
        DnsResolver resolver = resolver(options -> options);
        Exception[] thrown = new Exception[1];
        Thread other = new Thread(() -> {
            try {
                resolver.resolve(network.client, HOST);
            } catch (IllegalStateException e) {
                thrown[0] = e;
            }
        });
        other.start();
        other.join();
        assertThat(thrown[0]).hasMessageContaining("called from thread");
    }

    @Test
    void areNoneOfALoopThatIsClosed() {
        server.delay = Duration.ofSeconds(1);
        EventLoop closed = network.loop("10.0.0.8");
        DnsResolver resolver = resolver(options -> options);
        Future<List<InetAddress>> asked = closed.submit(() -> resolver.resolve(closed, HOST));
        pass(Duration.ofMillis(500));
        closed.close();
        pass(Duration.ofSeconds(1));
        assertThat(asked.isFailed()).isTrue();
        assertThat(network.addresses(resolver, HOST)).containsExactly("10.1.0.1");
    }
}
