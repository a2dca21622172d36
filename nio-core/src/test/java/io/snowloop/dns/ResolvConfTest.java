// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("resolv.conf")
class ResolvConfTest {
    private static final InetSocketAddress HERE = Resolver.address("127.0.0.1", 53);

    private static List<String> servers(String text) {
        return ResolvConf.parse(text).servers().stream()
                .map(ServerSearch::describe)
                .toList();
    }

    @Test
    void hasDefaults() {
        assertThat(ResolvConf.parse(""))
                .isEqualTo(new ResolvConf(List.of(HERE), List.of(), 1, Duration.ofSeconds(5), 2, false, false));
    }

    @Test
    void namesUpToThreeServers() {
        assertThat(servers("nameserver 10.0.0.1\n# nameserver 10.0.0.9\nnameserver\t2001:db8::1 # the second\n"
                        + "; x\nnameserver 127.1\nnameserver example.org\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n"))
                .containsExactly("10.0.0.1:53", "[2001:db8:0:0:0:0:0:1]:53", "10.0.0.3:53");
    }

    @Test
    void namesALinkLocalServerWithItsInterface() throws IOException {
        NetworkInterface loopback = NetworkInterface.networkInterfaces()
                .filter(each -> each.inetAddresses().anyMatch(address -> address instanceof Inet6Address))
                .findFirst()
                .orElse(null);
        assertThat(servers("nameserver fe80::1%no-such-interface")).containsExactly("127.0.0.1:53");
        assertThat(servers("nameserver 10.0.0.1%eth0")).containsExactly("127.0.0.1:53");
        if (loopback != null) { // the machine has IPv6
            InetSocketAddress server = ResolvConf.parse("nameserver fe80::1%" + loopback.getName())
                    .servers()
                    .get(0);
            assertThat(((Inet6Address) server.getAddress()).getScopedInterface())
                    .isEqualTo(loopback);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "search a.test b.test, a.test b.test",
        "domain a.test b.test, a.test",
        "search a.test|domain b.test, b.test",
        "domain a.test|search b.test c.test, b.test c.test",
        "search a.test # b.test, a.test",
        "search . a/b a.test, a.test",
        " search a.test, a.test",
        "searching a.test, ''",
        "search, ''",
    })
    void namesDomains(String lines, String domains) {
        assertThat(String.join(" ", ResolvConf.parse(lines.replace('|', '\n')).search()))
                .isEqualTo(domains);
    }

    @Test
    void namesUpTo32Domains() {
        String many = IntStream.range(0, 40).mapToObj(i -> "d" + i + ".test").collect(Collectors.joining(" "));
        assertThat(ResolvConf.parse("search " + many).search()).hasSize(32).startsWith("d0.test");
    }

    @ParameterizedTest
    @CsvSource({
        "'ndots:3 timeout:7 attempts:4', 3, 7, 4, false, false",
        "'ndots:99 timeout:99 attempts:99', 15, 30, 5, false, false",
        "'ndots:0 timeout:0 attempts:0', 0, 1, 1, false, false",
        "'ndots:x timeout: attempts:-1', 1, 5, 2, false, false",
        "'ndots timeout:9999999999 debug edns0 no-such:1', 1, 5, 2, false, false",
        "'rotate use-vc', 1, 5, 2, true, true",
    })
    void hasOptions(String options, int ndots, int timeout, int attempts, boolean rotate, boolean tcp) {
        assertThat(ResolvConf.parse("options " + options))
                .isEqualTo(new ResolvConf(
                        List.of(HERE), List.of(), ndots, Duration.ofSeconds(timeout), attempts, rotate, tcp));
    }

    @Test
    void isAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("resolv.conf");
        assertThat(ResolvConf.read(file)).isEqualTo(ResolvConf.parse(""));
        Files.writeString(file, "nameserver 10.0.0.1");
        assertThat(ResolvConf.read(file)).isEqualTo(ResolvConf.parse("nameserver 10.0.0.1"));
    }

    @Test
    void hasBounds() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolvConf(List.of(), List.of(), 1, second, 1, false, false))
                .withMessageStartingWith("servers must be at least one");
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.org", 53);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolvConf(List.of(unresolved), List.of(), 1, second, 1, false, false))
                .withMessageStartingWith("servers must be at least one resolved address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolvConf(List.of(HERE), List.of("a b"), 1, second, 1, false, false))
                .withMessageStartingWith("search must be domains");
        List<String> many = IntStream.range(0, 33).mapToObj(i -> "d" + i).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResolvConf(List.of(HERE), many, 1, second, 1, false, false))
                .withMessageContaining("search must be from 0 to 32");
    }
}
