package io.snowloop.samples.bench;

import io.snowloop.tls.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate for 127.0.0.1 and localhost that nobody vouches for, made anew each time by the JDK's own keytool. */
final class SelfSigned {
    private static final String PASSWORD = "only-for-this-minute";

    private SelfSigned() {}

    static Identity identity() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("snowloop");
        Path store = folder.resolve("identity.p12");
        try {
            keytool(store);
            return Identity.pkcs12(store, PASSWORD.toCharArray());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=snowloop bench-server",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "30",
                "-alias",
                "server",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool could not make a certificate: " + output.strip());
        }
    }
}
