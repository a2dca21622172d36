// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.microhttp.EventLoop;
import org.microhttp.Header;
import org.microhttp.NoopLogger;
import org.microhttp.Options;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * microhttp, set up as in its README, with one loop for connections. It accepts connections on a second thread. It has
 * no routing and sends no {@code Date}.
 */
public final class MicrohttpPeer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        Options options = Options.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withConcurrency(1)
                .withAcceptLength(Backlog.LENGTH)
                .withRequestTimeout(Duration.ofSeconds(60))
                .build();
        new EventLoop(options, NoopLogger.instance(), (request, callback) -> callback.accept(answer(request))).start();
    }

    private static Response answer(Request request) {
        return switch (request.uri()) {
            case "/plaintext" -> ok("text/plain", Payload.textBytes());
            case "/json" -> ok("application/json", Payload.jsonBytes());
            case "/echo" -> ok("application/octet-stream", request.body());
            case "/bytes/65536" -> ok("application/octet-stream", Payload.BYTES);
            case PayloadFile.NAME -> ok("application/octet-stream", file());
            default -> new Response(404, "Not Found", List.of(), "".getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static byte[] file() {
        try {
            return Files.readAllBytes(PayloadFile.PATH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response ok(String type, byte[] body) {
        return new Response(200, "OK", List.of(new Header("Content-Type", type)), body);
    }
}
