// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The identity of this side: a private key and its certificate chain. Every server has one. A client needs one if the
 * server asks for client certificates.
 */
public final class Identity {
    private static final byte[] PROBE = {1, 2, 3};

    private final X509ExtendedKeyManager keyManager;

    /** Of all keys, in no order. */
    private final Set<List<Certificate>> chains = new HashSet<>();

    private Identity(KeyStore keys, char[] password) throws GeneralSecurityException {
        // Not the default, "SunX509": of several keys, "PKIX" chooses the one whose certificate has the name that the
        // client asked for (RFC 6066 §3). It also checks dates and key usages.
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, password);
        keyManager = (X509ExtendedKeyManager) factory.getKeyManagers()[0]; // of this factory, there is one
        for (String alias : Collections.list(keys.aliases())) {
            Certificate[] chain = keys.getCertificateChain(alias);
            if (keys.isKeyEntry(alias) && chain != null) { // a secret key has none
                chains.add(List.of(chain));
            }
        }
    }

    /**
     * Reads PEM files, the format that certificate authorities issue.
     * @param chain the certificate of the key first, then the intermediate ones up to the authority's root
     * @param key the private key, in PKCS#8 without a password: RSA, EC or EdDSA; may be the same file
     * @return the key and its certificates
     * @throws IOException if a file cannot be read or used; the message says which one and why
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
     * Reads a PKCS#12 file. It may hold several keys: a client gets the certificate for the name that it asked for.
     * @param file in the format PKCS#12, {@code .p12} or {@code .pfx}
     * @param password of the file and of its keys; not kept
     * @return the keys and their certificates
     * @throws IOException if the file cannot be read, is of another format, or the password is wrong; the message says which one and why
     */
    public static Identity pkcs12(Path file, char[] password) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), password);
            return new Identity(keys, password);
        } catch (IOException e) { // the JDK says neither which file nor that it is of another format
            boolean locked = e.getCause() instanceof UnrecoverableKeyException;
            String why = e.getMessage() == null ? e.toString() : e.getMessage(); // of a file that is short, null
            throw new IOException("cannot use " + file + (locked ? ": " : ", is it a PKCS#12 file? ") + why, e);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * {@return a key and its certificates}
     * @param key RSA, EC or EdDSA
     * @param chain the certificate of the key first, then the intermediate ones up to the authority's root
     * @throws IllegalArgumentException if the key does not belong to the first certificate
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

    /** Signs and verifies a probe. Without this check, a wrong key would show only as failed handshakes. */
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
        } catch (InvalidKeyException e) { // a key of another algorithm
            return false;
        }
    }

    static void loadNothing(KeyStore keys) throws GeneralSecurityException {
        try {
            keys.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // impossible: no file is read
        }
    }

    X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /** Whether a peer would see no difference. */
    boolean hasChainsOf(Identity other) {
        return chains.equals(other.chains);
    }
}
