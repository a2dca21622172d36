// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyException;
import io.snowloop.http.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/** It speaks SOCKS5 and SOCKS4A, both with names, and has no logins. */
@NeedsDocker
@DisplayName("A Fetcher goes through ssh -D")
class SshSocksIT {
    @Container
    private static final PeerContainer SSH = PeerContainer.ssh();

    private static NamedOrigin origin;

    @BeforeAll
    static void serve() {
        origin = new NamedOrigin();
    }

    @AfterAll
    static void close() {
        origin.close();
    }

    private static Visitor visitor(String scheme) {
        return NamedOrigin.visitor(Proxy.of(SSH.url("").replace("http", scheme)));
    }

    @ParameterizedTest
    @CsvSource({"socks5, false", "socks5, true", "socks4a, false", "socks4a, true"})
    void theServerLooksUpTheName(String scheme, boolean secure) throws Exception {
        String path = "/field/Via";
        origin.connections.clear();
        try (Visitor visitor = visitor(scheme)) {
            for (int i = 0; i < 3; i++) {
                assertThat(visitor.get(secure ? origin.secureUrl(path) : origin.url(path))
                                .text())
                        .isEqualTo("null");
            }
        }
        assertThat(origin.connections).hasSize(1);
    }

    /** It closes the connection, and has no answer that says why. */
    @ParameterizedTest
    @ValueSource(strings = {"socks5", "socks4a"})
    void anOriginThatRefusesConnections(String scheme) throws Exception {
        try (Visitor visitor = visitor(scheme)) {
            assertThat(visitor.failure(Request.get("http://127.0.0.1:9/")))
                    .isInstanceOf(ProxyException.class)
                    .hasMessageEndingWith(" has not opened a connection to 127.0.0.1:9: it has closed the connection");
            assertThat(visitor.get(origin.url("/field/Via")).text()).isEqualTo("null");
        }
    }
}
