// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;

/** {@link EarlyResponseTest} with the sockets and resets of this machine's kernel. */
class EarlyResponseIT {
    private static final int MEGABYTE = 1_000_000;

    /** Answers when it has read a head, and closes with the body unread, so that the kernel sends a reset. */
    private static void serve(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\ntoo big"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSeen(Supplier<Body> body) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Fetcher fetcher = Fetcher.create()) {
            Thread server = Threads.start("server", () -> serve(listener));
            Response response = fetcher.runUntil(
                    fetcher.fetch(Request.post("http://127.0.0.1:" + listener.getLocalPort() + "/", body.get())));
            server.join();

            assertThat(response.status().code()).isEqualTo(413);
            assertThat(response.text()).isEqualTo("too big");
        }
    }

    @RepeatedTest(10)
    void isSeenWhileBytesAreBeingSent() throws Exception {
        assertSeen(() -> Body.of(new byte[50 * MEGABYTE]));
    }

    @RepeatedTest(10)
    void isSeenWhileAStreamIsBeingSent() throws Exception {
        int[] pieces = {0};
        assertSeen(() ->
                BodyStream.of(() -> Future.completed(pieces[0]++ < 50 ? ByteBuffer.wrap(new byte[MEGABYTE]) : null)));
    }
}
