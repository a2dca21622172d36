// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.data.Offset.offset;

import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outputs are of runs of nghttp2 1.52. */
class H2LoadTest {
    private static final Http2Work WORK = new Http2Work(Work.PLAINTEXT, false, 2, 4);

    private static String output(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(H2LoadTest.class.getResourceAsStream("h2load-" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requestsAndTheirDataAreCountedAndTheTimeFollowsFromTheRate() throws IOException {
        H2Load.Count count = H2Load.parse(output("clear"), false);
        assertThat(count.requests()).isEqualTo(2_048);
        assertThat(count.data()).isEqualTo(2_048 * 13);
        assertThat(count.perSecond()).isCloseTo(292.19, offset(0.01));
        assertThat(count.nanos()).isBetween(7_005_000_000L, 7_015_000_000L);
    }

    @Test
    void overTlsTheVersionAndTheCipherAreAsTheyShouldBe() throws IOException {
        String output = output("tls");
        H2Load.Count count = H2Load.parse(output, true);
        assertThat(count.requests()).isEqualTo(64);
        assertThat(count.data()).isEqualTo(64 * 65_536);
        assertThatThrownBy(() -> H2Load.parse(output.replace("AES_128_GCM_SHA256", "AES_256_GCM_SHA384"), true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say 'Cipher: TLS_AES_128_GCM_SHA256'");
        assertThatThrownBy(() -> H2Load.parse(output.replace("TLSv1.3", "TLSv1.2"), true))
                .hasMessageContaining("does not say 'TLS Protocol: TLSv1.3'");
    }

    @Test
    void anotherProtocolIsAnError() throws IOException {
        String output = output("clear");
        assertThatThrownBy(() -> H2Load.parse(output.replace("h2c", "http/1.1"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say 'Application protocol: h2c'");
        assertThatThrownBy(() -> H2Load.parse(output, true)).hasMessageContaining("does not say 'TLS Protocol");
    }

    /** Each has another reason. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            404,     false, each response is 404
            302,     false, each is 302, which h2load counts as succeeded
            ended,   true, the server ended after a tenth of the requests
            stalled, true, the last responses had a status and no end
            """)
    void failedRequestsAreAnError(String name, boolean tls, String reason) throws IOException {
        String output = output(name);
        assertThatThrownBy(() -> H2Load.parse(output, tls))
                .as(reason)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("requests of h2load have failed: ")
                .hasMessageContaining(output);
    }

    @Test
    void outputOfAnotherKindIsShown() {
        assertThatThrownBy(() -> H2Load.parse("h2load: unrecognized option", false))
                .isInstanceOf(IOException.class)
                .hasMessage("unexpected output of h2load: h2load: unrecognized option");
    }

    @Test
    void aRunSendsTheRequestsOfTheWork() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "h2load")))
                .as("h2load is installed")
                .anyMatch(Files::isExecutable);
        Snow app = new Snow().get("/plaintext", request -> Response.text("by " + request.version()));
        try (Server server = Server.of(app).http2(Http2Limits.DEFAULT).listen("127.0.0.1", 0)) {
            H2Load.Count count = H2Load.run(server.port(), WORK, 96);
            assertThat(count.requests()).isEqualTo(96);
            assertThat(count.data()).isEqualTo(96 * "by HTTP/2.0".length());
            assertThat(count.nanos()).isPositive();
        }
    }
}
