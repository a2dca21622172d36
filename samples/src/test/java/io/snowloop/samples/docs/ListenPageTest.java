// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.HttpsRedirect.httpsRedirect;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.HttpsRedirect;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/listen.md} shows. */
class ListenPageTest {
    private final Snow app = new Snow().get("/", request -> Response.text("hello"));

    private static String get(@Nullable SocketAddress connectTo, String url) throws Exception {
        FetcherOptions options = FetcherOptions.builder().connectTo(connectTo).build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            return fetcher.runUntil(fetcher.fetch(Request.get(url))).text();
        }
    }

    @Test
    void severalAddresses(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("app.sock");
        // region several
        SocketAddress tcp = new InetSocketAddress("127.0.0.1", 0); // 8012, for example
        SocketAddress unix = UnixDomainSocketAddress.of(socket); // for nginx on this machine
        try (Server server = Server.of(app).listen(tcp, unix)) {
            assertThat(get(null, server.url("/"))).isEqualTo("hello");
            assertThat(get(unix, "http://localhost/")).isEqualTo("hello");
        }
        // endregion
        assertThat(socket).doesNotExist();
    }

    @EnabledOnOs(value = OS.LINUX, disabledReason = "macOS gives all connections to one socket")
    @Test
    void aSocketForEachLoop() throws Exception {
        Snow app =
                new Snow().get("/", request -> Response.text(Scheduler.current().toString()));
        // region reuse-port
        try (Server server = Server.of(app).loops(2).reusePort(true).listen("127.0.0.1", 0)) {
            Set<String> loops = new TreeSet<>();
            for (int i = 0; i < 64; i++) {
                loops.add(get(null, server.url("/"))); // a new connection each time
            }
            assertThat(loops).hasSize(2);
        }
        // endregion
    }

    @Test
    void aChannelOfYourOwn() throws Exception {
        // region channel
        try (ServerSocketChannel channel = ServerSocketChannel.open()) { // or System.inheritedChannel()
            channel.bind(new InetSocketAddress("127.0.0.1", 0));
            try (Server server = Server.of(app).listen(channel)) {
                assertThat(get(null, server.url("/"))).isEqualTo("hello");
            }
            try (Server next = Server.of(app).listen(channel)) { // who has connected in between has waited
                assertThat(get(null, next.url("/"))).isEqualTo("hello");
            }
        }
        // endregion
    }

    @Test
    void toHttps() throws Exception {
        TestAuthority.Issued web = new TestAuthority("Test Authority").issue("example.org");
        TlsConfig tls = TlsConfig.server(Identity.of(web.key(), web.chain()));
        // region redirect
        HttpsRedirect redirect = httpsRedirect("example.org", "www.example.org");
        try (Server site = Server.of(app).tls(tls).listen("127.0.0.1", 0); // 443
                Server plain = Server.of(redirect).listen("127.0.0.1", 0)) { // 80
            Response answer = fetch(Request.get(plain.url("/a?b=c")).withHeader("Host", "example.org"));
            assertThat(answer.headers().get("Location")).isEqualTo("https://example.org/a?b=c");
        }
        // endregion
    }

    @Test
    void allButTheChallengesOfAnAuthority() {
        HttpsRedirect redirect = httpsRedirect("example.org");
        // region challenge
        Snow plain = new Snow()
                .get("/.well-known/acme-challenge/{token}", request -> Response.text(proof(request.path("token"))))
                .regex("/.*", redirect);
        // endregion
        Request challenge = Request.get("/.well-known/acme-challenge/abc").withHeader("Host", "example.org");
        assertThat(plain.handle(challenge).resultNow().text()).isEqualTo("abc.thumbprint");
        assertThat(plain.handle(Request.get("/x").withHeader("Host", "example.org"))
                        .resultNow()
                        .status()
                        .code())
                .isEqualTo(308);
    }

    private static String proof(@Nullable String token) {
        return token + ".thumbprint";
    }

    private static Response fetch(Request request) throws Exception {
        FetcherOptions options = FetcherOptions.builder().build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            return fetcher.runUntil(fetcher.fetch(request));
        }
    }
}
