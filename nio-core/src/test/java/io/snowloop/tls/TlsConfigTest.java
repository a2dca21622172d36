// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.AUTHORITY;
import static io.snowloop.tls.TlsFixtures.HOST;
import static io.snowloop.tls.TlsFixtures.OTHER_AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.testing.TestAuthority;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, certificates and authorities from files, and the errors of files. */
class TlsConfigTest {
    @TempDir
    Path folder;

    private static TlsSession open(TlsConfig client, String host, TlsConfig server) {
        EngineEnd one = new EngineEnd(TlsEngine.client(client, host, 443));
        EngineEnd other = new EngineEnd(TlsEngine.server(server));
        EngineEnd.join(one, other, Integer.MAX_VALUE);
        assertThat(one.failure).isNull();
        return one.engine.session();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void readsPemFiles(String algorithm) throws Exception {
        TestAuthority.Issued issued = AUTHORITY.issueFor(algorithm, HOST);
        Identity identity = Identity.pem(
                issued.writeChain(folder.resolve("chain.pem")), issued.writeKey(folder.resolve("key.pem")));
        Trust trust = Trust.pem(AUTHORITY.write(folder.resolve("ca.pem")));

        assertThat(open(TlsConfig.client(trust), HOST, TlsConfig.server(identity))
                        .peerCertificates())
                .isEqualTo(issued.chain());
    }

    @Test
    void readsAllCertificatesAndSkipsComments() throws Exception {
        Path file = folder.resolve("cas.pem");
        Files.writeString(
                file,
                "Some authorities, from Bäckerstraße:\r\n" + TestAuthority.pem(OTHER_AUTHORITY.certificate) + "and\n"
                        + TestAuthority.pem(AUTHORITY.certificate).replace("\n", "\r\n"));

        open(TlsConfig.client(Trust.pem(file)), HOST, TlsFixtures.server());
    }

    @Test
    void readsPkcs12WithAKeyForEachName() throws Exception {
        TestAuthority.Issued one = AUTHORITY.issue("one.test");
        TestAuthority.Issued two = AUTHORITY.issue("two.test");
        char[] password = "secret".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("one", one.key(), password, one.chain().toArray(X509Certificate[]::new));
        keys.setKeyEntry("two", two.key(), password, two.chain().toArray(X509Certificate[]::new));
        KeyStore.SecretKeyEntry other = new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES"));
        keys.setEntry("other", other, new KeyStore.PasswordProtection(password)); // is ignored
        Path file = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, password);
        }

        TlsConfig server = TlsConfig.server(Identity.pkcs12(file, password));

        assertThat(open(TlsFixtures.client(), "one.test", server).peerCertificates())
                .isEqualTo(one.chain());
        assertThat(open(TlsFixtures.client(), "two.test", server).peerCertificates())
                .isEqualTo(two.chain());
        assertThatIOException()
                .isThrownBy(() -> Identity.pkcs12(file, "wrong".toCharArray()))
                .withMessageStartingWith("cannot use " + file + ": ")
                .withMessageContaining("password");
    }

    @Test
    void namesAFileThatIsOfAnotherFormat() throws Exception {
        Path chain = TlsFixtures.SERVER.writeChain(folder.resolve("chain.pem"));

        assertThatIOException()
                .isThrownBy(() -> Identity.pkcs12(chain, "changeit".toCharArray()))
                .withMessageStartingWith("cannot use " + chain + ", is it a PKCS#12 file? ");
        Path text = Files.writeString(folder.resolve("text.p12"), "hello"); // of which the JDK says nothing
        assertThatIOException()
                .isThrownBy(() -> Identity.pkcs12(text, "changeit".toCharArray()))
                .withMessage("cannot use " + text + ", is it a PKCS#12 file? java.io.EOFException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void saysHowToConvertOtherKeys(String label) throws Exception {
        Path key = folder.resolve("key.pem");
        Files.writeString(key, TestAuthority.pem(label, new byte[] {1, 2, 3}));

        assertThatIOException()
                .isThrownBy(() -> Identity.pem(TlsFixtures.SERVER.writeChain(folder.resolve("chain.pem")), key))
                .withMessageContaining(key.toString())
                .withMessageContaining(label)
                .withMessageContaining("openssl pkcs8 -topk8 -nocrypt -in key.pem");
    }

    @Test
    void saysWhichFileIsOfNoUse() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path broken = folder.resolve("broken.pem");
        Files.writeString(
                broken,
                TestAuthority.pem("CERTIFICATE", new byte[] {1}) + TestAuthority.pem("PRIVATE KEY", new byte[] {1}));
        Path noBase64 = folder.resolve("no64.pem");
        Files.writeString(noBase64, "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
        Path chain = TlsFixtures.SERVER.writeChain(folder.resolve("chain.pem"));

        assertThatIOException().isThrownBy(() -> Trust.pem(empty)).withMessageContaining("empty.pem");
        assertThatIOException().isThrownBy(() -> Trust.pem(broken)).withMessageContaining("broken.pem");
        assertThatIOException().isThrownBy(() -> Trust.pem(noBase64)).withMessageContaining("no64.pem");
        assertThatIOException().isThrownBy(() -> Trust.pem(folder.resolve("none.pem")));
        assertThatIOException().isThrownBy(() -> Identity.pem(chain, empty)).withMessageContaining("empty.pem");
        assertThatIOException().isThrownBy(() -> Identity.pem(chain, broken)).withMessageContaining("broken.pem");
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotUsed() throws Exception {
        Path key = TlsFixtures.SERVER.writeKey(folder.resolve("key.pem"));
        Path chain = TlsFixtures.SERVER.writeChain(folder.resolve("chain.pem"));
        String written = Files.readString(chain);
        String next = TestAuthority.pem(AUTHORITY.certificate);
        for (int missing : new int[] {2, next.length() / 2, next.length() - 30}) {
            Files.writeString(chain, written + next.substring(0, next.length() - missing));
            assertThatIOException()
                    .isThrownBy(() -> Identity.pem(chain, key))
                    .withMessage(
                            "cannot use " + chain + ": its last section has no END line: is it still being written?");
        }
        Files.writeString(chain, written);
        assertThat(Identity.pem(chain, key)).isNotNull();
    }

    @Test
    void aKeyMustBelongToItsCertificate() {
        Path chain = TlsFixtures.SERVER.writeChain(folder.resolve("chain.pem"));
        Path other = TlsFixtures.CLIENT.writeKey(folder.resolve("other.pem"));
        Path rsa = AUTHORITY.issueFor("RSA", HOST).writeKey(folder.resolve("rsa.pem"));

        for (Path key : List.of(other, rsa)) {
            assertThatIOException()
                    .isThrownBy(() -> Identity.pem(chain, key))
                    .withMessageContaining("does not belong to the first certificate, CN=example.test")
                    .withMessageContaining(key.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.1", "TLSv1", "SSLv3", "SSLv2Hello", "tlsv1.3"})
    void otherProtocolsAreRefused(String protocol) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsFixtures.client().toBuilder()
                        .protocols("TLSv1.3", protocol)
                        .build())
                .withMessageContaining(protocol);
    }

    @Test
    void someProtocolIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsFixtures.client().toBuilder().protocols().build());
    }

    @Test
    void oneSidesConfigurationIsNotTheOthers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsEngine.client(TlsFixtures.server(), HOST, 443))
                .withMessageContaining("SERVER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsEngine.server(TlsFixtures.client()))
                .withMessageContaining("CLIENT");
    }

    @Test
    void nullIsRefusedByName() {
        assertRefused("trust", () -> TlsConfig.client((Trust) null));
        assertRefused("context", () -> TlsConfig.client((SSLContext) null));
        assertRefused("identity", () -> TlsConfig.server((Identity) null));
        assertRefused("context", () -> TlsConfig.server((SSLContext) null));
        assertRefused("identity", () -> TlsConfig.server((Identity) null, Trust.system()));
        assertRefused("identities", () -> TlsConfig.server((Identities) null));
        assertRefused("identities", () -> TlsConfig.server((Identities) null, TlsFixtures.trust(AUTHORITY)));
        assertRefused("byDefault", () -> Identities.of(null));
        assertRefused("identity", () -> TlsConfig.client(Trust.system(), null));
    }

    private static void assertRefused(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @Test
    void theDefaultsAreTheSafeOnes() {
        TlsConfig config = TlsConfig.client();

        assertThat(config.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(config.applicationProtocols()).containsExactly("http/1.1");
        assertThat(config.verifiesHost()).isTrue();
        assertThat(config.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aChangeLeavesTheOthersAndTheOriginal() {
        TlsConfig config = TlsFixtures.client();
        TlsConfig changed = config.toBuilder()
                .handshakeTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(3))
                .taskExecutor(Runnable::run)
                .applicationProtocols("x")
                .protocols("TLSv1.2")
                .verifiesHost(false)
                .build();

        assertThat(changed.context()).isSameAs(config.context());
        assertThat(changed.handshakeTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.closeTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.applicationProtocols()).containsExactly("x");
        assertThat(changed.protocols()).containsExactly("TLSv1.2");
        assertThat(changed.verifiesHost()).isFalse();
        assertThat(config.verifiesHost()).isTrue();
    }

    @Test
    void thereIsNoEmptyIdentityOrTrust() {
        assertThatIllegalArgumentException().isThrownBy(() -> Trust.certificates(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.of(TlsFixtures.SERVER.key(), List.of()));
    }
}
