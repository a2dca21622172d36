// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identities;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/tls.md} shows: its code, and its commands. */
class TlsHowToPageTest {
    @TempDir
    Path files;

    private final Snow app = new Snow().get("/", request -> Response.text("hello"));

    /** Runs the commands of the page that begin with {@code keytool}, in a folder. */
    static void keytool(Path folder) throws IOException, InterruptedException {
        String page = Files.readString(Project.HOME.resolve("docs/how-to/tls.md"));
        List<String> commands = page.replace("\\\n", "")
                .lines()
                .filter(line -> line.startsWith("$ keytool "))
                .toList();
        assertThat(commands).hasSize(9);
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        for (String command : commands) {
            List<String> words = List.of(
                    // each starts a JVM, for which the second compiler is too late
                    command.replace("$ keytool", keytool + " -J-XX:TieredStopAtLevel=1")
                            .strip()
                            .split(" +", -1));
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
    }

    @Test
    void aCertificateOfOnesOwn() throws Exception {
        keytool(files);
        // region server
        Identity identity = Identity.pkcs12(files.resolve("web.p12"), "changeit".toCharArray());
        Server server = Server.of(app).tls(TlsConfig.server(identity)).listen("127.0.0.1", 0); // 8443, for example
        // endregion
        // region client
        TlsConfig tls = TlsConfig.client(Trust.pem(files.resolve("web.pem"))); // this certificate, and no other
        FetcherOptions options = FetcherOptions.builder().tls(tls).build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            Response home = fetcher.runUntil(fetcher.fetch(server.url("/"))); // https://127.0.0.1:...
            assertThat(home.text()).isEqualTo("hello");
        }
        // endregion
        server.close();

        TlsConfig shop = TlsConfig.server(Identity.pkcs12(files.resolve("shop.p12"), "changeit".toCharArray()));
        assertThat(fetch(shop, TlsConfig.client(Trust.pem(files.resolve("ca.pem")))))
                .isEqualTo("hello");
        assertThat(fetch(shop, tls)).as("of another authority").isNotEqualTo("hello");
    }

    @Test
    void bothEndsShowACertificate() throws Exception {
        TestAuthority authority = new TestAuthority("Test Authority");
        TestAuthority.Issued web = authority.issue("127.0.0.1");
        TestAuthority.Issued holle = authority.issue("Holle");
        Path chain = web.writeChain(files.resolve("chain.pem"));
        Path key = web.writeKey(files.resolve("key.pem"));
        Path holleChain = holle.writeChain(files.resolve("holle-chain.pem"));
        Path holleKey = holle.writeKey(files.resolve("holle-key.pem"));
        Path authorities = authority.write(files.resolve("ca.pem"));
        // region both
        TlsConfig serverTls = TlsConfig.server(Identity.pem(chain, key), Trust.pem(authorities));
        TlsConfig clientTls = TlsConfig.client(Trust.pem(authorities), Identity.pem(holleChain, holleKey));
        // endregion
        assertThat(fetch(serverTls, clientTls)).isEqualTo("hello");
        assertThat(fetch(serverTls, TlsConfig.client(Trust.pem(authorities)))).isNotEqualTo("hello");
    }

    @Test
    void oneRequestWithItsOwn() throws Exception {
        TestAuthority.Issued web = new TestAuthority("Test Authority").issue("127.0.0.1");
        Path chain = web.writeChain(files.resolve("chain.pem"));
        TlsConfig tls = TlsConfig.server(Identity.of(web.key(), web.chain()));
        try (Server server = Server.of(app).tls(tls).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.start()) {
            String url = server.url("/");
            // region one-request
            TlsConfig own = TlsConfig.client(Trust.pem(chain)); // once, for all requests that have it
            Request request = Request.get(url).withAttribute(FetcherOptions.TLS_OF_REQUEST, own);
            assertThat(fetcher.send(request).text()).isEqualTo("hello");
            // endregion
            assertThatThrownBy(() -> fetcher.send(url))
                    .as("the connection of that one is not for others")
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TLS handshake");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fetcher.send(Request.get(url).withAttribute(FetcherOptions.TLS_OF_REQUEST, tls)));
        }
    }

    @Test
    void aKeyThatIsPinned() throws Exception {
        TestAuthority authority = new TestAuthority("Test Authority");
        TestAuthority.Issued web = authority.issue("localhost");
        TestAuthority.Issued other = authority.issue("localhost");
        Path authorities = authority.write(files.resolve("ca.pem"));
        String now = Trust.pin(web.chain().get(0));
        String next = Trust.pin(authority.issue("localhost").chain().get(0));
        // region pin
        Trust trust = Trust.pem(authorities).pinned("localhost", now, next); // of this host only
        TlsConfig tls = TlsConfig.client(trust);
        // endregion
        assertThat(fetchByName(web, tls)).isEqualTo("hello");
        assertThat(fetchByName(other, tls)).contains("is pinned");
    }

    private String fetchByName(TestAuthority.Issued issued, TlsConfig client) throws Exception {
        TlsConfig tls = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        try (Server server = Server.of(app).tls(tls).listen("127.0.0.1", 0);
                Fetcher fetcher =
                        Fetcher.start(FetcherOptions.builder().tls(client).build())) {
            return fetcher.send("https://localhost:" + server.port() + "/").text();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // reload() throws nothing: it logs
    @Test
    void severalHostsAndRenewedCertificates() throws Exception {
        TestAuthority authority = new TestAuthority("Test Authority");
        TestAuthority next = new TestAuthority("Next Authority");
        TestAuthority.Issued web = authority.issue("127.0.0.1");
        Path chain = web.writeChain(files.resolve("fullchain.pem"));
        Path key = web.writeKey(files.resolve("privkey.pem"));
        TestAuthority.Issued shop = authority.issue("*.example.org");
        Path shopChain = shop.writeChain(files.resolve("shop-chain.pem"));
        Path shopKey = shop.writeKey(files.resolve("shop-key.pem"));
        // region identities
        Identities identities = Identities.builder(() -> Identity.pem(chain, key)) // for all other names
                .host("*.example.org", () -> Identity.pem(shopChain, shopKey))
                .build();
        Server server = Server.of(app).tls(TlsConfig.server(identities)).listen("127.0.0.1", 0);
        // endregion
        // region reload
        ScheduledExecutorService reloading = Executors.newSingleThreadScheduledExecutor();
        reloading.scheduleWithFixedDelay(identities::reload, 1, 1, TimeUnit.HOURS);
        // endregion
        TlsConfig before = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
        TlsConfig after = TlsConfig.client(Trust.certificates(List.of(next.certificate)));
        assertThat(fetch(server, before)).isEqualTo("hello");
        TestAuthority.Issued renewed = next.issue("127.0.0.1");
        renewed.writeChain(chain);
        renewed.writeKey(key);
        assertThat(fetch(server, after)).isNotEqualTo("hello");

        assertThat(reloading.submit(identities::reload).get()).isTrue();

        assertThat(fetch(server, after)).isEqualTo("hello");
        reloading.shutdownNow();
        server.close();
    }

    private String fetch(TlsConfig serverTls, TlsConfig clientTls) throws Exception {
        try (Server server = Server.of(app).tls(serverTls).listen("127.0.0.1", 0)) {
            return fetch(server, clientTls);
        }
    }

    private static String fetch(Server server, TlsConfig clientTls) throws Exception {
        try (Fetcher fetcher =
                Fetcher.create(FetcherOptions.builder().tls(clientTls).build())) {
            return fetcher.runUntil(fetcher.fetch(server.url("/"))
                    .map(Response::text)
                    .recover(error -> String.valueOf(error.getMessage())));
        }
    }
}
