// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The key of all peers that serve over TLS, on the curve P-256, and its certificate. The runner makes them in a temporary
 * folder, and passes the file to the peers. A peer without one speaks without TLS.
 */
public final class PeerKey {
    /** The only version of TLS that the peers speak. */
    public static final String PROTOCOL = "TLSv1.3";

    private static final String PROPERTY = "key";

    /** Of the file. */
    public static final String PASSWORD = "password";

    private PeerKey() {}

    /** Whether this process serves over TLS. */
    public static boolean isGiven() {
        return System.getProperty(PROPERTY) != null;
    }

    /** The JVM option that passes the file to a peer. */
    public static String jvmOption(Path file) {
        return "-D" + PROPERTY + "=" + file;
    }

    /** The file that such an option passes. */
    static Path of(List<String> jvmOptions) {
        String prefix = "-D" + PROPERTY + "=";
        return jvmOptions.stream()
                .filter(option -> option.startsWith(prefix))
                .map(option -> Path.of(option.substring(prefix.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no key"));
    }

    /** Writes the files {@code key.pem} and {@code certificate.pem} into a folder, for programs that are not Java. */
    static void writePem(Path file, Path folder) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            String alias = store.aliases().nextElement();
            Key key = store.getKey(alias, PASSWORD.toCharArray());
            Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
            Files.writeString(
                    folder.resolve("certificate.pem"),
                    pem("CERTIFICATE", store.getCertificate(alias).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the key of " + file, e);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + what + "-----\n";
    }

    /** Makes a new key with the JDK's tool. */
    public static Path make(Path jdk) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("snowloop-bench");
        Path file = folder.resolve("key.p12");
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        Process keytool = new ProcessBuilder(
                        jdk.resolve("bin/keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool makes no key: " + output);
        }
        return file;
    }

    /** What a client needs to trust the certificate. */
    public static TrustManagerFactory trust() throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(file().toFile(), PASSWORD.toCharArray()));
        return trust;
    }

    /** The file of the key. */
    public static Path file() {
        return Path.of(System.getProperty(PROPERTY));
    }

    /** The key, as most peers take it. */
    static SSLContext context() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(managers().getKeyManagers(), null, null);
        return context;
    }

    /** The key, as Netty takes it. */
    static KeyManagerFactory managers() throws IOException, GeneralSecurityException {
        char[] password = PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance(file().toFile(), password);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        return managers;
    }
}
