// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static io.snowloop.server.filter.Compression.compression;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** An app with every mistake that a view can make. */
final class TargetApp {
    private static final int BODY_LIMIT = 1_000_000;
    private static final int PIECE = 64 * 1024;
    private static final byte[] RANDOM = new byte[PIECE];
    private static final WebSocketOptions COMPRESSED =
            WebSocketOptions.builder().deflate(Deflate.WITH_CONTEXT).build();

    static {
        new Random(1).nextBytes(RANDOM);
    }

    /** Every loop that has brought a request. */
    private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

    private final AtomicInteger openStreams = new AtomicInteger();

    /** The server of this app, set when it listens. */
    volatile Server server;

    Set<EventLoop> loops() {
        return loops;
    }

    /** The number of bodies that have neither ended nor been cancelled. */
    int openStreams() {
        return openStreams.get();
    }

    Snow snow() {
        return new Snow()
                .bodyLimit(BODY_LIMIT)
                .get("/plaintext", request -> Response.text("Hello, World!"))
                .post("/upload", request -> Response.text("read " + request.bytes().length))
                .get("/page", request -> Response.text("p".repeat(30_000)))
                .get("/throws", request -> raise())
                .get("/null", request -> null)
                .get("/task-throws", (request, loop) -> inATask(loop))
                .get("/interrupts", request -> interrupt())
                .get("/closes", request -> close())
                .get("/overflows", request -> Response.text("depth " + depth(0)))
                .get("/exhausts", request -> exhaust())
                .get("/never", (request, loop) -> loop.newPromise())
                .get("/completed/{rounds:int}", (request, loop) -> rounds(request, Future::completed))
                .get("/promised/{rounds:int}", (request, loop) -> rounds(request, round -> later(loop, round)))
                .get("/empty-pieces", request -> stream(-1, () -> Future.completed(ByteBuffer.allocate(0))))
                .get("/endless", request -> stream(-1, () -> Future.completed(ByteBuffer.allocate(PIECE))))
                .group("/compressed", group -> group.filter(compression()).get("/random", request -> random()))
                .post("/form", Multipart.DEFAULT.form((request, form) -> Response.text(form.toString())))
                .webSocket("/socket", COMPRESSED, (socket, request) -> socket.onBinary(socket::send))
                .get("/quiet", (request, loop) -> Future.completed(quiet(loop)))
                .get("/failing", request -> stream(-1, TargetApp::raise))
                .get("/too-much", request -> stream(5, () -> Future.completed(ByteBuffer.allocate(PIECE))))
                .filter((request, next) -> {
                    loops.add((EventLoop) Scheduler.current());
                    return next.handle(request);
                });
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
    private static <T> T raise() {
        throw new IllegalStateException("on purpose");
    }

    private static Future<Response> inATask(Scheduler loop) {
        loop.execute(TargetApp::raise);
        return loop.sleep(Duration.ofMillis(1)).map(slept -> Response.text("a task has thrown"));
    }

    private static Response interrupt() {
        Thread.currentThread().interrupt();
        return Response.text("interrupted");
    }

    private Response close() {
        server.close();
        return Response.text("closed");
    }

    /** Ends with a StackOverflowError. */
    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static int depth(int depth) {
        return depth(depth + 1) + 1;
    }

    /** Ends with an OutOfMemoryError. */
    @SuppressWarnings("ModifiedButNotUsed") // it only has to be full
    private static Response exhaust() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[PIECE * 16]);
        }
    }

    // -------------------------------------------------------------------------------------------------- recursion

    private static Future<Response> rounds(Request request, IntFunction<Future<Integer>> round) {
        return recurse(request.pathInt("rounds"), round).map(last -> Response.text("all rounds"));
    }

    private static Future<Integer> recurse(int left, IntFunction<Future<Integer>> round) {
        return left == 0 ? Future.completed(0) : round.apply(left).flatMap(number -> recurse(number - 1, round));
    }

    private static Future<Integer> later(Scheduler loop, int value) {
        Promise<Integer> promise = loop.newPromise();
        loop.execute(() -> promise.complete(value));
        return promise;
    }

    // ---------------------------------------------------------------------------------------------------- streams

    /** Server-sent events, of which there is one. */
    private Response quiet(Scheduler loop) {
        Iterator<ByteBuffer> events = List.of(ByteBuffer.wrap("data: 1\n\n".getBytes(StandardCharsets.US_ASCII)))
                .iterator();
        return stream(-1, () -> events.hasNext() ? Future.completed(events.next()) : loop.newPromise());
    }

    /** What no coding makes shorter. */
    private Response random() {
        return stream(-1, () -> Future.completed(ByteBuffer.wrap(RANDOM))).withHeader("Content-Type", "text/plain");
    }

    private Response stream(long length, Supplier<Future<ByteBuffer>> next) {
        openStreams.incrementAndGet();
        return Response.stream(new Counted(length, next), "application/octet-stream");
    }

    /** A body that never ends by itself, and which knows whether it was cancelled. */
    private final class Counted implements BodyStream {
        private final long length;
        private final Supplier<Future<ByteBuffer>> next;
        private boolean cancelled;

        Counted(long length, Supplier<Future<ByteBuffer>> next) {
            this.length = length;
            this.next = next;
        }

        @Override
        public Future<ByteBuffer> read() {
            return next.get();
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                openStreams.decrementAndGet();
            }
        }

        @Override
        public long length() {
            return length;
        }
    }
}
