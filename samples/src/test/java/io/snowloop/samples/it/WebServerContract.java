// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.ContentDecoding;
import io.snowloop.client.Credentials;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Redirects;
import io.snowloop.client.Timeouts;
import io.snowloop.client.TotalTimeoutException;
import io.snowloop.client.cache.ResponseCache;
import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a Fetcher expects of any web server. Those that we meet are configured to say the same under the same paths, and
 * put the port that a request came from into {@code X-Client-Port}: so tests see which connection it was.
 */
abstract class WebServerContract {
    static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");

    /** A file on the server: 100,000 bytes of lines. */
    static final String PAGE =
            "All work and no play makes Jack a dull boy.\n".repeat(2_300).substring(0, 100_000);

    /** The server's users: one, and his password as {@code openssl passwd -apr1} writes it down. */
    static final String USERS = "jack:$apr1$4f9PzqPa$QoOfAMqhwnwPGsr.NsD7Y1\n";

    private static final Trust TRUST = Trust.certificates(List.of(AUTHORITY.certificate));

    abstract PeerContainer server();

    private String url(String path) {
        return server().url(path);
    }

    private static String clientPort(Response response) {
        return response.header("X-Client-Port");
    }

    // ------------------------------------------------------------------------------------------- connections

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Set<String> ports = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                Response response = visitor.get(url("/page.txt"));
                assertThat(response.text()).isEqualTo(PAGE);
                ports.add(clientPort(response));
            }
            assertThat(ports).hasSize(1);
        }
    }

    /** On port 81 it closes each connection after five requests, and says so in the last response. */
    @Test
    void aServerThatClosesConnectionsIsAskedOnNewOnes() throws Exception {
        try (Visitor visitor = new Visitor(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                responses.add(visitor.fetcher.fetch(Request.get(server().url(81, "/page.txt"))));
            }
            List<Response> all = visitor.loop.runUntil(Future.all(visitor.loop, responses));

            assertThat(all).allSatisfy(response -> assertThat(response.text()).isEqualTo(PAGE));
            assertThat(all.stream().map(WebServerContract::clientPort).distinct())
                    .hasSize(4);
        }
    }

    @Test
    void aHundredRequestsAtOnce() throws Exception {
        try (Visitor visitor = new Visitor(
                FetcherOptions.builder().maxPerOrigin(8).maxConnections(8).build())) {
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                responses.add(visitor.fetcher.fetch(Request.get(url("/page.txt"))));
            }
            List<Response> all = visitor.loop.runUntil(Future.all(visitor.loop, responses));

            assertThat(all).allSatisfy(response -> assertThat(response.text()).isEqualTo(PAGE));
            assertThat(all.stream().map(WebServerContract::clientPort).distinct())
                    .hasSize(8);
        }
    }

    // ------------------------------------------------------------------------------------------------ bodies

    @Test
    void chunks() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response response = visitor.get(url("/chunked/page.txt"));

            assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(response.text()).isEqualTo(PAGE.replace("Jack", "Jill"));
        }
    }

    @Test
    void gzip() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Request page = Request.get(url("/gzip/page.txt"));
            Fetcher decoding = visitor.fetcher.with(ContentDecoding.contentDecoding());
            Response compressed = visitor.fetch(page.withHeader("Accept-Encoding", "gzip"));
            Response plain = decoding.runUntil(decoding.fetch(page));

            assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(compressed.bytes()).hasSizeLessThan(PAGE.length() / 10);
            assertThat(plain.text()).isEqualTo(PAGE);
        }
    }

    @Test
    void noBodyWhereThereIsALength() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response head = visitor.fetch(Request.get(url("/page.txt")).withMethod(Method.HEAD));
            Response next = visitor.get(url("/page.txt"));

            assertThat(head.header("Content-Length")).isEqualTo("100000");
            assertThat(head.bytes()).isEmpty();
            assertThat(next.text()).isEqualTo(PAGE);
            assertThat(clientPort(next)).isEqualTo(clientPort(head));
        }
    }

    @Test
    void aFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("page.txt");
        try (Visitor visitor = new Visitor()) {
            visitor.loop.runUntil(visitor.fetcher.download(Request.get(url("/page.txt")), file));
        }
        assertThat(file).hasContent(PAGE);
    }

    // ------------------------------------------------------------------------------------- parts and conditions

    @ParameterizedTest
    @ValueSource(strings = {"0-99", "99990-", "-10", "500-500"})
    void aRange(String range) throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response response = visitor.fetch(Request.get(url("/page.txt")).withHeader("Range", "bytes=" + range));

            assertThat(response.status()).isEqualTo(Status.PARTIAL_CONTENT);
            assertThat(response.text()).isEqualTo(part(response.header("Content-Range")));
        }
    }

    /** What {@code bytes 0-99/100000} is of the page. */
    private static String part(String contentRange) {
        assertThat(contentRange).matches("bytes \\d+-\\d+/100000");
        String[] bounds = contentRange.substring(6, contentRange.indexOf('/')).split("-");
        return PAGE.substring(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]) + 1);
    }

    @Test
    void severalRangesAndNone() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response two = visitor.fetch(Request.get(url("/page.txt")).withHeader("Range", "bytes=0-9,50000-50009"));
            Response none = visitor.fetch(Request.get(url("/page.txt")).withHeader("Range", "bytes=100000-"));

            assertThat(two.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
            assertThat(two.text())
                    .contains("\r\n\r\n" + PAGE.substring(0, 10) + "\r\n")
                    .contains("\r\n\r\n" + PAGE.substring(50_000, 50_010) + "\r\n");
            assertThat(none.status()).isEqualTo(Status.RANGE_NOT_SATISFIABLE);
        }
    }

    @Test
    void notModified() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response first = visitor.get(url("/page.txt"));
            Request again = Request.get(url("/page.txt")).withHeader("If-None-Match", first.header("ETag"));
            Response second = visitor.fetch(again);
            Response third = visitor.get(url("/page.txt"));

            assertThat(second.status()).isEqualTo(Status.NOT_MODIFIED);
            assertThat(second.bytes()).isEmpty();
            assertThat(third.text()).isEqualTo(PAGE);
            assertThat(clientPort(third)).isEqualTo(clientPort(first));
        }
    }

    // ------------------------------------------------------------------------------------------------ filters

    @Test
    void redirects() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher following = visitor.fetcher.with(Redirects.redirects(3));
            Future<Response> page = following.fetch(url("/old"));
            Future<Response> loop = following.fetch(url("/loop"));

            assertThat(visitor.loop.runUntil(page).text()).isEqualTo(PAGE);
            assertThat(visitor.failure(loop)).hasMessageContaining("more than 3 redirects");
        }
    }

    /** Its tag is known again, also that of a compressed page. */
    @ParameterizedTest
    @ValueSource(strings = {"/page.txt", "/gzip/page.txt"})
    void aCachedPageIsNotSentAgain(String path) throws Exception {
        Request reload = Request.get(url(path)).withHeader("Cache-Control", "no-cache");
        try (Visitor visitor = new Visitor()) {
            Fetcher caching =
                    visitor.fetcher.with(ContentDecoding.contentDecoding()).with(ResponseCache.create());
            Response first = caching.runUntil(caching.fetch(reload));
            Response second = caching.runUntil(caching.fetch(reload));

            assertThat(first.text()).isEqualTo(PAGE);
            assertThat(second.text()).isEqualTo(PAGE);
            assertThat(second.header("Cache-Status")).isEqualTo("snowloop; fwd=stale; fwd-status=304");
        }
    }

    @Test
    void basicAuthentication() throws Exception {
        Request secret = Request.get(url("/private/page.txt"));
        try (Visitor visitor = new Visitor()) {
            Response refused = visitor.fetch(secret);
            Response mistaken = visitor.loop.runUntil(login(visitor, "wendy").fetch(secret));
            Response granted = visitor.loop.runUntil(login(visitor, "torrance").fetch(secret));

            assertThat(refused.status()).isEqualTo(Status.UNAUTHORIZED);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Basic realm=\"Overlook\"");
            assertThat(mistaken.status()).isEqualTo(Status.UNAUTHORIZED);
            assertThat(granted.text()).isEqualTo(PAGE);
        }
    }

    private Fetcher login(Visitor visitor, String password) {
        return visitor.fetcher.with(Credentials.basic(url("/"), "jack", password));
    }

    // ------------------------------------------------------------------------------------------ a slow server

    /** The page at 50 kB a second: what counts is that some of it keeps coming. */
    @Test
    void aSlowResponseComesWhole() throws Exception {
        Timeouts patient = Timeouts.builder().read(Duration.ofMillis(1_500)).build();
        try (Visitor visitor =
                new Visitor(FetcherOptions.builder().timeouts(patient).build())) {
            assertThat(visitor.get(url("/slow/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    @Test
    void aSlowResponseIsGivenUpWhenItsTimeIsUp() throws Exception {
        Timeouts hurried = Timeouts.builder().total(Duration.ofMillis(500)).build();
        try (Visitor visitor =
                new Visitor(FetcherOptions.builder().timeouts(hurried).build())) {
            assertThat(visitor.failure(Request.get(url("/slow/page.txt"))))
                    .isInstanceOf(TotalTimeoutException.class)
                    .hasMessageContaining("500 ms");
            assertThat(visitor.get(url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    // ---------------------------------------------------------------------------------------------------- TLS

    private static FetcherOptions trusting(TlsConfig tls) {
        return FetcherOptions.builder().tls(tls).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aPrivateAuthority(String protocol) throws Exception {
        try (Visitor visitor = new Visitor(
                trusting(TlsConfig.client(TRUST).toBuilder().protocols(protocol).build()))) {
            Response first = visitor.get(server().secureUrl(443, "/page.txt"));
            Response second = visitor.get(server().secureUrl(443, "/page.txt"));

            assertThat(first.text()).isEqualTo(PAGE);
            assertThat(first.header("X-Protocol")).isEqualTo(protocol);
            assertThat(clientPort(second)).isEqualTo(clientPort(first));
        }
    }

    @Test
    void anAuthorityThatNobodyKnows() throws Exception {
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.failure(Request.get(server().secureUrl(443, "/page.txt"))))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void aClientWithACertificate() throws Exception {
        TestAuthority.Issued jack = AUTHORITY.issue("jack.test");
        TlsConfig tls = TlsConfig.client(TRUST, Identity.of(jack.key(), jack.chain()));
        try (Visitor visitor = new Visitor(trusting(tls))) {
            Response response = visitor.get(server().secureUrl(444, "/page.txt"));

            assertThat(response.text()).isEqualTo(PAGE);
            assertThat(response.header("X-Client-Name")).isEqualTo("CN=jack.test");
        }
    }

    @Test
    abstract void aClientWithoutACertificateIsRefused() throws Exception;

    /** What becomes of a fetch, with TLS but without a certificate, where one is asked for. */
    Future<Response> fetchWithoutCertificate(Visitor visitor) {
        return visitor.fetcher.fetch(Request.get(server().secureUrl(444, "/page.txt")));
    }

    static Visitor visitorWithoutCertificate() {
        return new Visitor(trusting(TlsConfig.client(TRUST)));
    }
}
