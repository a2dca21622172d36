// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.junit.jupiter.Container;

/** HTTP/2 with servers of others: on port 80 by prior knowledge, on port 443 by ALPN, and on port 444 HTTP/1.1 only. */
@NeedsDocker
@DisplayName("A Fetcher speaks HTTP/2 with")
class Http2ServersIT {
    private static final TestAuthority AUTHORITY = WebServerContract.AUTHORITY;
    private static final String PAGE = WebServerContract.PAGE;

    /** One connection takes 30 requests, and then it is left by a GOAWAY. */
    private static final String NGINX_CONFIG = """
            events {}
            error_log /dev/stderr notice;
            http {
                access_log off;
                root /srv;
                default_type text/plain;
                keepalive_requests 30;
                ssl_certificate /etc/peer/chain.pem;
                ssl_certificate_key /etc/peer/key.pem;
                server { listen 80 http2; listen 443 ssl http2; client_max_body_size 1k; }
                server { listen 444 ssl; }
            }
            """;

    private static final String HTTPD_CONFIG = """
            ServerName peer
            ServerRoot /usr/lib/apache2/modules
            PidFile /run/httpd.pid
            User www-data
            Group www-data
            ErrorLog /dev/stderr
            LoadModule mpm_event_module mod_mpm_event.so
            LoadModule authz_core_module mod_authz_core.so
            LoadModule http2_module mod_http2.so
            LoadModule mime_module mod_mime.so
            LoadModule socache_shmcb_module mod_socache_shmcb.so
            LoadModule ssl_module mod_ssl.so
            TypesConfig /etc/mime.types
            Listen 80
            Listen 443
            Listen 444
            DocumentRoot /srv
            Protocols h2 h2c http/1.1
            <Directory /srv>
                Require all granted
            </Directory>
            SSLCertificateFile /etc/peer/chain.pem
            SSLCertificateKeyFile /etc/peer/key.pem
            <VirtualHost *:443>
                SSLEngine on
            </VirtualHost>
            <VirtualHost *:444>
                SSLEngine on
                Protocols http/1.1
            </VirtualHost>
            """;

    private static final String HAPROXY_CONFIG = """
            global
                tune.bufsize 262144
            defaults
                mode http
                timeout connect 1s
                timeout client 10s
                timeout server 10s
            frontend all
                bind :80 proto h2
                bind :443 ssl crt /etc/peer/both.pem alpn h2,http/1.1
                bind :444 ssl crt /etc/peer/both.pem alpn http/1.1
                http-request return status 200 content-type text/plain file /srv/page.txt
            """;

    /** It also echoes what is sent, and has trailers. */
    private static final String NODE_SERVER = """
            const http2 = require("http2"), https = require("https"), fs = require("fs");
            const page = fs.readFileSync("/srv/page.txt");
            const tls = { key: fs.readFileSync("/etc/peer/key.pem"), cert: fs.readFileSync("/etc/peer/chain.pem") };
            const answer = (stream, headers) => {
                if (headers[":method"] === "POST") {
                    stream.respond({ ":status": 200 }, { waitForTrailers: true });
                    stream.on("wantTrailers", () => stream.sendTrailers({ "x-sum": "done" }));
                    stream.pipe(stream);
                } else {
                    const head = headers[":method"] === "HEAD";
                    stream.on("error", () => {}); // it may be cancelled
                    stream.respond({ ":status": 200, "content-length": page.length }, { endStream: head });
                    head || stream.end(page);
                }
            };
            const memory = { maxSessionMemory: 64 }; // by default it takes a hundred such answers at once for an attack
            const clear = http2.createServer(memory), secure = http2.createSecureServer({ ...tls, ...memory });
            clear.on("stream", answer);
            secure.on("stream", answer);
            https.createServer(tls, (request, response) => response.end(page)).listen(444);
            secure.listen(443, () => clear.listen(80, () => console.log("listening")));
            """;

    @Container
    private static final PeerContainer NGINX = peer(PeerContainer.nginx(NGINX_CONFIG));

    @Container
    private static final PeerContainer HTTPD = peer(PeerContainer.httpd(HTTPD_CONFIG));

    @Container
    private static final PeerContainer HAPROXY = peer(PeerContainer.haproxy(HAPROXY_CONFIG));

    @Container
    private static final PeerContainer NODE = peer(PeerContainer.program(NODE_SERVER, "node", "/etc/peer/server.js"));

    @Container
    private static final PeerContainer PYTHON = peer(PythonHttp2.server());

    private static PeerContainer peer(PeerContainer container) {
        return container.withFile(PAGE, "/srv/page.txt").withIdentity(AUTHORITY).withExposedPorts(80, 443, 444);
    }

    static Stream<Named<PeerContainer>> servers() {
        return Stream.of(
                Named.of("nginx", NGINX),
                Named.of("Apache httpd", HTTPD),
                Named.of("HAProxy", HAPROXY),
                Named.of("Node", NODE),
                Named.of("Python's h2", PYTHON));
    }

    static Stream<Named<PeerContainer>> echoes() {
        return servers().filter(each -> each.getPayload() == NODE || each.getPayload() == PYTHON);
    }

    private static Visitor visitor(HttpVersionPolicy policy) {
        return new Visitor(FetcherOptions.builder()
                .httpVersion(policy)
                .tls(TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate))))
                .build());
    }

    private static void fetchMany(HttpVersionPolicy policy, String url, Version version) throws Exception {
        try (Visitor visitor = visitor(policy)) {
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                responses.add(visitor.fetcher.fetch(Request.get(url)));
            }
            assertThat(visitor.loop.runUntil(Future.all(visitor.loop, responses)))
                    .allSatisfy(response -> {
                        assertThat(response.version()).isEqualTo(version);
                        assertThat(response.text()).isEqualTo(PAGE);
                    });
        }
    }

    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("servers")
    void byPriorKnowledge(PeerContainer server) throws Exception {
        fetchMany(HttpVersionPolicy.HTTP_2, server.url("/page.txt"), Version.HTTP_2);
    }

    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("servers")
    void byAlpn(PeerContainer server) throws Exception {
        fetchMany(HttpVersionPolicy.NEGOTIATE, server.secureUrl(443, "/page.txt"), Version.HTTP_2);
    }

    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("servers")
    void notWhereItChoosesHttp1(PeerContainer server) throws Exception {
        fetchMany(HttpVersionPolicy.NEGOTIATE, server.secureUrl(444, "/page.txt"), Version.HTTP_1_1);
    }

    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("servers")
    void withARequestForTheHeadOnly(PeerContainer server) throws Exception {
        try (Visitor visitor = visitor(HttpVersionPolicy.HTTP_2)) {
            Response response = visitor.fetch(Request.of(Method.HEAD, server.url("/page.txt")));
            assertThat(response.status()).isEqualTo(Status.OK);
            assertThat(response.header("Content-Length")).isEqualTo("100000");
            assertThat(response.bytes()).isEmpty();
            assertThat(visitor.get(server.url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    /** What is cancelled does not end the connection. */
    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("servers")
    void withResponsesThatAreCancelled(PeerContainer server) throws Exception {
        try (Visitor visitor = visitor(HttpVersionPolicy.HTTP_2)) {
            for (int i = 0; i < 50; i++) {
                visitor.loop
                        .runUntil(visitor.fetcher.handle(Request.get(server.url("/page.txt"))))
                        .cancel();
            }
            assertThat(visitor.get(server.url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    /** nginx answers after the head, and reads no more of the body. */
    @Test
    void nginxThatDoesNotWantALargeBody() throws Exception {
        Request large = Request.post(NGINX.url("/page.txt"), Body.of(new byte[5_000_000]));
        try (Visitor visitor = visitor(HttpVersionPolicy.HTTP_2)) {
            assertThat(visitor.fetch(large).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
            assertThat(visitor.get(NGINX.url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    @ParameterizedTest(autoCloseArguments = false) // containers that the next test needs
    @MethodSource("echoes")
    void withEchoesOfLargeBodiesAndTrailers(PeerContainer server) throws Exception {
        byte[] large = PAGE.repeat(30).getBytes();
        try (Visitor visitor = visitor(HttpVersionPolicy.HTTP_2)) {
            List<Future<Body.Bytes>> echoes = new ArrayList<>();
            List<Response> heads = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                echoes.add(visitor.fetcher
                        .handle(Request.post(server.url("/"), Body.of(large)))
                        .flatMap(response -> {
                            heads.add(response);
                            return response.body().collect(large.length);
                        }));
            }
            assertThat(visitor.loop.runUntil(Future.all(visitor.loop, echoes)))
                    .allSatisfy(echo -> assertThat(echo.array()).isEqualTo(large));
            assertThat(heads)
                    .allSatisfy(head -> assertThat(
                                    ((BodyStream) head.body()).trailers().get("x-sum"))
                            .isEqualTo("done"));
        }
    }
}
