// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static io.snowloop.dns.DnsNetwork.FIRST;
import static io.snowloop.dns.DnsNetwork.SECOND;
import static io.snowloop.dns.DnsNetwork.resolver;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.transport.DatagramOptions;
import io.snowloop.transport.DatagramTransport;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An answer that is none is ignored until the real one comes (RFC 5452)")
class SpoofedAnswersTest {
    private static final String HOST = "www.example.org";
    private final DnsNetwork network = new DnsNetwork(new Simulation(1));
    private final DnsZone zone = new DnsZone().address(HOST, "10.1.0.1", "2001:db8::1");
    private final DnsZone forged = new DnsZone().address(HOST, "10.66.0.1", "2001:db8::66");
    private final DnsServer server = network.server(FIRST, zone);
    private final DnsResolver resolver = resolver(options -> options);

    @AfterEach
    void close() {
        network.close();
    }

    /** Before each answer, one that is forged in this way, from the address of the server. */
    private void spoof(UnaryOperator<ByteBuffer> change) {
        server.reaction = (query, datagram, send) -> {
            send.accept(change.apply(forged.answer(query, datagram)));
            server.reply(query, datagram, send);
        };
    }

    private void assertRealAnswer() {
        assertThat(network.addresses(resolver, HOST)).containsExactly("2001:db8:0:0:0:0:0:1", "10.1.0.1");
        assertThat(network.simulation.ticker().elapsed()).isLessThan(Duration.ofSeconds(1));
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void aForgedOneThatIsRightInAllCounts() {
        spoof(answer -> answer);
        assertThat(network.addresses(resolver, HOST)).contains("10.66.0.1");
    }

    @Test
    void anotherId() {
        spoof(answer -> answer.putShort(0, (short) (answer.getShort(0) + 1)));
        assertRealAnswer();
    }

    @Test
    void anotherName() {
        spoof(answer -> answer.put(13, (byte) 'x'));
        assertRealAnswer();
    }

    @Test
    void anotherType() {
        spoof(answer -> answer.put(30, (byte) (answer.get(30) ^ 1)));
        assertRealAnswer();
    }

    @Test
    void noAnswer() {
        spoof(answer -> answer.put(2, (byte) 0));
        assertRealAnswer();
    }

    @Test
    void bytesWithoutSense() {
        spoof(answer -> answer.limit(7));
        assertRealAnswer();
    }

    @Test
    void anotherAddress() throws IOException {
        DatagramTransport other =
                DatagramTransport.bind(network.loop("10.0.0.2"), SECOND, DatagramOptions.DEFAULT, (bytes, from) -> {});
        server.reaction = (query, datagram, send) -> {
            int port = server.ports.get(server.ports.size() - 1);
            other.send(forged.answer(query, datagram), Resolver.address(DnsNetwork.CLIENT, port));
            network.simulation.at(
                    network.simulation.ticker().elapsed().plusMillis(100), () -> server.reply(query, datagram, send));
        };
        assertRealAnswer();
        other.loop().execute(other::abort);
    }

    @Test
    void onesWithoutAnEndAreNoAnswer() {
        server.reaction = (query, datagram, send) -> {
            for (int i = 0; i < 1_000; i++) {
                send.accept(forged.answer(query, datagram).putShort(0, (short) (query.getShort(0) + 1 + i)));
            }
        };
        assertThat(network.error(resolver, HOST)).hasMessageContaining("did not answer within 5000 ms");
    }
}
