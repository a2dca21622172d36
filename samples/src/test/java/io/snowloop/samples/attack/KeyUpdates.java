// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a JVM that asks a server for new keys before each byte that it sends (RFC 8446 §4.6.3). A JDK does that
 * when so many bytes were encrypted as a security property says, and it reads this property once.
 */
final class KeyUpdates {
    private static final int CONNECTIONS = 5;
    private static final int UPDATES = 20_000;

    private KeyUpdates() {}

    /** Writes the file with the security property, and returns it. */
    static Path writeProperties(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("security.properties"),
                "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 1, ChaCha20-Poly1305 KeyUpdate 1\n");
    }

    /** Runs the JVM against a server, which answers others meanwhile. */
    static void run(Target target, Path properties) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Target.java(
                        KeyUpdates.class,
                        List.of("-Djava.security.properties=" + properties),
                        Integer.toString(target.address().getPort())))
                .inheritIO()
                .start();
        try {
            while (process.isAlive()) {
                target.assertAnswers();
            }
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(() -> attack(address));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void attack(InetSocketAddress address) {
        try (Client client = new Client(Insecure.socket("TLSv1.3"), address)) {
            client.send("POST /upload HTTP/1.1\nHost: a\nContent-Length: " + UPDATES + "\n\n");
            for (int i = 0; i < UPDATES; i++) {
                client.send("a");
            }
        } catch (IOException e) {
            // The server may have had enough.
        }
    }
}
