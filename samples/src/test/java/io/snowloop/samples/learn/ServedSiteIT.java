// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All our answers together: they serve the docs, on a real port. */
class ServedSiteIT {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ServedSite site = ServedSite.of(answers(), 0);

    ServedSiteIT() throws IOException {}

    private static Map<String, byte[]> answers() throws IOException {
        Exercises exercises = Exercises.with(null);
        try (Grader grader = new Grader(exercises)) {
            return grader.classes(exercises.named("25-site"), Grader.Answers.NONE, new ArrayList<>());
        }
    }

    @BeforeEach
    void start() {
        Thread thread = new Thread(
                () -> {
                    try {
                        site.run();
                        ended.complete(null);
                    } catch (IOException | RuntimeException e) {
                        ended.completeExceptionally(e);
                    }
                },
                "site");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
        ended.join();
    }

    /** Sends it in one go, and reads to the end. */
    private String answers(String requests) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(site.url()).getPort())) {
            socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n";
    }

    @Test
    void aPageAFileAndAPageThatIsNotThereComeInTheirOrderOnOneConnection() throws IOException {
        String all = answers(get("/the-loop", "") + get("/outage.svg", "") + get("/nothing", "Connection: close\r\n"));

        List<String> answers = List.of(all.split("(?=HTTP/1\\.1 )"));
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Type: text/html")
                .endsWith("</html>\n");
        assertThat(answers.get(1))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Type: image/svg+xml")
                .contains("</svg>");
        assertThat(answers.get(2)).startsWith("HTTP/1.1 404 ").contains("Connection: close");
    }

    @Test
    void noPathLeavesTheFolder() throws IOException {
        String all = answers(get("/../LICENSE", "") + get("/%2e%2e/LICENSE", "Connection: close\r\n"));

        assertThat(all.split("HTTP/1\\.1 404 ")).hasSize(3);
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        assertThat(answers("GET / HTTP/1.1\r\nHost : x\r\n\r\n" + get("/", "")))
                .startsWith("HTTP/1.1 400 ")
                .contains("Connection: close")
                .doesNotContain("HTTP/1.1 200 ");
        assertThat(answers("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answers(get("/", "Connection: close\r\n"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aPathThatNoFileHasIsPassedOn() throws IOException {
        assertThat(answers(get("/%1b%5b2J%00", "Connection: close\r\n")))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("the path has an encoded control character");
    }

    @Test
    void anAnswerThatIsMissingIsNamed(@TempDir Path empty) {
        CommandRun serve = CommandRun.of("learn", "serve", "--dir", empty.toString());

        assertThat(serve.exitCode()).isEqualTo(2);
        assertThat(serve.err().replaceAll("\\s+", " "))
                .contains("is not solved yet, and ")
                .contains("use ours with --ours");
    }
}
