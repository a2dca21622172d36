// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench-server} in a JVM of its own, as curl and a raw socket see it. */
class BenchServerIT {
    private static Peer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() throws IOException {
        server = Peer.benchServer("--loops", "2");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What curl prints, errors and {@code -v} included. */
    private String curl(String... args) throws IOException, InterruptedException {
        Peer.require("curl");
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
        command.addAll(List.of(args));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(curl.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void get() throws Exception {
        assertThat(curl("-i", server.url("/plaintext")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/plain")
                .contains("Content-Length: 13")
                .endsWith("\r\n\r\nHello, World!");
        assertThat(curl(server.url("/json"))).isEqualTo("{\"message\":\"Hello, World!\"}");
        assertThat(curl(server.url("/bytes/25"))).isEqualTo("0123456789012345678901234");
        assertThat(curl(server.url("/delay/30"))).isEqualTo("waited 30 ms");
    }

    @Test
    void head() throws Exception {
        assertThat(curl("-I", server.url("/plaintext")))
                .contains("Content-Length: 13")
                .endsWith("\r\n\r\n");
        assertThat(curl("-I", server.url("/bytes/5000000000"))).contains("Content-Length: 5000000000");
    }

    @Test
    void post() throws Exception {
        assertThat(curl("-i", "-d", "a=b", server.url("/echo")))
                .contains("Content-Type: application/x-www-form-urlencoded")
                .endsWith("\r\n\r\na=b");
    }

    @Test
    void aLargePostWithALengthAndInChunks() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(11).nextBytes(bytes);
        Path sent = Files.write(folder.resolve("sent"), bytes);
        Path received = folder.resolve("received");
        for (String header : List.of("X-Length: known", "Transfer-Encoding: chunked")) {
            curl("-H", header, "--data-binary", "@" + sent, "-o", received.toString(), server.url("/echo"));

            assertThat(received).hasBinaryContent(bytes);
        }
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        assertThat(curl("-i", server.url("/echo"))).startsWith("HTTP/1.1 405 ").containsPattern("Allow: .*POST");
        assertThat(curl("-i", server.url("/nothing"))).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void curlUsesOneConnectionForTwoUrls() throws Exception {
        assertThat(curl("-v", server.url("/plaintext"), server.url("/json"))).contains("Re-using existing connection");
    }

    @Test
    void requestsThatCameTogetherAreAnsweredInOrder() throws Exception {
        String requests = "GET /delay/100 HTTP/1.1\r\nHost: h\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /bytes/100000 HTTP/1.1\r\nHost: h\r\n\r\n"
                + "GET /plaintext HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answers.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(5);
            assertThat(answers)
                    .containsSubsequence("waited 100 ms", "abc", "0123456789".repeat(10_000), "Hello, World!");
        }
    }
}
