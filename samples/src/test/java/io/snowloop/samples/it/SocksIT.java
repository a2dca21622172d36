// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyException;
import io.snowloop.http.Request;
import io.snowloop.samples.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/** Dante speaks SOCKS5 and SOCKS4, and not 4A: it takes no names. {@link SshSocksIT} has a server that does. */
@NeedsDocker
@DisplayName("A Fetcher goes through Dante")
class SocksIT {
    /** On port 81 it wants a login. It connects to each port but 7. */
    private static final String CONFIG = """
            logoutput: stderr
            internal: 0.0.0.0 port = 80
            internal: 0.0.0.0 port = 81
            external: eth0
            external: lo
            external.rotation: route
            clientmethod: none
            socksmethod: none username
            user.privileged: root
            user.unprivileged: nobody
            client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 80 }
            client pass {
                from: 0.0.0.0/0 to: 0.0.0.0/0 port = 81
                socksmethod: username
            }
            socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 7 }
            socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
            socks pass { from: 0.0.0.0/0 to: ::/0 }
            """;

    /** A server of the container's own. It is in the background when it listens. */
    private static final String INSIDE = """
            server.document-root = "/srv"
            server.port = 8080
            server.bind = "[::]"
            server.set-v6only = "disable"
            mimetype.assign = ("" => "text/plain")
            """;

    private static final String BEFORE =
            "useradd jack && echo jack:torrance | chpasswd && lighttpd -f /etc/peer/inside";

    @Container
    private static final PeerContainer DANTE = PeerContainer.dante(CONFIG, BEFORE)
            .withFile(INSIDE, "/etc/peer/inside")
            .withFile("inside", "/srv/where")
            .withExposedPorts(80, 81)
            .withCreateContainerCmdModifier(
                    create -> create.getHostConfig().withSysctls(Map.of("net.ipv6.conf.all.disable_ipv6", "0")));

    private static NamedOrigin origin;

    @BeforeAll
    static void serve() {
        origin = new NamedOrigin();
    }

    @AfterAll
    static void close() {
        origin.close();
    }

    private static Proxy proxy(String scheme, int port) {
        return Proxy.of(DANTE.url(port, "").replace("http", scheme));
    }

    private static Proxy login(String password) {
        return proxy("socks5", 81).withCredentials("jack", password);
    }

    private static void assertFails(Proxy proxy, String url, String reason) throws Exception {
        try (Visitor visitor = NamedOrigin.visitor(proxy)) {
            assertThat(visitor.failure(Request.get(url)))
                    .isInstanceOf(ProxyException.class)
                    .hasMessageStartingWith(proxy + " has not opened a connection to ")
                    .hasMessageEndingWith(": " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itLooksUpTheNameAndTheTunnelIsKept(boolean secure) throws Exception {
        origin.connections.clear();
        try (Visitor visitor = NamedOrigin.visitor(proxy("socks5", 80))) {
            for (int i = 0; i < 5; i++) {
                String url = secure ? origin.secureUrl("/target/a%20b?c") : origin.url("/target/a%20b?c");
                assertThat(visitor.get(url).text()).isEqualTo("/target/a%20b?c");
            }
        }
        assertThat(origin.connections).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withAUserNameAndAPassword(boolean secure) throws Exception {
        String path = "/field/Proxy-Authorization";
        try (Visitor visitor = NamedOrigin.visitor(login("torrance"))) {
            ForwardProxyContract.assertManyAtOnce(visitor, secure ? origin.secureUrl(path) : origin.url(path));
        }
    }

    @Test
    void withAWrongPasswordOrWithoutOne() throws Exception {
        assertFails(login("wendy"), origin.url("/"), "it refuses the user name or the password");
        assertFails(proxy("socks5", 81), origin.url("/"), "it wants a login of another kind than none");
    }

    @ParameterizedTest
    @CsvSource({
        "socks5, http://127.0.0.1:7/, its rules do not allow this connection",
        "socks5, http://127.0.0.1:9/, connection refused",
        "socks4a, http://127.0.0.1:7/, rejected or failed",
        "socks4a, http://127.0.0.1:9/, rejected or failed"
    })
    void whatItDoesNotConnectTo(String scheme, String url, String reason) throws Exception {
        assertFails(proxy(scheme, 80), url, reason);
    }

    /** The server that listens inside of the container only. */
    @ParameterizedTest
    @CsvSource({"socks5, 127.0.0.1", "socks5, [::1]", "socks5, localhost", "socks4a, 127.0.0.1"})
    void eachKindOfAddress(String scheme, String host) throws Exception {
        try (Visitor visitor = NamedOrigin.visitor(proxy(scheme, 80))) {
            assertThat(visitor.get("http://" + host + ":8080/where").text()).isEqualTo("inside");
        }
    }

    @Test
    void theCommandFetch() {
        CommandRun run = CommandRun.of(
                "fetch", "-x", proxy("socks5", 80).toString(), "--noproxy", "", origin.url("/field/Host"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(NamedOrigin.NAME + ":" + origin.plain.port());
        assertThat(run.exitCode()).isZero();
    }
}
