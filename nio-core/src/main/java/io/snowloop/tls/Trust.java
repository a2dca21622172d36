// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that this side trusts to certify its peers. */
public final class Trust {
    private final TrustManager[] trustManagers;

    private Trust(TrustManager... trustManagers) {
        this.trustManagers = trustManagers;
    }

    /** {@return the authorities that come with the JDK, or those of the {@code javax.net.ssl.trustStore} property} */
    public static Trust system() {
        try {
            return of(null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's own trust store can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * {@return only the authorities in a PEM file}
     * @param file one or more certificates
     * @throws IOException if the file cannot be read or contains no certificate
     */
    public static Trust pem(Path file) throws IOException {
        return certificates(Pem.read(file).certificates());
    }

    /**
     * {@return only these authorities}
     * @param authorities a self-signed certificate of the peer may be one of them, until it ends
     */
    public static Trust certificates(List<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("no certificates: no peer could be trusted");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            Identity.loadNothing(store);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority " + i, authorities.get(i));
            }
            return of(store);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("these certificates can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * {@return the same authorities, but a server with this name needs a pinned key, too} So a certificate of an authority that was deceived
     * is refused. Pin a second key, which is not in use yet: it is the next one if the first is lost.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/TlsHowToPageTest.java#pin -->
     * <pre>{@code
     * Trust trust = Trust.pem(authorities).pinned("localhost", now, next); // of this host only
     * TlsConfig tls = TlsConfig.client(trust);
     * }</pre>
     *
     * @param host a name, or {@code *.example.org}; for other hosts nothing changes
     * @param pins as {@link #pin} gives them, of the server or of an authority above it; at least one
     * @throws IllegalArgumentException if one of them is no pin, or the host no name
     */
    public Trust pinned(String host, String... pins) {
        Objects.requireNonNull(host, "host");
        Set<String> keys = Set.copyOf(Arrays.asList(Objects.requireNonNull(pins, "pins")));
        return new Trust(around(trustManagers, own -> new PinnedTrust(own, host, keys)));
    }

    private static TrustManager[] around(TrustManager[] managers, UnaryOperator<X509ExtendedTrustManager> check) {
        return Arrays.stream(managers)
                .map(each -> each instanceof X509ExtendedTrustManager own ? check.apply(own) : each)
                .toArray(TrustManager[]::new);
    }

    /**
     * {@return the pin of a certificate's public key: {@code sha256/} and its SHA-256 in Base64 (RFC 7469 §2.4)} A certificate that is
     * renewed with the same key has the same.
     *
     * @param certificate of a server or an authority
     */
    public static String pin(X509Certificate certificate) {
        return PinnedTrust.pin(Objects.requireNonNull(certificate, "certificate"));
    }

    /** {@return any certificate of any peer} So an attacker on the path can read and change everything: for tests only. */
    public static Trust insecurelyAnyone() {
        return new Trust(new Anyone());
    }

    /**
     * No authority. For a server that asks for no client certificates: if it is told to ask for them later, it must not
     * accept those of the public authorities of the JDK.
     */
    static Trust none() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            Identity.loadNothing(store);
            return of(store);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }

    private static Trust of(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return new Trust(around(factory.getTrustManagers(), TrustInTime::new));
    }

    TrustManager[] trustManagers() {
        return trustManagers.clone();
    }

    /** Accepts everything. It is an "extended" trust manager, because the JDK adds its own checks to a plain one. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
