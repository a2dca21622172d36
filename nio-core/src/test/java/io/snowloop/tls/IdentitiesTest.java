// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.AUTHORITY;
import static io.snowloop.tls.TlsFixtures.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestAuthority.Issued;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A server with several identities")
class IdentitiesTest {
    private static final Issued EXAMPLE = AUTHORITY.issue("example.test", "127.0.0.1");
    private static final Issued SHOP = AUTHORITY.issue("shop.example.test");
    private static final Issued ANY = AUTHORITY.issue("*.example.test");
    private static final Issued RSA = AUTHORITY.issueFor("RSA", "rsa.test");

    /** Takes any name, as the tests look at the certificate themselves. */
    private static final TlsConfig CLIENT =
            TlsFixtures.client().toBuilder().verifiesHost(false).build();

    private final CapturedLog log = new CapturedLog(Identities.class);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        log.close();
    }

    private static List<X509Certificate> shown(TlsConfig server, String host, String... protocols) {
        TlsConfig client = protocols.length == 0
                ? CLIENT
                : CLIENT.toBuilder().protocols(protocols).build();
        EngineEnd one = new EngineEnd(TlsEngine.client(client, host, 443));
        EngineEnd other = new EngineEnd(TlsEngine.server(server));
        EngineEnd.join(one, other, Integer.MAX_VALUE);
        assertThat(one.failure).isNull();
        return one.engine.session().peerCertificates();
    }

    private static Identities several() throws IOException {
        return Identities.builder(() -> identity(EXAMPLE))
                .host("Shop.example.test", () -> identity(SHOP))
                .host("*.example.test", () -> identity(ANY))
                .host("rsa.test", () -> identity(RSA))
                .build();
    }

    private static Issued named(String name) {
        return switch (name) {
            case "shop" -> SHOP;
            case "any" -> ANY;
            case "rsa" -> RSA;
            default -> EXAMPLE;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example.test, shop",
        "SHOP.Example.test, shop",
        "other.example.test, any",
        "a.other.example.test, default",
        "example.test, default",
        "unknown.test, default",
        "rsa.test, rsa",
        "127.0.0.1, default" // without SNI
    })
    void showsThatOfTheNameThatAClientAsksFor(String host, String identity) throws IOException {
        TlsConfig server = TlsConfig.server(several());
        assertThat(shown(server, host)).isEqualTo(named(identity).chain());
        assertThat(shown(server, host, "TLSv1.2")).isEqualTo(named(identity).chain());
    }

    @Test
    void ofClientsItCanAskForCertificatesToo() throws IOException {
        TlsConfig server = TlsConfig.server(several(), TlsFixtures.trust(AUTHORITY));
        EngineEnd one = new EngineEnd(TlsEngine.client(
                TlsConfig.client(TlsFixtures.trust(AUTHORITY), identity(TlsFixtures.CLIENT)),
                "shop.example.test",
                443));
        EngineEnd other = new EngineEnd(TlsEngine.server(server));
        EngineEnd.join(one, other, Integer.MAX_VALUE);
        assertThat(other.engine.session().peerCertificates()).isEqualTo(TlsFixtures.CLIENT.chain());
        assertThat(server.clientCertificates()).isEqualTo(TlsConfig.ClientCertificates.NEEDED);
    }

    @Test
    void afterAReloadNewHandshakesUseTheNewOne() throws IOException {
        AtomicReference<Issued> now = new AtomicReference<>(EXAMPLE);
        Identities identities = Identities.of(() -> identity(now.get()));
        TlsConfig server = TlsConfig.server(identities).toBuilder().build(); // a copy has the same
        EngineEnd one = new EngineEnd(TlsEngine.client(CLIENT, "example.test", 443));
        EngineEnd other = new EngineEnd(TlsEngine.server(server));
        EngineEnd.join(one, other, Integer.MAX_VALUE);
        EngineEnd late = new EngineEnd(TlsEngine.client(CLIENT, "example.test", 443));
        EngineEnd lateServer = new EngineEnd(TlsEngine.server(server)); // its handshake begins before

        now.set(AUTHORITY.issue("example.test"));
        assertThat(identities.reload()).isTrue();

        assertThat(shown(server, "example.test")).isEqualTo(now.get().chain());
        EngineEnd.join(late, lateServer, Integer.MAX_VALUE);
        assertThat(late.engine.session().peerCertificates()).isEqualTo(EXAMPLE.chain());
        one.write("still open");
        EngineEnd.join(one, other, Integer.MAX_VALUE);
        assertThat(other.text()).isEqualTo("still open");
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getLevel()).isEqualTo(Level.INFO));
    }

    @Test
    void whatHasNotChangedKeepsItsSessions() throws IOException {
        Identities identities = several();
        TlsConfig server = TlsConfig.server(identities);
        Object before = server.context();
        assertThat(identities.reload()).isTrue();
        assertThat(server.context()).isSameAs(before);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void aFileThatIsOfNoUseLeavesTheOldOneInPlace() throws IOException {
        Path chain = EXAMPLE.writeChain(folder.resolve("chain.pem"));
        Path key = EXAMPLE.writeKey(folder.resolve("key.pem"));
        AtomicReference<Issued> shop = new AtomicReference<>(SHOP);
        Identities identities = Identities.builder(() -> Identity.pem(chain, key))
                .host("shop.example.test", () -> identity(shop.get()))
                .build();
        TlsConfig server = TlsConfig.server(identities);
        Issued next = AUTHORITY.issue("example.test");
        next.writeChain(chain); // and its key is not there yet
        shop.set(AUTHORITY.issue("shop.example.test"));

        assertThat(identities.reload()).isFalse();
        assertThat(identities.reload()).isFalse();

        assertThat(shown(server, "example.test")).isEqualTo(EXAMPLE.chain());
        assertThat(shown(server, "shop.example.test"))
                .as("one does not keep the others from being renewed")
                .isEqualTo(shop.get().chain());
        assertThat(warnings())
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("the certificate of all other hosts stays the one before: cannot use " + chain
                                + " with " + key)
                        .contains("does not belong"));

        next.writeKey(key);
        assertThat(identities.reload()).isTrue();
        assertThat(shown(server, "example.test")).isEqualTo(next.chain());
        Files.delete(key);
        assertThat(identities.reload()).isFalse();
        assertThat(warnings())
                .as("another reason")
                .hasSize(2)
                .last()
                .satisfies(
                        message -> assertThat(message).endsWith("stays the one before: NoSuchFileException: " + key));
    }

    private List<@Nullable String> warnings() {
        return log.records().stream()
                .filter(record -> record.getLevel() == Level.WARNING)
                .map(record -> record.getMessage())
                .toList();
    }

    @Test
    void aSourceThatThrowsOrHasNothingIsOneThatFails() throws IOException {
        AtomicReference<@Nullable Identity> now = new AtomicReference<>(identity(EXAMPLE));
        Identities identities = Identities.builder(() -> identity(EXAMPLE))
                .host("a.test", now::get)
                .build();
        now.set(null);
        assertThat(identities.reload()).isFalse();
        assertThat(warnings())
                .containsExactly("the certificate of a.test stays the one before: the source returned null");
    }

    @Test
    void theFirstReadMustSucceed() {
        assertThatIOException()
                .isThrownBy(() -> Identities.of(() -> Identity.pem(folder.resolve("none"), folder.resolve("none"))))
                .withMessageContaining("none");
    }

    @Test
    void aLoopReadsNoFiles() throws IOException {
        Identities identities = several();
        try (TestLoop test = new TestLoop()) {
            test.inTask(() -> assertThatIllegalStateException()
                    .isThrownBy(identities::reload)
                    .withMessageContaining("from another thread"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "127.0.0.1", "a.test:443", "a.test.", "a.*.test", "https://a.test"})
    void aHostIsAName(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identities.builder(() -> identity(EXAMPLE)).host(host, () -> identity(SHOP)))
                .withMessageContaining("bad host");
    }

    @Test
    void aHostHasOneIdentity() {
        Identities.Builder builder = Identities.builder(() -> identity(EXAMPLE)).host("A.test", () -> identity(SHOP));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.host("a.test", () -> identity(SHOP)))
                .withMessageContaining("a.test has an identity already");
    }
}
