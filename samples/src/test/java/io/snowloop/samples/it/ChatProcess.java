// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Snowloop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code snowloop run chat} in a JVM of its own, as it runs on a machine of its own. What it logs says how far it is. */
final class ChatProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listening on http://.*:(\\d+)/");
    private static final int TERMINATED = 128 + 15; // by SIGTERM

    /** How often its page was asked for, and how many members have come. */
    final AtomicInteger pages = new AtomicInteger();

    final AtomicInteger members = new AtomicInteger();

    /** Its port, when it listens. Fails if it ends before. */
    final CompletableFuture<Integer> port = new CompletableFuture<>();

    private final Process process;
    private final StringBuffer said = new StringBuffer(); // but for requests that it has answered

    /** Starts it, on all addresses of this machine: HAProxy is in a container. */
    ChatProcess(int port, String redis) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Snowloop.class.getName(),
                        "run",
                        "chat",
                        String.valueOf(port),
                        "--host",
                        "0.0.0.0",
                        "--redis",
                        redis)
                .redirectErrorStream(true)
                .start();
        Thread reader = new Thread(this::read, "output of the chat");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            said.append(e);
        }
        port.completeExceptionally(new IOException("the chat has ended: " + said));
    }

    private void take(String line) {
        if (line.startsWith("GET / 200 ")) {
            pages.incrementAndGet();
        } else if (line.startsWith("GET /chat?")) {
            members.incrementAndGet();
        } else if (!line.startsWith("GET /health 200 ")) {
            said.append(line).append('\n');
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                port.complete(Integer.valueOf(listens.group(1)));
            }
        }
    }

    /** Sends SIGTERM. It completes when the process has ended. */
    CompletableFuture<Process> terminate() {
        process.destroy();
        return process.onExit();
    }

    /** It was SIGTERM that has ended it, and it has answered all that it had begun with before. */
    void assertDrained() {
        assertThat(process.exitValue()).as("%s", said).isEqualTo(TERMINATED);
        assertThat(said.toString()).doesNotContain("not drained");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
