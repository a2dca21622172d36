// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A JVM that runs an app gets a SIGTERM. */
@DisabledOnOs(OS.WINDOWS) // which has no signal that a JVM could be sent
class DrainOnExitIT {
    private static final Pattern LISTENING = Pattern.compile("listening on http://127.0.0.1:(\\d+)/");

    /** The app in the other JVM: its one view says when it has begun, and takes a second. */
    public static final class App {
        private App() {}

        public static void main(String[] args) throws IOException {
            ServerTimeouts timeouts = ServerTimeouts.builder()
                    .drain(Duration.ofMillis(Long.parseLong(args[0])))
                    .build();
            Server.of(new Snow().get("/slow", (request, loop) -> {
                        System.err.println("begun");
                        return loop.sleep(Duration.ofSeconds(1)).map(slept -> Response.text("woke"));
                    }))
                    .options(ServerOptions.builder().timeouts(timeouts).build())
                    .loops(2)
                    .run("127.0.0.1", 0);
        }
    }

    private static Process start(long drainMillis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        App.class.getName(),
                        Long.toString(drainMillis))
                .redirectErrorStream(true)
                .start();
    }

    private static int portOf(BufferedReader output) throws IOException {
        Matcher listening = LISTENING.matcher(readTo("listening on", output));
        assertThat(listening.find()).isTrue();
        return Integer.parseInt(listening.group(1));
    }

    private static String readTo(String text, BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            line = output.readLine();
        }
        assertThat(line).contains(text);
        return line;
    }

    /** The answer to a request that is in progress when the signal comes. */
    private static String answerOverTheEnd(Process server) throws Exception {
        BufferedReader output = server.inputReader();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), portOf(output))) {
            client.getOutputStream().write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            readTo("begun", output);
            server.destroy();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void itAnswersTheRequestsInProgressAndEndsWithTheSignalsExitCode() throws Exception {
        Process server = start(20_000);
        try {
            assertThat(answerOverTheEnd(server))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith("woke");
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(143);
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void itWaitsNoLongerThanItsLimit() throws Exception {
        Process server = start(1);
        try {
            String answer;
            try {
                answer = answerOverTheEnd(server);
            } catch (IOException reset) {
                answer = "";
            }
            assertThat(answer).isEmpty();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(143);
        } finally {
            server.destroyForcibly();
        }
    }
}
