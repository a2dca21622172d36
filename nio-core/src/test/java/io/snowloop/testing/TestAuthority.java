// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that exists for one test run. Its keys are EC ones, as those are quickly made. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** The authority's own certificate: whom to trust. */
    public final X509Certificate certificate;

    private final KeyPair keys = newKeys("EC");

    /** A key and its certificate chain. */
    public record Issued(PrivateKey key, List<X509Certificate> chain) {
        /** Writes the chain to a PEM file. */
        public Path writeChain(Path file) {
            StringBuilder pem = new StringBuilder();
            chain.forEach(certificate -> pem.append(TestAuthority.pem(certificate)));
            return write(file, pem.toString());
        }

        /** Writes the key to a PEM file, in PKCS#8. */
        public Path writeKey(Path file) {
            return write(file, pem("PRIVATE KEY", key.getEncoded()));
        }
    }

    /** A new authority. */
    public TestAuthority(String name) {
        certificate = sign(new Request(name, keys, List.of(), Instant.now(), true), "CN=" + name, keys.getPrivate());
    }

    /** A certificate, good for a day, for host names or IP addresses. */
    public Issued issue(String... names) {
        return issue("EC", Instant.now(), names);
    }

    /** A certificate for a key of another kind: {@code RSA}, {@code Ed25519}. */
    public Issued issueFor(String algorithm, String... names) {
        return issue(algorithm, Instant.now(), names);
    }

    /** A certificate that was good until yesterday. */
    public Issued issueExpired(String... names) {
        return issue("EC", Instant.now().minus(Duration.ofDays(3)), names);
    }

    /** A certificate for some host names or IP addresses, or for none, with a common name that is none of them. */
    public Issued issueNamed(String commonName, String... names) {
        return issue(commonName, "EC", Instant.now(), names);
    }

    private Issued issue(String algorithm, Instant from, String... names) {
        return issue(names[0], algorithm, from, names);
    }

    private Issued issue(String commonName, String algorithm, Instant from, String... names) {
        KeyPair own = newKeys(algorithm);
        Request request = new Request(commonName, own, List.of(names), from, false);
        String issuer = certificate.getSubjectX500Principal().getName();
        return new Issued(own.getPrivate(), List.of(sign(request, issuer, keys.getPrivate()), certificate));
    }

    private record Request(String name, KeyPair keys, List<String> hosts, Instant from, boolean authority) {}

    private static X509Certificate sign(Request request, String issuer, PrivateKey issuerKey) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Principal(issuer),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(request.from.minus(Duration.ofHours(1))),
                    Date.from(request.from.plus(Duration.ofDays(1))),
                    new X500Principal("CN=" + request.name),
                    request.keys.getPublic());
            extend(builder, request);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, Request request) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.authority));
        if (!request.hosts.isEmpty()) {
            List<GeneralName> names = new ArrayList<>();
            for (String host : request.hosts) {
                boolean address = !Resolver.address(host, 0).isUnresolved();
                names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
            }
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    private static KeyPair newKeys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(256);
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the authority's certificate to a PEM file. */
    public Path write(Path file) {
        return write(file, pem(certificate));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate in PEM. */
    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A section of a PEM file. */
    public static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
