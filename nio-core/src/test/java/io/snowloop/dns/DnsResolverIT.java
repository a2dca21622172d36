// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A resolver on the loop, over real sockets")
class DnsResolverIT {
    private final DnsZone zone = new DnsZone().address("www.example.org", "10.1.0.1", "2001:db8::1");
    private final EventLoop loop = EventLoop.open();
    private final DnsServer server = new DnsServer(zone).listen(loop, Resolver.address("127.0.0.1", 0));

    DnsResolverIT() throws IOException {}

    @AfterEach
    void close() {
        loop.close();
    }

    private static DnsResolver resolver(InetSocketAddress server) {
        return DnsResolver.of(DnsOptions.builder().servers(server).build());
    }

    private List<String> addresses(InetSocketAddress server, String host) throws Exception {
        List<InetAddress> found =
                loop.runUntil(loop.submit(() -> resolver(server).resolve(loop, host)));
        return found.stream().map(InetAddress::getHostAddress).toList();
    }

    @Test
    void overUdp() throws Exception {
        assertThat(addresses(server.address(), "www.example.org")).containsExactly("2001:db8:0:0:0:0:0:1", "10.1.0.1");
        assertThat(server.ports).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void overTcp() throws Exception {
        for (int i = 1; i < 200; i++) {
            zone.address("big.example.org", "10.3.0." + i);
        }
        assertThat(addresses(server.address(), "big.example.org")).hasSize(64);
        assertThat(server.asked).contains("big.example.org A tcp");
    }

    @Test
    void aPortWithoutAServerFailsAtOnce() throws Exception {
        InetSocketAddress address = server.address();
        server.close();
        loop.runUntil(loop.sleep(Duration.ZERO)); // the next select gives the port back
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> addresses(address, "www.example.org"))
                .havingCause()
                .withMessageContaining("127.0.0.1:" + address.getPort() + " has no server on this port")
                .withMessageNotContaining("did not answer");
    }
}
