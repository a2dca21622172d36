// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.dns.DnsOptions;
import io.snowloop.dns.DnsResolver;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@Timeout(120)
@DisplayName("A resolver on the loop meets NSD")
class NameServerIT {
    private static final String ZONE = """
            $ORIGIN one.test.
            $TTL 300
            @        SOA   ns admin 1 3600 600 86400 60
                     NS    ns
            ns       A     10.0.0.53
            www      A     10.0.0.1
                     A     10.0.0.2
                     AAAA  2001:db8::1
            web      A     127.0.0.1
            four     A     10.0.0.4
            six      AAAA  2001:db8::6
            mail     MX    10 www
            text     TXT   "no address"
            a        CNAME b
            b        CNAME c
            c        CNAME www
            away     CNAME host.two.test.
            lost     CNAME host.three.test.
            circle   CNAME round
            round    CNAME circle
            *.wild   A     10.0.0.9
            """
            + IntStream.range(0, 200).mapToObj(i -> "big A 10.1.0." + i).collect(Collectors.joining("\n", "", "\n"));

    private static final String OTHER = """
            $ORIGIN two.test.
            $TTL 300
            @        SOA   ns.one.test. admin.one.test. 1 3600 600 86400 60
                     NS    ns.one.test.
            host     A     10.0.0.22
            """;

    @Container
    private static final PeerContainer NSD =
            PeerContainer.nsd("""
                    zone:
                     name: one.test
                     zonefile: one.zone
                    zone:
                     name: two.test
                     zonefile: two.zone
                    """).withFile(ZONE, "/etc/peer/one.zone").withFile(OTHER, "/etc/peer/two.zone");

    private static DnsOptions.Builder options() {
        return DnsOptions.builder().servers(Resolver.address(NSD.address(), 53)).search("one.test");
    }

    private static String addresses(DnsOptions options, String host) throws Throwable {
        DnsResolver resolver = DnsResolver.of(options);
        try (EventLoop loop = EventLoop.open()) {
            List<InetAddress> found = loop.runUntil(loop.submit(() -> resolver.resolve(loop, host)));
            return found.stream().map(InetAddress::getHostAddress).sorted().collect(Collectors.joining(" "));
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "www.one.test, 10.0.0.1 10.0.0.2 2001:db8:0:0:0:0:0:1",
        "WWW.One.Test., 10.0.0.1 10.0.0.2 2001:db8:0:0:0:0:0:1",
        "four.one.test, 10.0.0.4",
        "six.one.test, 2001:db8:0:0:0:0:0:6",
        "four, 10.0.0.4",
        "a.one.test, 10.0.0.1 10.0.0.2 2001:db8:0:0:0:0:0:1",
        "away.one.test, 10.0.0.22",
        "any.name.wild.one.test, 10.0.0.9",
    })
    void findsTheAddressesOfAName(String host, String expected) throws Throwable {
        assertThat(addresses(options().build(), host)).isEqualTo(expected);
        assertThat(addresses(options().tcp(true).build(), host)).as("over TCP").isEqualTo(expected);
    }

    /** It has 200 addresses, of which 64 count; of a truncated datagram none does. */
    @Test
    void anAnswerThatIsTooLongForADatagramComesOverTcp() throws Throwable {
        assertThat(addresses(options().build(), "big.one.test").split(" ")).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({
        "none.one.test., none.one.test does not exist",
        "text.one.test., text.one.test has no addresses",
        "mail.one.test., mail.one.test has no addresses",
    })
    void saysWhyAHostIsUnknown(String host, String reason) {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> addresses(options().build(), host))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "www.three.test., answered REFUSED",
        "lost.one.test., answered REFUSED",
        "circle.one.test., sent a malformed answer: circle.one.test leads to more than 16 names",
    })
    void saysWhyTheServerDoesNotKnow(String host, String reason) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> addresses(options().build(), host))
                .isNotInstanceOf(UnknownHostException.class)
                .withMessageContaining(reason);
    }

    @Test
    void aFetcherAsksIt() throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .connector(Connector.builder()
                        .resolver(DnsResolver.of(options().build()))
                        .build())
                .build();
        Snow app = new Snow().get("/", request -> Response.text("hello"));
        try (Server server = Server.of(app).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.start(options)) {
            Response response = fetcher.send("http://web.one.test:" + server.port() + "/");
            assertThat(response.text()).isEqualTo("hello");
        }
    }
}
