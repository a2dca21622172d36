package io.snowloop.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we believe: the authorities that may say who a peer is. */
public final class Trust {
    private final TrustManager[] trustManagers;

    private Trust(TrustManager... trustManagers) {
        this.trustManagers = trustManagers;
    }

    /** The authorities that come with the JDK, or those of the {@code javax.net.ssl.trustStore} property. */
    public static Trust system() {
        try {
            return of(null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's own trust store can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * The authorities in a PEM file, and no others.
     *
     * @throws IOException if it can't be read, or has no certificate in it
     */
    public static Trust pem(Path file) throws IOException {
        return certificates(Pem.read(file).certificates());
    }

    /** These authorities and no others. A certificate that signed itself may be among them. */
    public static Trust certificates(List<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("no certificates given: nobody could ever be trusted");
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

    /** Anyone who claims to be anyone: whoever is on the way between can read and change everything. For tests. */
    public static Trust insecurelyAnyone() {
        return new Trust(new Anyone());
    }

    /** For a server that asks nobody who he is: should it come to ask, then not the JDK's authorities are to answer. */
    static Trust nobody() {
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
        return new Trust(factory.getTrustManagers());
    }

    TrustManager[] trustManagers() {
        return trustManagers.clone();
    }

    /** Believes everything. The "extended" kind, as the JDK adds checks of its own to the simple one. */
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
