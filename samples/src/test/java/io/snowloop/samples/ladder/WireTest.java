// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private static final String GET = "GET /7 HTTP/1.1\r\nHost: a\r\n\r\n";
    private final Wire wire = new Wire();

    private void received(String bytes) {
        wire.received(ISO_8859_1.encode(bytes));
    }

    @Test
    void aRequestByteByByte() throws IOException {
        List<String> paths = new ArrayList<>();
        for (char each : (GET + GET.replace('7', '8')).toCharArray()) {
            received(String.valueOf(each));
            String path = wire.request();
            if (path != null) {
                paths.add(path);
            }
        }
        assertThat(paths).containsExactly("/7", "/8");
    }

    @Test
    void twoRequestsInOneSegment() throws IOException {
        received(GET + GET.replace('7', '8') + "GET");
        assertThat(wire.request()).isEqualTo("/7");
        assertThat(wire.request()).isEqualTo("/8");
        assertThat(wire.request()).isNull();
    }

    @Test
    void whatItWritesItReads() throws IOException {
        ByteBuffer request = Wire.get(URI.create("http://127.0.0.1:80/7"));
        wire.received(request);
        assertThat(wire.request()).isEqualTo("/7");

        wire.received(Wire.ok("seven"));
        wire.received(Wire.ok(""));
        assertThat(wire.response()).isEqualTo("seven");
        assertThat(wire.response()).isEmpty();
        assertThat(wire.response()).isNull();
    }

    @Test
    void aResponseIsThereWhenItsLastByteIs() throws IOException {
        received("HTTP/1.1 200 OK\r\nA: b\r\ncontent-length:  3\r\n\r\nab");
        assertThat(wire.response()).isNull();
        received("cd");
        assertThat(wire.response()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "\r\n\r\n"})
    void whatIsNoRequestIsRefused(String bytes) {
        received(bytes);
        assertThatThrownBy(wire::request).isInstanceOf(IOException.class).hasMessageStartingWith("not a request: ");
    }

    @Test
    void aHeadWithoutEndIsRefused() throws IOException {
        received("GET /" + "x".repeat(8_000));
        assertThat(wire.request()).isNull();
        received("x".repeat(200));
        assertThatThrownBy(wire::request).hasMessage("more than 8192 bytes without the end of a head");
    }

    @Test
    void aResponseThatIsNoneIsRefused() {
        received("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(wire::response).hasMessage("not a response with status 200: HTTP/1.1 404 Not Found");
        Wire other = new Wire();
        other.received(ISO_8859_1.encode("HTTP/1.1 200 OK\r\n\r\n"));
        assertThatThrownBy(other::response).hasMessageContaining("without a Content-Length");
    }
}
