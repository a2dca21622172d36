// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A request that is under way, because half of its body is still to come; and a connection with nothing to do, which a server closes as
 * soon as it drains.
 */
final class UnderWay implements AutoCloseable {
    private final Socket half;
    private final Socket idle;

    UnderWay(String host, int port) throws IOException {
        half = new Socket(host, port);
        send(half, "GET /chat.css HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n1");
        idle = new Socket(host, port);
        send(idle, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(new String(idle.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200 OK");
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits until the server drains. */
    void awaitDrain() throws IOException {
        idle.getInputStream().readAllBytes();
    }

    /** Sends the rest. Returns the answer, up to the end of the connection. */
    String finish() throws IOException {
        send(half, "2");
        return new String(half.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        half.close();
        idle.close();
    }
}
