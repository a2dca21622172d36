// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.Json;
import io.snowloop.server.Snow;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The app for benchmarks and conformance tests: small, large and slow responses, and an echo. */
public final class BenchApp {
    private static final int PIECE = 64 * 1024;

    /** {@code 0123456789012...}, so that a lost byte is visible: long enough for a piece that begins with any digit. */
    private static final ByteBuffer DIGITS = repeatedDigits(PIECE + 10);

    private static final WebSocketOptions WEB_SOCKET = WebSocketOptions.builder()
            .limits(MessageLimits.of(16 * 1024 * 1024))
            .deflate(Deflate.WITHOUT_CONTEXT)
            .build();

    private BenchApp() {}

    /** The app. */
    public static Snow create() {
        return new Snow()
                .get("/plaintext", request -> Response.text("Hello, World!"))
                .get("/json", request -> Response.json(Json.of(new Message("Hello, World!"))))
                .post("/echo", BenchApp::echo)
                .webSocket("/ws", WEB_SOCKET, (socket, request) -> echoMessages(socket))
                .get("/bytes/{n:long}", request -> bytes(request.pathLong("n")))
                .get(
                        "/delay/{ms:long}",
                        (request, loop) -> loop.sleep(Duration.ofMillis(request.pathLong("ms")))
                                .map(slept -> Response.text("waited " + request.path("ms") + " ms")));
    }

    /** A handler and not a view: the body is streamed back, and is never in memory as a whole. */
    private static Future<Response> echo(Request request) {
        String type = request.header("Content-Type");
        return Future.completed(Response.of(Status.OK)
                .withHeader("Content-Type", type == null ? "application/octet-stream" : type)
                .withBody(request.body()));
    }

    /** Each message is sent back. A client that reads slowly is read from as slowly. */
    private static void echoMessages(WebSocket socket) {
        socket.onText(text -> readAfter(socket, socket.send(text)));
        socket.onBinary(bytes -> readAfter(socket, socket.send(bytes)));
    }

    private static void readAfter(WebSocket socket, Future<?> sent) {
        if (!sent.isDone()) {
            socket.pauseReading();
            sent.onDone(socket::resumeReading);
        }
    }

    private static Response bytes(long length) {
        if (length < 0) {
            throw new HttpException(Status.BAD_REQUEST, "the length is negative: " + length);
        }
        return Response.stream(digits(length), "application/octet-stream");
    }

    /** A body of this length, produced in pieces while the socket has room. */
    private static BodyStream digits(long length) {
        long[] given = new long[1];
        return BodyStream.of(length, () -> {
            int size = (int) Math.min(PIECE, length - given[0]);
            ByteBuffer piece = DIGITS.slice((int) (given[0] % 10), size);
            given[0] += size;
            return Future.completed(size == 0 ? null : piece);
        });
    }

    private static ByteBuffer repeatedDigits(int length) {
        byte[] digits = new byte[length];
        for (int i = 0; i < length; i++) {
            digits[i] = (byte) ('0' + i % 10);
        }
        return ByteBuffer.wrap(digits);
    }

    /** The object of {@code /json}, serialised for each request. */
    private record Message(String message) {}
}
