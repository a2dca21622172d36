// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file (RFC 7468): certificates and keys in base64, each one between a BEGIN line and an END line. */
final class Pem {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----");

    private static final Pattern SECTION =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** The key algorithms that TLS can sign with. PKCS#8 names the algorithm, but the JDK does not read it from there. */
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private final Path file;
    private final List<Section> sections = new ArrayList<>();

    private Pem(Path file, String text) throws IOException {
        this.file = file;
        Matcher matcher = SECTION.matcher(text);
        int end = 0;
        while (matcher.find()) {
            sections.add(new Section(matcher.group(1), matcher.group(2)));
            end = matcher.end();
        }
        if (BEGIN.matcher(text)
                .find(end)) { // without it the chain would lack a certificate, and clients would refuse it
            throw unusable("its last section has no END line: is it still being written?");
        }
    }

    /** Reads a file. Text outside of its sections is a comment. A file that ends within a section is not used. */
    static Pem read(Path file) throws IOException {
        return new Pem(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    /**
     * All certificates, at least one, in the order of the file.
     *
     * @throws IOException if there is no certificate or a broken one
     */
    List<X509Certificate> certificates() throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Section section : sections) {
            if (section.label.equals("CERTIFICATE")) {
                certificates.add(certificate(decode(section)));
            }
        }
        if (certificates.isEmpty()) {
            throw unusable("it has no section BEGIN CERTIFICATE");
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw unusable("a certificate in it is broken: " + e.getMessage(), e);
        }
    }

    /**
     * The private key, in PKCS#8 without a password: RSA, EC or EdDSA.
     *
     * @throws IOException if there is no key or one of another format; the message says how to convert it
     */
    PrivateKey privateKey() throws IOException {
        for (Section section : sections) {
            if (section.label.equals("PRIVATE KEY")) {
                return privateKey(new PKCS8EncodedKeySpec(decode(section)));
            }
        }
        for (Section section : sections) {
            if (section.label.endsWith("PRIVATE KEY")) { // PKCS#1, SEC 1 or encrypted: formats of older tools
                throw unusable("its key is a \"" + section.label + "\", not PKCS#8 without a password; convert it with "
                        + "openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName());
            }
        }
        throw unusable("it has no section BEGIN PRIVATE KEY");
    }

    private PrivateKey privateKey(PKCS8EncodedKeySpec encoded) throws IOException {
        IOException failure = unusable("its key is broken, or none of " + KEY_ALGORITHMS);
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                failure.addSuppressed(e); // another algorithm, then
            }
        }
        throw failure;
    }

    private byte[] decode(Section section) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(section.base64);
        } catch (IllegalArgumentException e) {
            throw unusable("what follows BEGIN " + section.label + " is not base64", e);
        }
    }

    private IOException unusable(String why) {
        return new IOException("cannot use " + file + ": " + why);
    }

    private IOException unusable(String why, Throwable cause) {
        return new IOException("cannot use " + file + ": " + why, cause);
    }

    private record Section(String label, String base64) {}
}
