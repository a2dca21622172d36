// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsDocker
@DisplayName("A Fetcher goes through Squid")
class SquidIT extends ForwardProxyContract {
    /** On port 82 it offers Digest and Basic; a nonce is good for a few requests. The origin gets the port of our connection, and our login. */
    private static String config(int plain, int secure) {
        return """
                http_port 80 name=open
                http_port 81 name=basic
                http_port 82 name=digest
                acl open_port myportname open
                acl basic_port myportname basic
                acl digest_port myportname digest

                auth_param basic program /usr/lib/squid/basic_ncsa_auth /etc/peer/users
                auth_param basic realm Overlook
                auth_param digest program /usr/lib/squid/digest_file_auth -c /etc/peer/digests
                auth_param digest realm Overlook
                auth_param digest nonce_max_count 3
                auth_schemes basic basic_port
                auth_schemes digest,basic digest_port
                acl known proxy_auth REQUIRED

                acl tunnel method CONNECT
                acl allowed port %d %d 9
                http_access deny tunnel !allowed
                http_access allow open_port
                http_access allow known
                http_access deny all

                cache deny all
                # an upload that fills this buffer ends the connection (Squid bug 5405)
                client_request_buffer_max_size 8 MB
                request_header_add X-Client-Port "%%>p" all
                request_header_add X-Login "%%'{Proxy-Authorization}>h" all
                read_timeout 5 seconds
                client_db off
                pid_filename none
                access_log none
                shutdown_lifetime 0 seconds
                """.formatted(plain, secure);
    }

    @Override
    Status refusal() {
        return Status.PROXY_AUTHENTICATION_REQUIRED;
    }

    @Override
    PeerContainer proxy(int plain, int secure) {
        return PeerContainer.squid(config(plain, secure))
                .withFile(WebServerContract.USERS, "/etc/peer/users")
                .withFile(DigestContract.USERS_MD5, "/etc/peer/digests")
                .withExposedPorts(80, 81, 82);
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        Set<String> ports = new HashSet<>();
        try (Visitor visitor = visitor()) {
            for (int i = 0; i < 10; i++) {
                ports.add(visitor.get(origin.url("/field/X-Client-Port")).text());
            }
        }
        assertThat(ports).hasSize(1).allSatisfy(port -> assertThat(port).matches("\\d+"));
    }

    /** Its own response, after the time that it waits for an origin. */
    @Test
    void anOriginThatDoesNotAnswer() throws Exception {
        try (Visitor visitor = visitor()) {
            Response response = visitor.get(origin.url("/silence"));

            assertThat(response.status()).isEqualTo(Status.GATEWAY_TIMEOUT);
            assertThat(response.text()).contains(origin.url("/silence"));
        }
    }

    // --------------------------------------------------------------------------------------------------- Digest

    /** Squid forgets a nonce after three requests, or after four. The Fetcher takes the next one, and no request shows that. */
    @Test
    void digestInsteadOfBasicWithANonceForSomeRequests() throws Exception {
        List<String> counts = new ArrayList<>();
        try (Visitor visitor = visitor(82, USER, PASSWORD)) {
            for (int i = 0; i < 6; i++) {
                String login = visitor.get(origin.url("/field/X-Login")).text();
                assertThat(login).startsWith("Digest username=\"jack\", realm=\"Overlook\", uri=\"" + origin.url("/"));
                counts.add(login.replaceFirst(".* nc=(\\w+),.*", "$1"));
            }
        }
        assertThat(counts).startsWith("00000001", "00000002", "00000003");
        assertThat(counts.stream().filter("00000001"::equals)).hasSize(2);
    }

    @Test
    void eachTunnelNeedsAnAnswer() throws Exception {
        FetcherOptions eachOnItsOwn =
                FetcherOptions.builder().keepAlive(Duration.ZERO).build();
        try (Visitor visitor = NamedOrigin.visitor(Proxy.of(url(82)).withCredentials(USER, PASSWORD), eachOnItsOwn)) {
            for (int i = 0; i < 7; i++) {
                assertThat(visitor.get(origin.secureUrl("/field/X-Login")).text())
                        .isEqualTo("null");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyAnswersToOneDigestChallenge(boolean secure) throws Exception {
        String path = "/field/Proxy-Authorization";
        try (Visitor visitor = visitor(82, USER, PASSWORD)) {
            assertManyAtOnce(visitor, secure ? origin.secureUrl(path) : origin.url(path));
        }
    }

    @Test
    void aWrongPasswordForDigestIsRefused() throws Exception {
        try (Visitor visitor = visitor(82, USER, "wendy")) {
            assertThat(visitor.get(origin.url("/")).status()).isEqualTo(Status.PROXY_AUTHENTICATION_REQUIRED);
            assertThat(visitor.failure(Request.get(origin.secureUrl("/"))))
                    .hasMessageContaining(": 407 Proxy Authentication Required");
        }
    }
}
