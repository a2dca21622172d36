// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h2.Http2Limits;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("A Snow app meets over HTTP/2")
class Http2ClientsIT {
    @Container
    private static final PeerContainer SHELL = PeerContainer.shell()
            .withFile(TestAuthority.pem(WebServerContract.AUTHORITY.certificate), "/etc/peer/ca.pem")
            .withFile(PythonHttp2.CLIENT, "/etc/peer/client.py")
            .withFile(PythonHttp2.HTTPX, "/etc/peer/many.py");

    private final List<Backend> backends = new ArrayList<>();

    private Backend backend(boolean secure) {
        Backend backend = new Backend("one", builder -> {
            if (secure) {
                TestAuthority.Issued issued = WebServerContract.AUTHORITY.issue(PeerContainer.HOST);
                builder.tls(TlsConfig.server(Identity.of(issued.key(), issued.chain())));
            }
            return builder.http2(Http2Limits.DEFAULT);
        });
        backends.add(backend);
        return backend;
    }

    /** Once its clients are gone nothing is left. */
    @AfterEach
    void close() throws Exception {
        for (Backend backend : backends) {
            backend.server.drain(Duration.ofSeconds(20)).await(Duration.ofSeconds(30));
            assertThat(backend.streams).hasValue(0);
            backend.close();
        }
    }

    // -------------------------------------------------------------------------------------------------- curl

    private static String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--insecure"));
        command.addAll(List.of(arguments));
        return SHELL.run(command.toArray(String[]::new));
    }

    /** That of Debian 12, 7.88, can't use a connection of prior knowledge again, with any server. */
    @Test
    @DisplayName("curl, which knows the version")
    void curlKnows() {
        assertThat(curl(
                        "--http2-prior-knowledge",
                        "--write-out",
                        " %{http_version}",
                        backend(false).url("/")))
                .isEqualTo("one 2");
    }

    @ParameterizedTest
    @CsvSource({"--http2, true, 2", "--http1.1, true, 1.1", "--http1.1, false, 1.1"})
    @DisplayName("curl, in the version it likes, on one port")
    void curlSpeaks(String version, boolean secure, String spoken) {
        String url = backend(secure).url("/");
        assertThat(curl(version, "--write-out", " %{http_version} %{num_connects} ", url, url))
                .isEqualTo("one " + spoken + " 1 one " + spoken + " 0 ");
    }

    @Test
    @DisplayName("curl, which looks at the head only")
    void curlHead() {
        assertThat(curl("--http2-prior-knowledge", "--head", backend(false).url("/zeros/3")))
                .startsWith("HTTP/2 200 \r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("curl, with a body of ten megabytes")
    void curlUploads(boolean secure) {
        String digest = Backend.digest(new byte[10_000_000]);
        SHELL.run("truncate", "--size=10000000", "/tmp/zeros");
        String version = secure ? "--http2" : "--http2-prior-knowledge";

        assertThat(curl(version, "--data-binary", "@/tmp/zeros", backend(secure).url("/digest")))
                .isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("curl, which saves a large answer")
    void curlDownloads(boolean secure) {
        String version = secure ? "--http2" : "--http2-prior-knowledge";
        assertThat(curl(
                        version,
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{size_download}",
                        backend(secure).url("/zeros/1000")))
                .isEqualTo(String.valueOf(1_000L * Backend.PIECE));
    }

    // ------------------------------------------------------------------------------------------------ nghttp2

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("nghttp, which asks for several things at once")
    void nghttp(boolean secure) {
        Backend backend = backend(secure);
        String report = SHELL.run(
                "nghttp",
                "--no-dep",
                "--stat",
                "--null-out",
                "--no-verify-peer",
                backend.url("/numbers/1"),
                backend.url("/numbers/2"),
                backend.url("/zeros/20"));
        assertThat(report)
                .containsPattern("200 .*/numbers/1")
                .containsPattern("200 .*/numbers/2")
                .containsPattern("200 .*/zeros/20");
        assertThat(backend.connections).hasSize(1);
    }

    /** The answer comes before the end of the request, and then the server wants no more of it (RFC 9113 §8.1). */
    @Test
    @DisplayName("nghttp, which sends a body that is too long for its view")
    void nghttpIsRefusedEarly() {
        SHELL.run("truncate", "--size=50000000", "/tmp/many");
        assertThat(SHELL.run(
                        "nghttp",
                        "--verbose",
                        "--null-out",
                        "--data=/tmp/many",
                        backend(false).url("/echo")))
                .contains(":status: 413")
                .containsPattern("recv RST_STREAM.*\n.*error_code=NO_ERROR");
    }

    @ParameterizedTest
    @CsvSource({
        "/, false, 1, 5000",
        "/, true, 32, 5000",
        "/zeros/5, false, 10, 1000",
        "/zeros/5, true, 10, 200",
        "/numbers/7, false, 100, 5000"
    })
    @DisplayName("h2load")
    void h2load(String path, boolean secure, String streams, String count) {
        String report = SHELL.run(
                "h2load",
                "-n",
                count,
                "-c",
                "20",
                "-m",
                streams,
                "-t",
                "2",
                backend(secure).url(path));

        assertThat(report)
                .contains("Application protocol: h2")
                .contains(count + " succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("status codes: " + count + " 2xx");
    }

    /** A drain tells the clients to go (RFC 9113 §6.8): what they have asked for is answered, and the rest is asked elsewhere. */
    @Test
    @DisplayName("h2load, while it is stopped")
    void h2loadWhileItDrains() throws Exception {
        Backend backend = backend(false);
        String url = backend.url("/numbers/7");
        Thread stop = new Thread(() -> {
            while (backend.asked.isEmpty()) {
                Thread.onSpinWait();
            }
            backend.server.drain(Duration.ofSeconds(20));
        });
        stop.start();
        String report = SHELL.tryToRun("h2load", "-n", "5000", "-c", "4", "-m", "10", url)
                .getStdout();
        stop.join();
        assertThat(report).contains(" 0 3xx, 0 4xx, 0 5xx").doesNotContain("status codes: 0 2xx");
    }

    // ------------------------------------------------------------------------------------------------- Python

    /** Many streams, uploads with trailers, one that is cancelled and one that is refused, and a PING. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("Python's h2")
    void pythonsH2(boolean secure) {
        Backend backend = backend(secure);
        assertThat(SHELL.run("python3", "/etc/peer/client.py", backend.url(""))).isEqualTo("fine 98\n");
        assertThat(backend.connections).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, known, HTTP/2", "true, known, HTTP/2", "true, alpn, HTTP/2", "true, old, HTTP/1.1"})
    @DisplayName("httpx, with two hundred requests at once, and uploads of unknown length")
    void httpx(boolean secure, String mode, String version) {
        Backend backend = backend(secure);
        assertThat(SHELL.run("python3", "/etc/peer/many.py", backend.url(""), mode))
                .isEqualTo(version + " one\nfine\n");
        assertThat(backend.connections).hasSize(1);
    }
}
