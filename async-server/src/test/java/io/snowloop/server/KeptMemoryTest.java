// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.filter.Compression;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.Frames;
import io.snowloop.testing.Heap;
import io.snowloop.testing.TestTransport;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link ServerOptions#maxMemory} bounds the heap only if what clients make a server keep is counted. So it is measured here, for
 * connections that stop in each state that a client can reach.
 */
@Tag("once")
@DisplayName("What a connection keeps is counted when its client")
class KeptMemoryTest {
    private static final int CONNECTIONS = 50;
    private static final int MOST_BYTES_AT_ONCE = 64 * 1024; // as a loop reads

    /** What is measured before: classes are loaded, and what is shared is there. */
    private static final int WARM_UP = 20;

    /** In bytes: the objects of a connection, the first 4 KiB of what has not come as a whole, and the priorities of 100 streams. */
    private static final int NOT_COUNTED = 12_000;

    private static TestClient server(long maxMemory) {
        return new TestClient(
                new Snow()
                        .get("/", request -> Response.text("x"))
                        .post("/", request -> Response.text("x"))
                        .get("/never", (request, loop) -> loop.newPromise())
                        .post("/never", (request, loop) -> loop.newPromise())
                        .get("/page", request -> Response.text("p".repeat(30_000)))
                        .post("/slow-form", KeptMemoryTest::slowForm)
                        .post("/form", Multipart.DEFAULT.form((request, form) -> Response.text("x")))
                        .get("/quiet", (request, loop) -> Future.completed(quiet(loop)))
                        .webSocket(
                                "/socket",
                                WebSocketOptions.builder()
                                        .deflate(Deflate.WITH_CONTEXT)
                                        .build(),
                                (socket, request) -> socket.onBinary(socket::send))
                        .group(
                                "/compressed",
                                group -> group.filter(Compression.compression())
                                        .get("/quiet", (request, loop) -> Future.completed(quiet(loop)))),
                TestClient.OPTIONS.toBuilder().maxMemory(maxMemory).build(),
                Http2Limits.DEFAULT);
    }

    private static Future<Response> slowForm(Request request) {
        return Multipart.DEFAULT.form(request, form -> Scheduler.current().newPromise());
    }

    /** An event, and none after it. */
    private static Response quiet(Scheduler loop) {
        Iterator<ByteBuffer> events =
                List.of(ByteBuffer.wrap("data: 1\n\n".getBytes(US_ASCII))).iterator();
        return Response.stream(
                BodyStream.of(() -> events.hasNext() ? Future.completed(events.next()) : loop.newPromise()),
                "text/event-stream");
    }

    /**
     * Where a client stops.
     *
     * @param name what it does
     * @param sent what it has sent, in Latin-1
     */
    private record Stop(String name, String sent) {
        /** @param sent in which a line end stands for CRLF */
        static Stop http1(String name, String sent) {
            return new Stop(name, sent.replace("\n", "\r\n"));
        }

        static Stop http2(String name, Frames sent) {
            return new Stop(name + " over HTTP/2", Frames.latin1(sent.toBytes()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Stop> stops() {
        return Stream.of(requests(), sockets(), http2()).flatMap(stops -> stops);
    }

    private static Stream<Stop> requests() {
        String chunked = "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n";
        String form = "POST /form HTTP/1.1\nHost: a\nContent-Length: 900000\n"
                + "Content-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name=";
        return Stream.of(
                Stop.http1("is idle", get("/")),
                Stop.http1("has sent a part of a long line", "GET / HTTP/1.1\nHost: a\nA: " + "x".repeat(8_000)),
                Stop.http1(
                        "has sent a part of long fields",
                        "GET / HTTP/1.1\nHost: a\n" + ("A: " + "x".repeat(7_000) + "\n").repeat(9)),
                Stop.http1("has sent a long path", "GET /" + "x".repeat(8_000) + " HTTP/1.1\nHost: a\n"),
                Stop.http1("has sent a part of many fields", "GET / HTTP/1.1\nHost: a\n" + fields(90)),
                Stop.http1("waits, and has sent many fields", get("/never", fields(90))),
                Stop.http1("waits, and has sent a long path", get("/never?" + "x=y&".repeat(1_700))),
                Stop.http1("waits, and has sent the next requests", get("/never") + get("/").repeat(300)),
                Stop.http1("has sent many requests, and a byte of the next one", get("/").repeat(2_300) + "G"),
                Stop.http1("has sent small chunks", chunked + "1\nx\n".repeat(2_000)),
                Stop.http1("has sent a part of a chunk", chunked + "c000\n" + "x".repeat(40_000)),
                Stop.http1("has sent a part of an extension", chunked + "c000;" + "x".repeat(200)),
                Stop.http1("has sent a part of the trailers", chunked + "0\n" + fields(90)),
                Stop.http1(
                        "waits, and has sent trailers",
                        chunked.replace("POST /", "POST /never") + "1\nx\n0\n" + fields(90) + "\n"),
                Stop.http1(
                        "has sent nearly all of a body",
                        "POST / HTTP/1.1\nHost: a\nContent-Length: 100000\n\n" + "x".repeat(99_000)),
                Stop.http1(
                        "has sent many parts of a form",
                        form + "a\n\nx\n--b\nContent-Disposition: form-data; name=".repeat(90)),
                Stop.http1("has sent a part of a file of a form", form + "a; filename=a\n\n" + "x".repeat(60_000)),
                Stop.http1("has sent a part of a part's head", form + "x".repeat(3_000)),
                Stop.http1("has sent some fields of a part's head", form + "a\n" + "b:\n".repeat(31)),
                Stop.http1("has sent many fields of a part's head", form + "a\n" + "b:\n".repeat(900)),
                Stop.http1("waits, and has sent a form", whole("/slow-form", part(50_000))),
                Stop.http1("reads events", get("/quiet")),
                Stop.http1("reads events, and has sent many fields", get("/quiet", fields(90))),
                Stop.http1("reads compressed events", get("/compressed/quiet", "Accept-Encoding: gzip\n")));
    }

    private static String part(int length) {
        return "--b\nContent-Disposition: form-data; name=a\n\n" + "x".repeat(length) + "\n--b--\n";
    }

    private static String whole(String path, String form) {
        return "POST " + path + " HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=b\nContent-Length: "
                + form.replace("\n", "\r\n").length() + "\n\n" + form;
    }

    private static Stream<Stop> sockets() {
        String upgrade = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";
        String opened = get("/socket", upgrade);
        String begun = "\u0002\u00fe\u00ea\u0060\0\0\0\0"; // not the last frame; 60,000 bytes; no mask
        String fragment = "%s\u0081\0\0\0\0y"; // not the last frame; 1 byte
        return Stream.of(
                Stop.http1("has a WebSocket", opened),
                Stop.http1(
                        "has a WebSocket, and has sent long fields",
                        get("/socket", upgrade, ("A: " + "x".repeat(7_000) + "\n").repeat(8))),
                Stop.http1(
                        "has a WebSocket with compression",
                        get("/socket", upgrade + "Sec-WebSocket-Extensions: permessage-deflate\n")),
                Stop.http1("has sent a part of a message", opened + begun + "y".repeat(50_000)),
                Stop.http1(
                        "has sent a long message, and a byte of the next one",
                        opened + begun.replace('\2', '\u0082') + "y".repeat(60_000) + fragment.formatted("\2")),
                Stop.http1(
                        "has sent many fragments of a message",
                        opened
                                + fragment.formatted("\2")
                                + fragment.formatted("\0").repeat(3_000)));
    }

    private static Stream<Stop> http2() {
        return Stream.of(
                Stop.http2("is idle", Frames.client().get(1)),
                Stop.http2("has sent a part of the preface", new Frames().text(Frames.PREFACE.substring(0, 20))),
                Stop.http2(
                        "has sent a part of a frame",
                        Frames.client().header(16_000, 1, 4, 1).text("x".repeat(15_000))),
                Stop.http2(
                        "has sent a part of the fields",
                        Frames.client().frame(1, 0, 1, "x".repeat(10_000)).frame(9, 0, 1, "x".repeat(10_000))),
                Stop.http2(
                        "fills the table of fields",
                        Frames.client().frame(1, 5, 1, "\u0082\u0086\u0084\1\1a" + "\u0040\1b\1x".repeat(120))),
                Stop.http2("has sent many requests, and a byte of a frame", manyAndAByte()),
                Stop.http2("waits for 100 responses", gets("/never")),
                Stop.http2("opens no window for 100 pages", pages()),
                Stop.http2(
                        "waits for 100 responses, and has sent fields",
                        gets("/never", "a", "x".repeat(200), "b", "y".repeat(200))),
                Stop.http2("reads 100 streams of events", gets("/quiet")),
                Stop.http2(
                        "reads 100 streams of compressed events", gets("/compressed/quiet", "accept-encoding", "gzip")),
                Stop.http2("has begun 100 uploads", uploads(100, 1)),
                Stop.http2("waits for 100 responses, and has sent trailers", trailers()),
                Stop.http2("has begun 50 uploads", uploads(50, 1_000)),
                Stop.http2("has given 500 priorities", priorities()),
                Stop.http2("has reset its requests", resets()),
                Stop.http2("has sent 100 PINGs", pings()));
    }

    private static String get(String path, String... fields) {
        return "GET " + path + " HTTP/1.1\nHost: a\n" + String.join("", fields) + "\n";
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "F" + i + ": x\n").collect(joining());
    }

    private static Frames gets(String path, String... more) {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 200; stream += 2) {
            List<String> head =
                    new ArrayList<>(List.of(":method", "GET", ":scheme", "http", ":authority", "a", ":path", path));
            head.addAll(List.of(more));
            frames.headers(stream, Frames.END_STREAM, head.toArray(String[]::new));
        }
        return frames;
    }

    private static Frames manyAndAByte() {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 2_200; stream += 2) {
            frames.get(stream);
        }
        return frames.text("\0");
    }

    private static Frames pages() {
        Frames frames = new Frames().text(Frames.PREFACE).settings(4, 0); // the window of each stream
        return frames.text(
                Frames.latin1(gets("/page").toBytes()).substring(Frames.client().toBytes().length));
    }

    private static Frames uploads(int streams, int bytes) {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 2 * streams; stream += 2) {
            frames.post(stream, "content-length", "100000").data(stream, 0, "x".repeat(bytes));
        }
        return frames;
    }

    private static Frames trailers() {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 200; stream += 2) {
            frames.headers(stream, 0, ":method", "POST", ":scheme", "http", ":authority", "a", ":path", "/never");
            frames.data(stream, 0, "x").headers(stream, Frames.END_STREAM, "a", "x".repeat(6_000));
        }
        return frames;
    }

    /** PRIORITY_UPDATE, RFC 9218 §7.1. */
    private static Frames priorities() {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 1_000; stream += 2) {
            frames.frame(16, 0, 0, Frames.latin1(Frames.number(stream)) + "u=1, i");
        }
        return frames;
    }

    private static Frames resets() {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 150; stream += 2) {
            frames.get(stream).frame(3, 0, stream, "\0\0\0\u0008");
        }
        return frames;
    }

    private static Frames pings() {
        Frames frames = Frames.client();
        for (int i = 0; i < 100; i++) {
            frames.ping(0, "12345678");
        }
        return frames;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stops")
    void whatIsKeptIsCounted(Stop stop) {
        assertCounted(stop, Long.MAX_VALUE / 2);
    }

    /** Some connections linger then, until their client has read why. */
    @ParameterizedTest(name = "{0}, and is refused")
    @MethodSource("stops")
    void whatIsRefusedIsNotKept(Stop stop) {
        assertCounted(stop, 1);
    }

    private static void assertCounted(Stop stop, long maxMemory) {
        // on a thread of its own: the stack traces of refusals are as short as those of a loop's thread
        CompletableFuture.runAsync(() -> measure(stop, maxMemory)).join();
    }

    private static void measure(Stop stop, long maxMemory) {
        try (TestClient client = server(maxMemory)) {
            List<TestTransport> sockets = new ArrayList<>();
            connect(WARM_UP, client, stop, sockets);
            long heapBefore = Heap.used();
            long countedBefore = counted(client);

            connect(CONNECTIONS, client, stop, sockets);

            long kept = (Heap.used() - heapBefore) / CONNECTIONS;
            long counted = (counted(client) - countedBefore) / CONNECTIONS;
            // an array that has grown is up to twice as long as what is in it
            assertThat(kept)
                    .as("bytes of each of %s connections, of which counted: %s", sockets.size(), counted)
                    .isLessThan(2 * counted + NOT_COUNTED);
        }
    }

    private static void connect(int count, TestClient client, Stop stop, List<TestTransport> sockets) {
        for (int i = 0; i < count; i++) {
            TestTransport socket =
                    TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES));
            for (int from = 0; from < stop.sent.length(); from += MOST_BYTES_AT_ONCE) {
                socket.sendExactly(stop.sent.substring(from, Math.min(stop.sent.length(), from + MOST_BYTES_AT_ONCE)));
            }
            client.test.turnUntilIdle();
            socket.takeWritten();
            if (!socket.isClosed()) {
                sockets.add(socket);
            }
        }
    }

    private static long counted(TestClient client) {
        return client.server.context().memory().used();
    }
}
