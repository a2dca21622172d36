// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.http.syntax.HostPattern;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts what another one trusts, if a public key is one of those that are pinned for the host. It may be the key of the server or of an
 * authority above it.
 *
 * <p>A server may send any certificates behind its own. So a pinned one counts only if each certificate from the server's up to it is
 * signed by the next: without that, an attacker with a certificate of another authority could send the pinned one along.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private static final String ALGORITHM = "sha256/";
    private static final int LENGTH = 32;

    private final X509ExtendedTrustManager trust;
    private final String host;
    private final Set<String> pins;

    PinnedTrust(X509ExtendedTrustManager trust, String host, Set<String> pins) {
        this.trust = trust;
        this.host = HostPattern.of(host);
        this.pins = pins;
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("no pins for " + host + ": no server could be trusted");
        }
        pins.forEach(PinnedTrust::check);
    }

    private static void check(String pin) {
        try {
            if (pin.startsWith(ALGORITHM)
                    && Base64.getDecoder().decode(pin.substring(ALGORITHM.length())).length == LENGTH) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // it is no Base64
        }
        throw new IllegalArgumentException("bad pin " + pin + ": write " + ALGORITHM
                + " and the SHA-256 of a public key, 32 bytes in Base64, as Trust.pin gives it");
    }

    /** The pin of a certificate's public key. */
    static String pin(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded(); // the SubjectPublicKeyInfo, as RFC 7469 §2.4 wants
            return ALGORITHM
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void checkPins(X509Certificate[] chain, @Nullable String peer) throws CertificateException {
        if (peer == null || !HostPattern.matching(withoutDot(peer)).contains(host)) {
            return;
        }
        List<String> found = new ArrayList<>();
        for (int i = 0; i < chain.length && (i == 0 || isSigned(chain[i - 1], chain[i])); i++) {
            found.add(pin(chain[i]));
        }
        if (found.stream().noneMatch(pins::contains)) {
            throw new CertificateException(
                    "no key of " + peer + " is pinned: it has " + found + ", and the pins are " + pins);
        }
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkServerTrusted(chain, authType, engine);
        checkPins(chain, engine.getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw unknownHost();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw unknownHost();
    }

    /** Only an engine is sure to know the host as the client wrote it. */
    private static CertificateException unknownHost() {
        return new CertificateException("pins are for connections of an SSLEngine");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
