// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what another one trusts, from the beginning of the peer's certificate to its end (RFC 5280 §6.1.3). The JDK's manager does not look
 * at the time of a certificate that is itself among the trusted ones, as a self-signed one is; OpenSSL does.
 */
final class TrustInTime extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;

    TrustInTime(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    private static void checkTime(X509Certificate[] chain) throws CertificateException {
        Instant begin = chain[0].getNotBefore().toInstant();
        Instant end = chain[0].getNotAfter().toInstant();
        Instant now = Instant.now();
        if (now.isAfter(end)) {
            throw new CertificateException("its certificate has ended at " + end + ": renew it");
        }
        if (now.isBefore(begin)) {
            throw new CertificateException("its certificate is valid from " + begin + " on: are both clocks right?");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, engine);
        checkTime(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, socket);
        checkTime(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkServerTrusted(chain, authType);
        checkTime(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
        checkTime(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
        checkTime(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
        checkTime(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
