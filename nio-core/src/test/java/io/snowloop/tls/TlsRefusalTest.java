// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.AUTHORITY;
import static io.snowloop.tls.TlsFixtures.CLIENT;
import static io.snowloop.tls.TlsFixtures.HOST;
import static io.snowloop.tls.TlsFixtures.OTHER_AUTHORITY;
import static io.snowloop.tls.TlsFixtures.identity;
import static io.snowloop.tls.TlsFixtures.trust;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.TlsConfig.ClientCertificates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which peers are accepted and which refused, and that the refused side gets an alert. */
class TlsRefusalTest {
    private EngineEnd client;
    private EngineEnd server;

    private void connect(TlsConfig clientConfig, TlsConfig serverConfig) {
        connect(clientConfig, HOST, serverConfig);
    }

    private void connect(TlsConfig clientConfig, String host, TlsConfig serverConfig) {
        client = new EngineEnd(TlsEngine.client(clientConfig, host, 443));
        server = new EngineEnd(TlsEngine.server(serverConfig));
        EngineEnd.join(client, server, Integer.MAX_VALUE);
    }

    private void assertBothOpen() {
        assertThat(client.failure).isNull();
        assertThat(client.told).containsExactly("OPENED");
        assertThat(server.told).containsExactly("OPENED");
    }

    // ------------------------------------------------------------------------------------------ the server's identity

    @ParameterizedTest
    @ValueSource(strings = {"example.test", "EXAMPLE.TEST", "example.test.", "127.0.0.1", "::1"})
    void aHostThatTheCertificateNames(String host) {
        connect(TlsFixtures.client(), host, TlsFixtures.server());

        assertBothOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "sub.example.test", "127.0.0.2", "::2"})
    void aHostThatItDoesNotName(String host) {
        connect(TlsFixtures.client(), host, TlsFixtures.server());

        assertThat(client.told).containsExactly("FAILED");
        assertThat(client.failure).hasMessageContaining("No subject alternative");
        assertThat(Peer.of(host, 443).handshakeFailed(client.failure))
                .hasMessageContaining("(its certificate must have the name or address that the client asks for");
        assertThat(server.failure).hasMessageContaining("certificate_unknown");
    }

    /** RFC 9525 §6.3: the JDK alone would accept the common name, and the last three wildcards. */
    @ParameterizedTest
    @CsvSource({
        "www.example.test, www.example.test, ''",
        "www.example.test, www.example.test, 127.0.0.1",
        "127.0.0.1, 127.0.0.1, other.test",
        "example.test, example.test, *.example.test",
        "a.b.example.test, example.test, *.example.test",
        "www.example.test, example.test, w*.example.test",
        "www.example.test, example.test, *w.example.test",
        "www.example.test, example.test, www.*.test",
    })
    void aCertificateWithoutTheHostAmongItsSubjectAltNames(String host, String commonName, String names) {
        String[] listed = names.isEmpty() ? new String[0] : new String[] {names};

        connect(TlsFixtures.client(), host, TlsConfig.server(identity(AUTHORITY.issueNamed(commonName, listed))));

        assertThat(client.told).containsExactly("FAILED");
        assertThat(server.failure).as("it has an alert").isNotNull();
    }

    @Test
    void theCommonNameIsNotAHost() {
        connect(TlsFixtures.client(), TlsConfig.server(identity(AUTHORITY.issueNamed(HOST))));

        assertThat(client.failure)
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageContaining("\"example.test\"")
                .hasMessageContaining("common name does not count");
    }

    @Test
    void theCommonNameIsNotAHostIfTheSessionIsResumedOrTheContextIsTheCallersOwn() {
        TlsConfig any = TlsFixtures.client().toBuilder().verifiesHost(false).build();
        TlsConfig named = TlsConfig.server(identity(AUTHORITY.issueNamed(HOST)));
        connect(any, named);
        assertBothOpen();

        connect(TlsConfig.client(any.context()), named);

        assertThat(client.failure).isInstanceOf(SSLPeerUnverifiedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.test", "WWW.EXAMPLE.TEST", "xn--bcher-kva.example.test", "www.example.test."})
    void aWildcardIsForOneLabel(String host) {
        connect(TlsFixtures.client(), host, TlsConfig.server(identity(AUTHORITY.issueNamed("x", "*.Example.test"))));

        assertBothOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "2001:DB8:0:0::1"})
    void anAddressIsComparedByItsBytes(String host) {
        TlsConfig addresses = TlsConfig.server(identity(AUTHORITY.issueNamed("x", "192.0.2.1", "2001:db8::1")));

        connect(TlsFixtures.client(), host, addresses);

        assertBothOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web1", "node-01", "db.node-7"})
    void aServerNameMayEndInADigit(String host) {
        connect(TlsFixtures.client(), host, TlsConfig.server(identity(AUTHORITY.issueNamed("x", host))));

        assertThat(server.engine.session().serverName()).isEqualTo(host);
    }

    @Test
    void aTrailingDotIsNotSent() {
        connect(TlsFixtures.client(), HOST + ".", TlsFixtures.server());

        assertThat(server.engine.session().serverName()).isEqualTo(HOST);
    }

    @Test
    void aHostThatCannotBeAServerName() {
        connect(
                TlsFixtures.client().toBuilder().verifiesHost(false).build(),
                "with_underscore.test",
                TlsFixtures.server());

        assertBothOpen();
        assertThat(server.engine.session().serverName()).isNull();
    }

    @Test
    void addressesAreNotSentAsServerNames() {
        connect(TlsFixtures.client(), "127.0.0.1", TlsFixtures.server());

        assertThat(server.engine.session().serverName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anAuthorityThatIsNotTrusted(String protocol) {
        connect(
                TlsConfig.client(trust(OTHER_AUTHORITY)).toBuilder()
                        .protocols(protocol)
                        .build(),
                TlsFixtures.server());

        assertThat(client.failure).hasMessageContaining("unable to find valid certification path");
        assertThat(server.failure).as("the alert has come").hasMessageContaining("certificate_unknown");
    }

    @Test
    void theAuthoritiesOfTheSystemDoNotKnowOurs() {
        for (TlsConfig config : List.of(TlsConfig.client(), TlsConfig.client(Trust.system()))) {
            connect(config, TlsFixtures.server());

            assertThat(client.failure).hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void oneThatIsTrustedItselfAndHasExpired() {
        TestAuthority.Issued expired = AUTHORITY.issueExpired(HOST);
        Trust itself = Trust.certificates(expired.chain().subList(0, 1));

        connect(TlsConfig.client(itself), TlsConfig.server(identity(expired)));

        assertThat(client.told).containsExactly("FAILED");
        assertThat(client.failure)
                .hasMessageContaining("its certificate has ended at ")
                .hasMessageContaining("renew it");
    }

    @Test
    void aCertificateThatHasExpired() {
        connect(TlsFixtures.client(), TlsConfig.server(identity(AUTHORITY.issueExpired(HOST))));

        assertThat(client.failure).hasStackTraceContaining("NotAfter");
    }

    @Test
    void insecurelyAnybodyIsAnybody() {
        connect(
                TlsConfig.insecureClient(),
                "whoever.test",
                TlsConfig.server(identity(OTHER_AUTHORITY.issueExpired("other.test"))));

        assertBothOpen();
    }

    @Test
    void withoutHostVerificationTheAuthorityStillCounts() {
        connect(TlsFixtures.client().toBuilder().verifiesHost(false).build(), "whoever.test", TlsFixtures.server());
        assertBothOpen();

        connect(
                TlsConfig.client(trust(OTHER_AUTHORITY)).toBuilder()
                        .verifiesHost(false)
                        .build(),
                "whoever.test",
                TlsFixtures.server());
        assertThat(client.told).containsExactly("FAILED");
    }

    // ----------------------------------------------------------------------------------------- the client's identity

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatShowsWhoItIs(String protocol) {
        connect(
                TlsConfig.client(trust(AUTHORITY), identity(CLIENT)).toBuilder()
                        .protocols(protocol)
                        .build(),
                TlsConfig.server(identity(TlsFixtures.SERVER), trust(AUTHORITY)));

        assertBothOpen();
        assertThat(server.engine.session().peerCertificates())
                .startsWith(CLIENT.chain().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatShouldShowWhoItIsAndDoesNot(String protocol) {
        connect(
                TlsFixtures.client().toBuilder().protocols(protocol).build(),
                TlsConfig.server(identity(TlsFixtures.SERVER), trust(AUTHORITY)));

        assertThat(server.told).containsExactly("FAILED");
        assertThat(client.failure).as("the alert has come").isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"WANTED, OPENED", "NEEDED, FAILED", "IGNORED, OPENED"})
    void aClientWithoutACertificate(ClientCertificates asked, String outcome) {
        connect(
                TlsFixtures.client(),
                TlsConfig.server(identity(TlsFixtures.SERVER), trust(AUTHORITY)).toBuilder()
                        .clientCertificates(asked)
                        .build());

        assertThat(server.told).containsExactly(outcome);
    }

    @ParameterizedTest
    @CsvSource({"WANTED, FAILED", "NEEDED, FAILED", "IGNORED, OPENED"})
    void aClientOfAnotherAuthority(ClientCertificates asked, String outcome) {
        connect(
                TlsConfig.client(trust(AUTHORITY), identity(OTHER_AUTHORITY.issue("client.test"))),
                TlsConfig.server(identity(TlsFixtures.SERVER), trust(AUTHORITY)).toBuilder()
                        .clientCertificates(asked)
                        .build());

        // A client does not send a certificate if it was not issued by an authority that the server names. A server
        // that
        // only wants a certificate then accepts the client without one.
        assertThat(server.told).containsExactly(asked == ClientCertificates.WANTED ? "OPENED" : outcome);
        if (asked == ClientCertificates.WANTED) {
            assertThat(server.engine.session().peerCertificates()).isEmpty();
        }
    }

    @Test
    void aClientThatMayShowWhoItIsDoesSo() {
        connect(
                TlsConfig.client(trust(AUTHORITY), identity(CLIENT)),
                TlsConfig.server(identity(TlsFixtures.SERVER), trust(AUTHORITY)).toBuilder()
                        .clientCertificates(ClientCertificates.WANTED)
                        .build());

        assertBothOpen();
        assertThat(server.engine.session().peerCertificates())
                .startsWith(CLIENT.chain().get(0));
    }

    @Test
    void aServerThatTrustsNobodyTakesNoClientCertificate() {
        connect(
                TlsConfig.client(trust(AUTHORITY), identity(CLIENT)),
                TlsConfig.server(identity(TlsFixtures.SERVER)).toBuilder()
                        .clientCertificates(ClientCertificates.NEEDED)
                        .build());

        assertThat(server.told).containsExactly("FAILED");
    }

    // ------------------------------------------------------------------------------------------- what is agreed upon

    @Test
    void theServersFavouriteApplicationProtocol() {
        connect(
                TlsFixtures.client().toBuilder()
                        .applicationProtocols("h2", "http/1.1")
                        .build(),
                TlsFixtures.server().toBuilder()
                        .applicationProtocols("http/1.1", "h2")
                        .build());

        assertBothOpen();
        assertThat(client.engine.session().applicationProtocol()).isEqualTo("http/1.1");
        assertThat(server.engine.session().applicationProtocol()).isEqualTo("http/1.1");
    }

    @Test
    void noApplicationProtocolInCommon() {
        connect(TlsFixtures.client().toBuilder().applicationProtocols("h2").build(), TlsFixtures.server());

        assertThat(client.failure).hasMessageContaining("no_application_protocol");
        assertThat(server.told).containsExactly("FAILED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerWithoutAlpn(boolean clientHasIt) {
        connect(
                clientHasIt
                        ? TlsFixtures.client()
                        : TlsFixtures.client().toBuilder()
                                .applicationProtocols()
                                .build(),
                clientHasIt
                        ? TlsFixtures.server().toBuilder()
                                .applicationProtocols()
                                .build()
                        : TlsFixtures.server());

        assertBothOpen();
        assertThat(client.engine.session().applicationProtocol()).isNull();
        assertThat(server.engine.session().applicationProtocol()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLSv1.2", "TLSv1.2, TLSv1.3"})
    void noVersionInCommon(String clients, String servers) {
        connect(
                TlsFixtures.client().toBuilder().protocols(clients).build(),
                TlsFixtures.server().toBuilder().protocols(servers).build());

        assertThat(client.failure).isNotNull();
        assertThat(server.failure).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void keysOfEachKind(String algorithm) {
        connect(TlsFixtures.client(), TlsConfig.server(identity(AUTHORITY.issueFor(algorithm, HOST))));

        assertBothOpen();
    }

    // --------------------------------------------------------------------------------------------- what is no TLS

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: example.test\r\n\r\n", "G", "SSH-2.0-OpenSSH_9.2\r\n"})
    void plainTextIsRefusedAtItsFirstByte(String text) {
        server = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        server.receive(text.getBytes(StandardCharsets.US_ASCII));

        assertThat(server.failure).hasMessageContaining("is not TLS").hasMessageContaining("perhaps plain text");
        assertThat(server.takeAll()).as("a fatal alert, unexpected_message").endsWith(0, 2, 2, 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80 2e 01 00 02 00 15", // SSL 2
                "16 02 00 00 05", // major version 2
                "16 03 01 ff ff", // too long
                "16 03 01 41 41", // one byte too long
                "18 03 03 00 03 01 40 00" // heartbeat
            })
    void whatOnlyLooksLikeTlsIsRefused(String hex) {
        server = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        server.receive(HexFormat.ofDelimiter(" ").parseHex(hex));

        assertThat(server.told).containsExactly("FAILED");
        assertThat(server.takeAll()).endsWith(0, 2, 2, 10);
    }

    @Test
    void aLargestRecordIsWaitedFor() {
        server = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        server.receive(HexFormat.of().parseHex("1603014140"));

        assertThat(server.failure).isNull();
    }

    @Test
    void anyBytesEndInAFailureOrInWaiting() {
        Random random = new Random(7);
        byte[] hello = hello();
        for (int round = 0; round < 200; round++) {
            byte[] spoilt = hello.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            }
            EngineEnd end = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
            end.receive(Arrays.copyOf(spoilt, random.nextInt(spoilt.length + 1)));
            end.receiveEnd();
            assertThat(end.told).containsExactly("FAILED");
        }
    }

    private static byte[] hello() {
        EngineEnd end = new EngineEnd(TlsEngine.client(TlsFixtures.client(), HOST, 443));
        end.drive();
        return end.takeAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRecordThatWasChangedOnItsWay(String protocol) {
        connect(TlsFixtures.client().toBuilder().protocols(protocol).build(), TlsFixtures.server());
        client.write("pay 10");
        byte[] record = client.takeAll();
        record[record.length - 3] ^= 1;
        server.receive(record);

        assertThat(server.plaintext.size()).isZero();
        assertThat(server.told).containsExactly("OPENED", "FAILED");
        client.receive(server.takeAll());
        assertThat(client.failure).hasMessageContaining("bad_record_mac");
    }

    @Test
    void aRecordThatIsSentTwice() {
        connect(TlsFixtures.client(), TlsFixtures.server());
        client.write("pay 10");
        byte[] record = client.takeAll();
        server.receive(record);
        server.receive(record);

        assertThat(server.text()).isEqualTo("pay 10");
        assertThat(server.told).containsExactly("OPENED", "FAILED");
    }

    // ----------------------------------------------------------------------------------------------- renegotiation

    @Test
    void renegotiationIsRefused() throws Exception {
        server = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        JdkPeer peer = JdkPeer.openTo(server, "TLSv1.2");
        server.receive(peer.wrap("before"));
        peer.engine.beginHandshake();
        server.receive(peer.wrap(""));

        assertThat(server.text()).isEqualTo("before");
        assertThat(server.told).containsExactly("OPENED", "FAILED");
        assertThat(server.failure).hasMessage("it wants to renegotiate, which is refused");
        assertThat(server.out.get(0)).as("an alert").isEqualTo((byte) 21);
    }
}
