// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a handshake has negotiated.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite its name in the IANA registry
 * @param applicationProtocol chosen by ALPN (RFC 7301); null if the peer does not use ALPN
 * @param serverName the host that the client asked for (RFC 6066 §3); null if it did not name one
 * @param peerCertificates the peer's own certificate first; empty if it sent none, as most clients do
 */
public record TlsSession(
        String protocol,
        String cipherSuite,
        @Nullable String applicationProtocol,
        @Nullable String serverName,
        List<X509Certificate> peerCertificates) {
    /** Keeps a copy of the certificates. */
    public TlsSession {
        peerCertificates = List.copyOf(peerCertificates);
    }

    static TlsSession of(SSLEngine engine) {
        SSLSession session = engine.getSession();
        String chosen = engine.getApplicationProtocol();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                chosen == null || chosen.isEmpty() ? null : chosen,
                serverName(session),
                peerCertificates(session));
    }

    private static @Nullable String serverName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static List<X509Certificate> peerCertificates(SSLSession session) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (var certificate : session.getPeerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            // The peer sent none, and none was required.
        }
        return certificates;
    }
}
