// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A Snow app that containers can reach, and what it has seen of its clients. */
final class Backend implements AutoCloseable {
    static final int PIECE = 64 * 1024;

    final Server server;

    /** The addresses that requests came from: those of connections. */
    final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();

    /** The numbers that were asked for: each of these requests has come, so it is to have its answer. */
    final Set<Long> asked = ConcurrentHashMap.newKeySet();

    /** How many bodies are being made: streams that were begun, and neither read to their end nor cancelled. */
    final AtomicInteger streams = new AtomicInteger();

    /** Whether it has time for anyone. */
    volatile boolean healthy = true;

    private final String name;

    /** Completes when a client says so; on the server's one loop. */
    private Promise<Void> go;

    Backend(String name) {
        this(name, ServerOptions.DEFAULT);
    }

    Backend(String name, ServerOptions options) {
        this(name, builder -> builder.options(options));
    }

    Backend(String name, UnaryOperator<Server.Builder> settings) {
        this.name = name;
        Snow app = new Snow()
                .get("/", request -> Response.text(name))
                .get("/asker", request -> Response.text(asker(request)))
                .post("/echo", request -> Response.text(request.text()))
                .get("/numbers/{number:long}", this::number)
                .post("/numbers/{number:long}", this::number)
                .route(Method.POST, "/digest", Backend::digest)
                .route(Method.PUT, "/digest", Backend::digest)
                .get("/zeros/{pieces:int}", this::zeros)
                .get("/halves", this::halves)
                .post("/halves", request -> Response.text(go.complete(null) ? "going" : "gone"))
                .filter(this::countConnection)
                .filter(this::refuseWhenIll);
        try {
            // All addresses, as nobody knows by which one an engine's containers find this machine.
            server = settings.apply(Server.of(app)).listen("0.0.0.0", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a path, for a client in a container. */
    String url(String path) {
        return server.url(path).replaceFirst("//[^/]*", "//" + PeerContainer.HOST + ":" + server.port());
    }

    private Future<Response> countConnection(Request request, Handler next) {
        connections.add(request.remoteAddress());
        return next.handle(request);
    }

    private Future<Response> refuseWhenIll(Request request, Handler next) {
        return healthy
                ? next.handle(request)
                : Future.completed(Response.text(name + " is ill").withStatus(Status.SERVICE_UNAVAILABLE));
    }

    /** Who asks, and for what, as the proxies on the way tell it. */
    private static String asker(Request request) {
        return request.header("X-Forwarded-For") + " asks for " + request.header("X-Forwarded-Proto") + "://"
                + request.header("X-Forwarded-Host") + ", here " + request.header("Host");
    }

    private Future<Response> number(Request request, Scheduler loop) {
        asked.add(request.pathLong("number"));
        return loop.sleep(Duration.ofMillis(5)).map(slept -> Response.text(request.path("number")));
    }

    // ------------------------------------------------------------------------------------------------- bodies

    /** The check sum of a body, of which one piece at a time is in memory. */
    private static Future<Response> digest(Request request) {
        return update(sha256(), request.body().stream()).map(digest -> Response.text(hex(digest)));
    }

    private static Future<MessageDigest> update(MessageDigest digest, BodyStream body) {
        return body.read().flatMap(piece -> {
            if (piece == null) {
                return Future.completed(digest);
            }
            digest.update(piece);
            return update(digest, body);
        });
    }

    static String digest(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Future<Response> zeros(Request request) {
        return Future.completed(Response.stream(new Zeros(request.pathInt("pieces")), "application/octet-stream"));
    }

    /** As many pieces as one likes, none of which is made before it is asked for. */
    private final class Zeros implements BodyStream {
        private int left;
        private boolean ended;

        Zeros(int pieces) {
            left = pieces;
            streams.incrementAndGet();
        }

        @Override
        public Future<ByteBuffer> read() {
            if (left-- > 0) {
                return Future.completed(ByteBuffer.allocate(PIECE));
            }
            cancel();
            return Future.completed(null);
        }

        @Override
        public void cancel() {
            if (!ended) {
                ended = true;
                streams.decrementAndGet();
            }
        }
    }

    /** A body whose second half comes when a client says so. */
    private Future<Response> halves(Request request, Scheduler loop) {
        go = loop.newPromise();
        AtomicInteger reads = new AtomicInteger();
        BodyStream body = BodyStream.of(() -> switch (reads.getAndIncrement()) {
            case 0 -> Future.completed(Body.of("first").buffer());
            case 1 -> go.map(gone -> Body.of("second").buffer());
            default -> Future.completed(null);
        });
        return Future.completed(Response.stream(body, "text/plain"));
    }

    @Override
    public void close() {
        server.close();
    }
}
