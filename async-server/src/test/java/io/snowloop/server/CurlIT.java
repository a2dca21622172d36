// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("curl")
class CurlIT {
    private static final String LARGE = "0123456789abcdef".repeat(50_000);

    @TempDir
    private Path folder;

    private Server server;

    @BeforeAll
    static void findCurl() throws InterruptedException {
        Curl.require();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new Snow()
                .get("/", request -> Response.text("hello"))
                .regex("/any.*", request -> Response.text(request.method() + " " + request.text()))
                .post("/echo", CurlIT::echo)
                .put("/echo", CurlIT::echo)
                .get("/files/{path:path}", StaticFiles.of(folder))
                .listen(0);
    }

    private static Response echo(Request request) {
        String framing = request.headers().contains("Content-Length") ? "length" : "chunks";
        return Response.text(request.text()).withHeader("X-Framing", framing);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Everything that curl prints for a path, with plain line ends. */
    private String curl(String path, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(server.url(path));
        return Curl.run(folder, LARGE, arguments).text();
    }

    @Test
    void gets() throws Exception {
        assertThat(curl("/", "-i")).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhello");
    }

    @Test
    void asksForTheHead() throws Exception {
        assertThat(curl("/", "-I"))
                .startsWith("HTTP/1.1 200 OK\n")
                .contains("Content-Length: 5\n")
                .endsWith("\n\n");
    }

    @Test
    void posts() throws Exception {
        assertThat(curl("/echo", "-i", "-d", "snow=loop"))
                .contains("X-Framing: length\n")
                .endsWith("\n\nsnow=loop");
    }

    @Test
    void uploadsInChunks() throws Exception {
        assertThat(curl("/echo", "-i", "-T", "-"))
                .contains("X-Framing: chunks\n")
                .endsWith("\n\n" + LARGE);
        assertThat(curl("/echo", "-i", "-H", "Transfer-Encoding: chunked", "-d", "snow"))
                .contains("X-Framing: chunks\n")
                .endsWith("\n\nsnow");
    }

    @Test
    void usesItsConnectionAgain() throws Exception {
        assertThat(curl("/", "-w", "[%{num_connects}]", server.url("/"), server.url("/")))
                .isEqualTo("hello[1]hello[0]hello[0]");
    }

    @Test
    void resumesADownload() throws Exception {
        Files.writeString(folder.resolve("large.txt"), LARGE);
        Path part = Files.writeString(folder.resolve("part.txt"), LARGE.substring(0, 100_000));

        assertThat(curl("/files/large.txt", "-r", "300000-699999")).isEqualTo(LARGE.substring(300_000, 700_000));
        assertThat(curl("/files/large.txt", "-C", "-", "-o", part.toString(), "-w", "[%{http_code} %{size_download}]"))
                .isEqualTo("[206 700000]");
        assertThat(part).hasContent(LARGE);
    }

    @Test
    void asksForAFileOnlyIfItIsNew() throws Exception {
        Files.writeString(folder.resolve("large.txt"), LARGE);
        String tags = folder.resolve("tags").toString();
        String code = "[%{http_code}]";

        assertThat(curl(
                        "/files/large.txt",
                        "--etag-save",
                        tags,
                        "-o",
                        folder.resolve("copy").toString(),
                        "-w",
                        code))
                .isEqualTo("[200]");
        assertThat(curl("/files/large.txt", "--etag-compare", tags, "-w", code)).isEqualTo("[304]");
    }

    @Test
    void speaksHttp10() throws Exception {
        assertThat(curl("/", "-i", "--http1.0")).contains("Connection: close\n").endsWith("\n\nhello");
    }

    @Test
    void waitsToBeAskedForALargeBody() throws Exception {
        String sizes = "[%{size_upload} %{size_download}]";
        String body = folder.resolve("body").toString();
        assertThat(curl("/echo", expecting("-w", sizes, "-o", body, "--data-binary", "@-")))
                .contains("< HTTP/1.1 100 Continue\n", "< HTTP/1.1 200 OK\n", "[800000 800000]");
    }

    /** It would send its body after 25 seconds without an answer. */
    private static String[] expecting(String... options) {
        Stream<String> expect = Stream.of("-v", "-H", "Expect: 100-continue", "--expect100-timeout", "25");
        return Stream.concat(expect, Stream.of(options)).toArray(String[]::new);
    }

    @Test
    void isToldBeforeItSendsABodyThatNobodyWants() throws Exception {
        assertThat(curl("/nowhere", expecting("-T", "-")))
                .contains("< HTTP/1.1 404 Not Found\n", "< Connection: close\n")
                .doesNotContain("100 Continue");
    }

    @ParameterizedTest(name = "speaks {0}")
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"})
    void speaksAnyMethod(String method) throws Exception {
        assertThat(curl("/any", "-X", method)).isEqualTo(method + " ");
    }
}
