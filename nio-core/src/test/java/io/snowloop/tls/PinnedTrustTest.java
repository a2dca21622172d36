// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.AUTHORITY;
import static io.snowloop.tls.TlsFixtures.HOST;
import static io.snowloop.tls.TlsFixtures.OTHER_AUTHORITY;
import static io.snowloop.tls.TlsFixtures.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.testing.TestAuthority;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A key that is pinned")
class PinnedTrustTest {
    private static final String OF_SERVER = Trust.pin(SERVER.chain().get(0));
    private static final String OF_NOBODY = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final Trust BOTH = Trust.certificates(List.of(AUTHORITY.certificate, OTHER_AUTHORITY.certificate));

    /** Returns why the client has refused the server; null if it has not. */
    private static Throwable refusal(Trust trust, String host, TlsConfig server) {
        EngineEnd client = new EngineEnd(TlsEngine.client(TlsConfig.client(trust), host, 443));
        EngineEnd.join(client, new EngineEnd(TlsEngine.server(server)), Integer.MAX_VALUE);
        return client.failure;
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.test", "EXAMPLE.test", "example.test."})
    void isAccepted(String host) {
        assertThat(refusal(BOTH.pinned(HOST, OF_NOBODY, OF_SERVER), host, TlsFixtures.server()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.test", "EXAMPLE.test", "example.test."})
    void isNoOther(String host) {
        assertThat(refusal(BOTH.pinned(HOST, OF_NOBODY), host, TlsFixtures.server()))
                .hasMessageContaining("is pinned: it has [" + OF_SERVER);
    }

    @Test
    void mayBeThatOfAnAuthority() {
        TestAuthority.Issued issued = SERVER;
        List<X509Certificate> chain = List.of(issued.chain().get(0), AUTHORITY.certificate);
        TlsConfig server = TlsConfig.server(Identity.of(issued.key(), chain));
        assertThat(refusal(BOTH.pinned(HOST, Trust.pin(AUTHORITY.certificate)), HOST, server))
                .isNull();
    }

    /** An authority that is trusted, but not pinned, has certified an attacker, who sends what is pinned along. */
    @Test
    void countsNotIfItHasSignedNothing() throws Exception {
        TestAuthority.Issued attacker = OTHER_AUTHORITY.issue(HOST);
        String pin = Trust.pin(AUTHORITY.certificate);
        SSLContext context = SSLContext.getInstance("TLS");
        X509Certificate[] sent = {attacker.chain().get(0), OTHER_AUTHORITY.certificate, AUTHORITY.certificate};
        context.init(new KeyManager[] {new Sender(attacker.key(), sent)}, null, null);
        TlsConfig server = TlsConfig.server(context);
        assertThat(refusal(BOTH, HOST, server)).isNull();
        assertThat(refusal(BOTH.pinned(HOST, pin), HOST, server)).hasMessageContaining("is pinned");
    }

    /** Sends any certificates, in any order. */
    private static final class Sender extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] sent;

        Sender(PrivateKey key, X509Certificate... sent) {
            this.key = key;
            this.sent = sent;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keyType.equals(key.getAlgorithm()) ? "any" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return sent;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    @Test
    void isForItsHostAlone() {
        assertThat(refusal(BOTH.pinned("other.test", OF_NOBODY), HOST, TlsFixtures.server()))
                .isNull();
        assertThat(refusal(
                        BOTH.pinned("other.test", OF_NOBODY).pinned("*.test", OF_NOBODY), HOST, TlsFixtures.server()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha1/AAAA", "sha256/AAAA", "sha256/?"})
    void isASha256(String pin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BOTH.pinned(HOST, pin))
                .withMessageStartingWith("bad pin " + pin + ": write sha256/");
        assertThatIllegalArgumentException().isThrownBy(() -> BOTH.pinned(HOST));
        assertThatIllegalArgumentException().isThrownBy(() -> BOTH.pinned("https://a.test", OF_SERVER));
    }
}
