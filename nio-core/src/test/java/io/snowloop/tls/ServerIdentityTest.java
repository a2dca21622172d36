// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check alone, since the JDK's own, which is looser in some ways, comes before it in a handshake. */
class ServerIdentityTest {
    /** A certificate with these subjectAltNames, each as {@code type:name}: 1 is an e-mail address, 2 a host, 7 an IP address. */
    private static X509Certificate certificate(String... names) throws CertificateParsingException {
        List<List<?>> listed = new ArrayList<>();
        for (String name : names) {
            int colon = name.indexOf(':');
            listed.add(List.of(Integer.valueOf(name.substring(0, colon)), name.substring(colon + 1)));
        }
        X509Certificate certificate = mock(X509Certificate.class);
        when(certificate.getSubjectAlternativeNames()).thenReturn(names.length == 0 ? null : listed);
        return certificate;
    }

    private static X509Certificate unreadable(CertificateParsingException thrown) throws CertificateParsingException {
        X509Certificate certificate = mock(X509Certificate.class);
        when(certificate.getSubjectAlternativeNames()).thenThrow(thrown);
        return certificate;
    }

    @ParameterizedTest
    @CsvSource({
        "example.test, 2:example.test",
        "EXAMPLE.test, 2:Example.TEST",
        "www.example.test, 2:*.example.test",
        "WWW.example.test, 2:*.EXAMPLE.test",
        "192.0.2.1, 7:192.0.2.1",
        "2001:db8::1, 7:2001:db8:0:0:0:0:0:1",
    })
    void theHostOfACertificate(String host, String name) throws CertificateParsingException {
        X509Certificate alone = certificate(name);
        X509Certificate second = certificate("1:mail@other.test", "2:other.test", name);
        assertThatCode(() -> ServerIdentity.verify(host, alone)).doesNotThrowAnyException();
        assertThatCode(() -> ServerIdentity.verify(host, second)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "example.test, 2:other.test",
        "example.test, 1:example.test",
        "example.test, 7:example.test",
        "example.test, 2:*.example.test",
        "example.test, 2:*",
        "a.b.example.test, 2:*.example.test",
        "www.example.test, 2:*.other.test",
        "www.example.test, 2:w*.example.test",
        "www.example.test, 2:www.*.test",
        "www.example.test, 2:*.*.test",
        ".example.test, 2:*.example.test",
        "localhost, 2:*.localhost",
        "192.0.2.1, 7:192.0.2.2",
        "192.0.2.1, 2:192.0.2.1", // RFC 9525 §6.4
        "192.0.2.1, 2:*.0.2.1",
        "192.0.2.1, 7:2001:db8::1",
        "2001:db8::1, 2:2001:db8::1",
    })
    void notTheHostOfACertificate(String host, String name) throws CertificateParsingException {
        X509Certificate other = certificate(name);
        assertThatThrownBy(() -> ServerIdentity.verify(host, other))
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageStartingWith("the certificate is not for \"" + host + "\", but for ");
    }

    @Test
    void theHostsThatItIsForAreNamed() throws CertificateParsingException {
        X509Certificate certificate = certificate(
                "1:mail@other.test", "2:one.test", "7:192.0.2.1", "2:c.test", "2:d.test", "2:e.test", "2:f");
        assertThatThrownBy(() -> ServerIdentity.verify("host.test", certificate))
                .hasMessage("the certificate is not for \"host.test\", but for \"one.test\", \"192.0.2.1\", \"c.test\","
                        + " \"d.test\", \"e.test\"");
    }

    @Test
    void oneWithoutHostsIsForNone() throws CertificateParsingException {
        for (X509Certificate certificate : List.of(certificate(), certificate("1:mail@host.test"))) {
            assertThatThrownBy(() -> ServerIdentity.verify("host.test", certificate))
                    .hasMessageContaining("but for no host at all")
                    .hasMessageContaining("RFC 9525");
        }
    }

    @Test
    void oneThatCannotBeReadIsRefused() throws CertificateParsingException {
        CertificateParsingException unreadable = new CertificateParsingException("bad tag");
        X509Certificate certificate = unreadable(unreadable);
        assertThatThrownBy(() -> ServerIdentity.verify("host.test", certificate))
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageContaining("bad tag")
                .hasCause(unreadable);
    }
}
