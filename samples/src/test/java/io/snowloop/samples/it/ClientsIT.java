// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("A Snow app meets")
class ClientsIT {
    private static final int MANY = 5_000;

    @Container
    private static final PeerContainer SHELL = PeerContainer.shell();

    private Backend backend;

    @BeforeEach
    void serve() {
        backend = new Backend("one");
    }

    /** Once its clients are gone nothing is left. */
    @AfterEach
    void close() throws Exception {
        backend.server.drain(Duration.ofSeconds(20)).await(Duration.ofSeconds(30));
        assertThat(backend.streams).hasValue(0);
        backend.close();
    }

    // -------------------------------------------------------------------------------------------------- curl

    private static String curl(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "curl";
        command[1] = "--silent";
        command[2] = "--show-error";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return SHELL.run(command);
    }

    @Test
    @DisplayName("curl, which uses a connection again")
    void curlKeepsAlive() {
        String url = backend.url("/");
        assertThat(curl("--write-out", " over %{num_connects} new ones, ", url, url))
                .isEqualTo("one over 1 new ones, one over 0 new ones, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.0", "--http1.1", "--http2"})
    @DisplayName("curl, in the version it likes")
    void curlSpeaks(String version) {
        assertThat(curl(version, backend.url("/"))).isEqualTo("one");
    }

    @Test
    @DisplayName("curl, which looks at the head only")
    void curlHead() {
        assertThat(curl("--head", backend.url("/zeros/3")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n");
    }

    /** It is asked to go on first (RFC 9110 §10.1.1), as curl does from a megabyte on. */
    @Test
    @DisplayName("curl, with a body of ten megabytes")
    void curlUploads() {
        String digest = Backend.digest(new byte[10_000_000]);
        SHELL.run("truncate", "--size=10000000", "/tmp/zeros");

        assertThat(curl("--data-binary", "@/tmp/zeros", "--verbose", backend.url("/digest")))
                .isEqualTo(digest);
        assertThat(curl("--upload-file", "/tmp/zeros", "-H", "Transfer-Encoding: chunked", backend.url("/digest")))
                .isEqualTo(digest);
    }

    @Test
    @DisplayName("curl, which saves a large answer")
    void curlDownloads() {
        assertThat(curl("--output", "/dev/null", "--write-out", "%{size_download}", backend.url("/zeros/1000")))
                .isEqualTo(String.valueOf(1_000L * Backend.PIECE));
    }

    // ---------------------------------------------------------------------------------------- load generators

    @Test
    @DisplayName("wrk")
    void wrk() {
        String report = SHELL.run("wrk", "-t2", "-c64", "-d2s", backend.url("/"));

        assertThat(report).doesNotContain("Socket errors").doesNotContain("Non-2xx");
        assertThat(number(report, "(\\d+) requests in")).isGreaterThan(MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-k", "-q"})
    @DisplayName("ab, with and without keep-alive")
    void ab(String keepAlive) {
        String count = String.valueOf(MANY);
        String report = SHELL.run("ab", "-q", keepAlive, "-n", count, "-c", "50", backend.url("/"));

        assertThat(report).doesNotContain("Non-2xx");
        assertThat(number(report, "Complete requests: +(\\d+)")).isEqualTo(MANY);
        assertThat(number(report, "Failed requests: +(\\d+)")).isZero();
        if (keepAlive.equals("-k")) {
            assertThat(number(report, "Keep-Alive requests: +(\\d+)")).isEqualTo(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/zeros/5"})
    @DisplayName("h2load, which speaks HTTP/1.1 too")
    void h2load(String path) {
        String report =
                SHELL.run("h2load", "--h1", "-n", String.valueOf(MANY), "-c", "50", "-t", "2", backend.url(path));

        assertThat(report)
                .contains(MANY + " succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("status codes: " + MANY + " 2xx");
    }

    private static long number(String report, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(report);
        assertThat(matcher.find()).as("%s in %s", pattern, report).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
