// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Peer;
import io.snowloop.samples.bench.BenchApp;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fetch} against a Snow app, Python's http.server and nginx. */
class FetchIT {
    private static final String HELLO_SHA256 = "dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f";

    private static final ConcurrentLinkedQueue<SocketAddress> CLIENTS = new ConcurrentLinkedQueue<>();
    private static Server server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() throws IOException {
        Snow app = BenchApp.create()
                .get("/from", request -> Response.redirect("/plaintext"))
                .get("/unchanged", request -> Response.of(Status.NOT_MODIFIED))
                .get("/hostile", request -> Response.of(Status.FOUND).withHeader("Location", "http://a\u009b31mb/"))
                .get("/teapot", request -> Response.of(Status.of(418)).withBody(Body.of("short and stout")))
                .post("/what", request -> Response.text(request.header("Content-Type") + " " + request.header("X")))
                .filter((request, next) -> {
                    CLIENTS.add(request.remoteAddress());
                    return next.handle(request);
                });
        server = app.listen(0);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static List<JsonNode> json(CommandRun run) {
        return run.lines().stream().map(new JsonMapper()::readTree).toList();
    }

    private byte[] randomFile(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        return bytes;
    }

    @Test
    void bodiesComeInTheOrderOfTheirUrls() {
        CommandRun run =
                CommandRun.of("fetch", server.url("/delay/100"), server.url("/plaintext"), server.url("/teapot"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo("==> " + server.url("/delay/100") + " <==\nwaited 100 ms\n==> " + server.url("/plaintext")
                        + " <==\nHello, World!\n==> " + server.url("/teapot") + " <==\nshort and stout");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonHasALineARequest() {
        CommandRun run = CommandRun.of("fetch", "--json", server.url("/plaintext"), server.url("/teapot"));

        assertThat(run.exitCode()).isZero();
        JsonNode first = json(run).get(0);
        assertThat(first.get("url").stringValue()).isEqualTo(server.url("/plaintext"));
        assertThat(first.get("status").intValue()).isEqualTo(200);
        assertThat(first.get("version").stringValue()).isEqualTo("HTTP/1.1");
        assertThat(first.get("headers").get("Content-Length").get(0).stringValue())
                .isEqualTo("13");
        assertThat(first.get("bodyLength").intValue()).isEqualTo(13);
        assertThat(first.get("bodySha256").stringValue()).isEqualTo(HELLO_SHA256);
        assertThat(first.get("redirects").intValue()).isZero();
        assertThat(first.get("error").isNull()).isTrue();
        assertThat(json(run).get(1).get("status").intValue()).isEqualTo(418);
    }

    @Test
    void aFailureIsOneOfManyAndMakesTheExitCodeOne() throws IOException {
        Server gone = new Snow().listen(0);
        gone.close();

        CommandRun text = CommandRun.of("fetch", gone.url("/"), server.url("/plaintext"));
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).startsWith("==> " + gone.url("/") + " <==").endsWith(" <==\nHello, World!");
        assertThat(text.err().lines())
                .singleElement()
                .asString()
                .startsWith("snowloop: " + gone.url("/") + ": cannot connect");

        CommandRun json = CommandRun.of("fetch", "--json", gone.url("/"), server.url("/plaintext"));
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json(json).get(0).get("status").isNull()).isTrue();
        assertThat(json(json).get(0).get("error").stringValue()).startsWith("ConnectException: ");
        assertThat(json(json).get(1).get("status").intValue()).isEqualTo(200);
        assertThat(json.err()).isEmpty();
    }

    @Test
    void redirectsAreFollowedWhenAskedFor() {
        JsonNode followed = json(CommandRun.of("fetch", "--json", "-L", server.url("/from")))
                .get(0);
        JsonNode left =
                json(CommandRun.of("fetch", "--json", server.url("/from"))).get(0);

        assertThat(followed.get("bodySha256").stringValue()).isEqualTo(HELLO_SHA256);
        assertThat(followed.get("redirects").intValue()).isEqualTo(1);
        assertThat(left.get("status").intValue()).isEqualTo(302);
        assertThat(left.get("redirects").intValue()).isZero();
    }

    @Test
    void aFileIsSentByteForByte() throws IOException {
        byte[] bytes = randomFile("body", 3_000_000);

        CommandRun run = CommandRun.of("fetch", "-d", "@" + folder.resolve("body"), server.url("/echo"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.bytes()).isEqualTo(bytes);
    }

    @Test
    void dataIsAFormUnlessSomethingElseIsSaid() {
        assertThat(CommandRun.of("fetch", "-d", "a=b", server.url("/what")).out())
                .isEqualTo("application/x-www-form-urlencoded null");
        assertThat(CommandRun.of(
                                "fetch",
                                "-d",
                                "{}",
                                "-H",
                                "content-type: application/json",
                                "-H",
                                "X:y",
                                server.url("/what"))
                        .out())
                .isEqualTo("application/json y");
    }

    @Test
    void theMethodIsTheCallersChoice() {
        JsonNode head = json(CommandRun.of("fetch", "--json", "-X", "HEAD", server.url("/plaintext")))
                .get(0);

        assertThat(head.get("headers").get("Content-Length").get(0).stringValue())
                .isEqualTo("13");
        assertThat(head.get("bodyLength").intValue()).isZero();
        assertThat(CommandRun.of("fetch", "-X", "PUT", "-d", "x", server.url("/echo"))
                        .out())
                .isEqualTo("405 Method Not Allowed");
    }

    @Test
    void aBodyIsSavedAlsoBehindARedirect() throws IOException {
        Path file = folder.resolve("saved");

        CommandRun run = CommandRun.of("fetch", "-L", "--json", "--output", file.toString(), server.url("/from"));

        assertThat(file).hasContent("Hello, World!");
        assertThat(json(run).get(0).get("bodySha256").stringValue()).isEqualTo(HELLO_SHA256);
        assertThat(folder.toFile().list()).containsExactly("saved");
    }

    @Test
    void anErrorPageIsNotSaved() throws IOException {
        Path file = Files.writeString(folder.resolve("saved"), "good");

        CommandRun run = CommandRun.of("fetch", "--output", file.toString(), server.url("/teapot"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("418").contains("nothing is written to " + file);
        assertThat(file).hasContent("good");
    }

    @Test
    void afterNotModifiedTheFileIsGoodAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("saved"), "good");

        CommandRun run = CommandRun.of("fetch", "--output", file.toString(), server.url("/unchanged"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(file).hasContent("good");
    }

    /** C1 controls are commands to a terminal; a header field may hold them. */
    @Test
    void noControlCharacterReachesTheTerminal() {
        for (String[] options : new String[][] {{"-L"}, {"-L", "--json"}, {"--json"}}) {
            List<String> arguments = new ArrayList<>(List.of("fetch"));
            arguments.addAll(List.of(options));
            arguments.add(server.url("/hostile"));
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

            assertThat(run.out() + run.err()).containsIgnoringCase("u009b").doesNotContain("\u009b");
        }
    }

    @Test
    void timeIsLimited() {
        JsonNode result = json(CommandRun.of("fetch", "--json", "--timeout", "0.1", server.url("/delay/60000")))
                .get(0);

        assertThat(result.get("error").stringValue()).startsWith("TotalTimeoutException: ");
        assertThat(result.get("status").isNull()).isTrue();
    }

    @Test
    void roundsGoOverTheSameConnections() {
        CLIENTS.clear();

        CommandRun run = CommandRun.of(
                "fetch", "--repeat", "4", "--pause", "20", server.url("/delay/50"), server.url("/delay/60"));

        Set<SocketAddress> connections = new HashSet<>(CLIENTS);
        assertThat(run.out())
                .matches("4 rounds, 8 responses in \\d\\.\\d\\d s, \\d+ a second; connections open at the end: 2\n"
                        + "status 200: 8\n");
        assertThat(CLIENTS).hasSize(8);
        assertThat(connections).hasSize(2);
    }

    @Test
    void pythonsServer() throws Exception {
        byte[] bytes = randomFile("data.bin", 500_000);
        Files.createDirectory(folder.resolve("sub"));
        try (Peer python = Peer.python(folder)) {
            checkFiles(python, bytes, "HTTP/1.0");
        }
    }

    @Test
    void nginx(@TempDir Path scratch) throws Exception {
        byte[] bytes = randomFile("data.bin", 500_000);
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("index.html"), "<title>index</title>");
        try (Peer nginx = Peer.nginx(folder, scratch)) {
            checkFiles(nginx, bytes, "HTTP/1.1");
        }
    }

    private static void checkFiles(Peer peer, byte[] bytes, String version) {
        CommandRun data = CommandRun.of("fetch", peer.url("/data.bin"));
        assertThat(data.bytes()).isEqualTo(bytes);

        CommandRun run = CommandRun.of(
                "fetch", "--json", "--repeat", "2", peer.url("/data.bin"), peer.url("/none"), peer.url("/sub"));
        assertThat(run.exitCode()).isZero();
        assertThat(json(run))
                .extracting(result -> result.get("status").intValue())
                .containsExactly(200, 404, 301, 200, 404, 301);
        assertThat(json(run))
                .extracting(result -> result.get("version").stringValue())
                .containsOnly(version);
        assertThat(json(run).get(0).get("bodyLength").intValue()).isEqualTo(bytes.length);

        JsonNode head = json(CommandRun.of("fetch", "--json", "-X", "HEAD", peer.url("/data.bin")))
                .get(0);
        assertThat(head.get("bodyLength").intValue()).isZero();
    }
}
