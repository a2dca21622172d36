// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.AUTHORITY;
import static io.snowloop.tls.TlsFixtures.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestAuthority.Issued;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server whose certificate ends")
class ExpiryTest {
    private final CapturedLog log = new CapturedLog(Identities.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachStateIsSaidOnce() {
        X509Certificate certificate = AUTHORITY.issue("example.test").chain().get(0);
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant(); // 25 hours later: a sixth of that are more than 4
        Instant[] now = {begin};
        Expiry expiry = new Expiry(() -> now[0]);

        for (Instant time : List.of(
                begin.minusSeconds(1),
                begin.minusSeconds(1),
                begin,
                end.minus(Duration.ofHours(5)),
                end.minus(Duration.ofHours(4)),
                end,
                end.plusSeconds(1),
                end.plusSeconds(2))) {
            now[0] = time;
            expiry.used(certificate);
        }

        assertThat(messages())
                .containsExactly(
                        "the server's certificate, CN=example.test, is not valid before " + begin
                                + ", and clients refuse it: is this machine's clock right?",
                        "the server's certificate, CN=example.test, ends at " + end
                                + ": renew it, or clients will refuse it",
                        "the server's certificate, CN=example.test, has ended at " + end
                                + ", and clients refuse it: renew it");
    }

    @Test
    void aHandshakeFindsIt() {
        Issued expired = AUTHORITY.issueExpired("example.test");
        TlsConfig server = TlsConfig.server(identity(expired));

        for (int i = 0; i < 2; i++) {
            EngineEnd one = new EngineEnd(TlsEngine.client(TlsFixtures.client(), "example.test", 443));
            EngineEnd other = new EngineEnd(TlsEngine.server(server));
            EngineEnd.join(one, other, Integer.MAX_VALUE);
            assertThat(one.failure).isNotNull();
        }

        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message).contains("CN=example.test, has ended at "));
    }

    @Test
    void aGoodOneIsNotMentioned() {
        EngineEnd one = new EngineEnd(TlsEngine.client(TlsFixtures.client(), "example.test", 443));
        EngineEnd other = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        EngineEnd.join(one, other, Integer.MAX_VALUE);

        assertThat(one.failure).isNull();
        assertThat(messages()).isEmpty();
    }

    private List<String> messages() {
        return log.records().stream().map(LogRecord::getMessage).toList();
    }
}
