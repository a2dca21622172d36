package io.snowloop.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * Who we are: a private key, and the certificates that say whose it is. Every server has one; a client has one where the
 * server asks for it.
 */
public final class Identity {
    private static final byte[] PROBE = {1, 2, 3};

    private final KeyManager[] keyManagers;

    private Identity(KeyStore keys, char[] password) throws GeneralSecurityException {
        // Not the default, SunX509: of several keys this one takes the one whose certificate has the name that the
        // client asked for (RFC 6066 §3), and it looks at dates and usages, too.
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, password);
        keyManagers = factory.getKeyManagers();
    }

    /**
     * Reads PEM files, as certificate authorities hand them out.
     *
     * @param chain our own certificate first, then those between it and the authority's root
     * @param key the key in PKCS#8 without a password: RSA, EC, or EdDSA; may be the same file
     * @throws IOException saying which file can't be read or used, and why
     */
    public static Identity pem(Path chain, Path key) throws IOException {
        List<X509Certificate> certificates = Pem.read(chain).certificates();
        PrivateKey privateKey = Pem.read(key).privateKey();
        try {
            return of(privateKey, certificates);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot use " + chain + " with " + key + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a PKCS#12 file. It may hold several keys: a client is shown the one for the name that it asked for.
     *
     * @throws IOException if it can't be read, or the password is wrong
     */
    public static Identity pkcs12(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            return new Identity(keys, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A key and its certificates.
     *
     * @param chain our own certificate first, then those between it and the authority's root
     * @throws IllegalArgumentException if they don't belong together
     */
    public static Identity of(PrivateKey key, List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate");
        }
        try {
            requirePair(key, chain.get(0));
            char[] password = {};
            KeyStore keys = KeyStore.getInstance("PKCS12");
            loadNothing(keys);
            keys.setKeyEntry("key", key, password, chain.toArray(X509Certificate[]::new));
            return new Identity(keys, password);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key and certificate can't be used: " + e.getMessage(), e);
        }
    }

    /** Without this, a key that was mixed up would first be noticed by the peers, as a handshake that fails. */
    private static void requirePair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(PROBE);
        if (!verifies(signature, signature.sign(), certificate)) {
            throw new IllegalArgumentException("the private key does not belong to the first certificate, "
                    + certificate.getSubjectX500Principal().getName());
        }
    }

    private static boolean verifies(Signature signature, byte[] signed, X509Certificate certificate)
            throws SignatureException {
        try {
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (InvalidKeyException e) { // one of another kind
            return false;
        }
    }

    static void loadNothing(KeyStore keys) throws GeneralSecurityException {
        try {
            keys.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // of a file, and there is none
        }
    }

    KeyManager[] keyManagers() {
        return keyManagers.clone();
    }
}
