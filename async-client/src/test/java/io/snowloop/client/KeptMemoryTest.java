// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.http.Headers.MEMORY_OF_FIELD;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.Frames;
import io.snowloop.testing.Heap;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server makes a fetcher keep is measured, where it stops in the middle, and compared with the bounds that docs/hardening.md states.
 * What many servers make its filters keep is in {@link KeptStoresTest}.
 */
@Tag("once")
@DisplayName("What a fetcher keeps has a bound when its server")
class KeptMemoryTest {
    private static final int TIMES = 20;

    /** What is measured before: classes are loaded, and what is shared is there. */
    private static final int WARM_UP = 10;

    private static final int KB = 1024;

    /** In bytes: the objects of an exchange and of its connection. */
    private static final int OBJECTS = 4 * KB;

    private static final int LINE = 8 * KB;
    private static final int HEAD = 64 * KB;

    /** What a loop reads at once, and what the network has in its buffers when it does not read. */
    private static final int READ = 64 * KB;

    private static final int BUFFERS = 3 * READ;

    private static final FetcherOptions HTTP_2 =
            FetcherOptions.builder().httpVersion(HttpVersionPolicy.HTTP_2).build();

    /** @param bytes that the fetcher may keep of each exchange */
    private record Stop(
            String name,
            FetcherOptions options,
            String sent,
            int bytes,
            BiFunction<HostileServer, String, Object> begin) {
        static Stop http1(String name, String sent, int bytes) {
            return http1(name, sent, bytes, (server, url) -> server.fetcher.fetch(url));
        }

        /** @param sent in which a line end stands for CRLF */
        static Stop http1(String name, String sent, int bytes, BiFunction<HostileServer, String, Object> begin) {
            return new Stop(name, FetcherOptions.DEFAULT, sent.replace("\n", "\r\n"), bytes, begin);
        }

        static Stop http2(String name, Frames sent, int bytes, BiFunction<HostileServer, String, Object> begin) {
            return new Stop(name + " over HTTP/2", HTTP_2, HostileServer.http2(sent), bytes, begin);
        }

        static Stop http2(String name, Frames sent, int bytes) {
            return http2(name, sent, bytes, (server, url) -> server.fetcher.fetch(url));
        }

        Stop with(BiFunction<HostileServer, String, Object> other) {
            return new Stop(name, options, sent, bytes, other);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Stop> stops() {
        return Stream.of(heads(), bodies(), filters(), protocols(), http2()).flatMap(stops -> stops);
    }

    private static Stream<Stop> heads() {
        String head = "HTTP/1.1 200 OK\n";
        return Stream.of(
                Stop.http1("is idle", head + "Content-Length: 1\n\nx", 0),
                Stop.http1("says nothing", "", 0),
                Stop.http1("has sent a part of a long line", head + "A: " + "x".repeat(8_000), 2 * LINE),
                Stop.http1(
                        "has sent a part of long fields",
                        head + ("A: " + "x".repeat(7_000) + "\n").repeat(9),
                        HEAD + 9 * MEMORY_OF_FIELD),
                Stop.http1("has sent a part of many fields", head + fields(90), 90 * (12 + MEMORY_OF_FIELD)),
                Stop.http1(
                        "has sent informational responses",
                        ("HTTP/1.1 103 Early Hints\nLink: " + "x".repeat(500) + "\n\n").repeat(99),
                        0),
                Stop.http1(
                        "has sent a head, and not its body",
                        head + ("A: " + "x".repeat(7_000) + "\n").repeat(9) + "Content-Length: 9\n\n",
                        HEAD + 9 * MEMORY_OF_FIELD));
    }

    private static Stream<Stop> bodies() {
        String chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
        String large = "HTTP/1.1 200 OK\nContent-Length: 1000000\n\n";
        return Stream.of(
                Stop.http1("has sent a part of an extension", chunked + "c000;" + "x".repeat(200), 2 * 256),
                Stop.http1(
                        "has sent a part of the trailers", chunked + "0\n" + fields(90), 90 * (12 + MEMORY_OF_FIELD)),
                Stop.http1("has sent small chunks", chunked + "1\nx\n".repeat(3_000), 2 * 3_000),
                Stop.http1("has sent nearly all of a body", large + "x".repeat(990_000), 2 * 1_000_000),
                Stop.http1(
                        "sends a body that is not read",
                        large + "x".repeat(990_000),
                        READ + BUFFERS,
                        (server, url) -> server.fetcher.handle(Request.get(url))),
                Stop.http1("sends a body whose fetch is cancelled", large + "x".repeat(990_000), 0, (server, url) -> {
                    Future<Response> fetch = server.fetcher.fetch(url);
                    server.settle();
                    server.onLoop(fetch::cancel);
                    return fetch;
                }));
    }

    private static Stream<Stop> filters() {
        String some = "Content-Length: 16000\n\n" + "x".repeat(15_000);
        return Stream.of(
                Stop.http1(
                        "has sent a part of a redirect's body",
                        "HTTP/1.1 302 Found\nLocation: /" + "x".repeat(8_000) + "\n" + some,
                        3 * LINE + 2 * 16 * KB,
                        (server, url) ->
                                server.fetcher.with(Redirects.redirects(5)).fetch(url)),
                Stop.http1(
                        "has sent a part of the body of a 401",
                        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=a, qop=auth, nonce=\""
                                + "x".repeat(8_000) + "\"\n" + some,
                        3 * LINE + 2 * 16 * KB,
                        (server, url) -> server.fetcher
                                .with(Credentials.digest(url, "ada", "secret"))
                                .fetch(url)),
                Stop.http1(
                        "has sent a part of a body in five codings",
                        "HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip, gzip, gzip, gzip\nContent-Length: 100\n\n"
                                + "\u001f\u008b\u0008\0\0\0\0\0\0\0",
                        5 * 17 * KB,
                        (server, url) -> server.fetcher
                                .with(ContentDecoding.contentDecoding())
                                .fetch(url)));
    }

    private static Stream<Stop> protocols() {
        String opened = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n"
                + "Sec-WebSocket-Accept: " + HostileServer.ACCEPT + "\n";
        String events = "HTTP/1.1 200 OK\nContent-Type: text/event-stream\n\n";
        BiFunction<HostileServer, String, Object> socket =
                (server, url) -> server.fetcher.webSocket(url.replace("http", "ws"));
        WebSocketOptions deflate =
                WebSocketOptions.builder().deflate(Deflate.WITH_CONTEXT).build();
        BiFunction<HostileServer, String, Object> source = (server, url) -> {
            EventSource stream = EventSource.of(server.fetcher, url);
            return List.of(stream, stream.next());
        };
        return Stream.of(
                Stop.http1("has opened a WebSocket", opened + "\n", 0, socket),
                Stop.http1(
                        "has opened a WebSocket with compression",
                        opened + "Sec-WebSocket-Extensions: permessage-deflate\n\n",
                        KB,
                        (server, url) -> server.fetcher.webSocket(Request.get(url.replace("http", "ws")), deflate)),
                Stop.http1(
                        "has sent a part of a message",
                        opened + "\n\u0002\u007f\0\0\0\0\0\u000f\u0042\u0040" + "y".repeat(990_000),
                        2 * KB * KB,
                        socket),
                Stop.http1(
                        "has sent many fragments of a message",
                        opened + "\n\u0002\u0001y" + "\0\u0001y".repeat(3_000),
                        2 * 3_000,
                        socket),
                Stop.http1("has sent a part of an event", events + "data: " + "y".repeat(990_000), 2 * KB * KB, source),
                Stop.http1(
                        "has sent an id, and a part of another event",
                        events + "id: " + "w".repeat(900_000) + "\n\nid: " + "x".repeat(900_000) + "\nevent: "
                                + "y".repeat(900_000) + "\ndata: " + "z".repeat(900_000),
                        3 * KB * KB,
                        source),
                new Stop(
                        "has sent a part of a proxy's answer",
                        FetcherOptions.builder()
                                .proxies(Proxy.of("http://10.0.0.1:80"))
                                .build(),
                        "HTTP/1.1 407 No\r\n" + ("A: " + "x".repeat(7_000) + "\r\n").repeat(9),
                        HEAD + 9 * MEMORY_OF_FIELD + READ,
                        (server, url) -> server.fetcher.fetch(url.replace("http", "https"))));
    }

    private static Stream<Stop> http2() {
        Frames unread = new Frames();
        Frames heads = new Frames();
        Frames events = new Frames();
        String[] fields =
                IntStream.range(0, 3_800).mapToObj(i -> i % 2 == 0 ? "a" : "b").toArray(String[]::new);
        for (int stream = 1; stream < 40; stream += 2) {
            unread.response(stream, 0, "200");
            for (int i = 0; i < 3; i++) {
                unread.data(stream, 0, "x".repeat(16_000));
            }
        }
        for (int stream = 1; stream < 20; stream += 2) {
            heads.response(stream, 0, "200", fields);
        }
        for (int i = 0; i < 99; i++) {
            events.frame(1, Frames.END_HEADERS, 1, Frames.block(":status", "103", "link", "x".repeat(500)));
        }
        return Stream.of(
                Stop.http2("is idle", new Frames().response(1, Frames.END_STREAM, "200"), 4 * KB),
                Stop.http2(
                        "has sent a part of a frame",
                        new Frames().header(16_000, 1, 4, 1).text("x".repeat(15_000)),
                        2 * 16 * KB),
                Stop.http2(
                        "has sent a part of the fields",
                        new Frames().frame(1, 0, 1, "x".repeat(15_000)).frame(9, 0, 1, "x".repeat(15_000)),
                        2 * 32 * KB),
                Stop.http2(
                        "fills the table of fields",
                        new Frames().frame(1, 5, 1, "\u0088" + "\u0040\1b\1x".repeat(120)),
                        32 * KB),
                Stop.http2("has sent informational responses", events, 4 * KB),
                Stop.http2("sends bodies that are not read", unread, 2 * KB * KB, many(20, false)),
                Stop.http2(
                        "has sent the heads of 10 responses",
                        heads,
                        10 * (HEAD + 1_900 * MEMORY_OF_FIELD),
                        many(10, true)),
                Stop.http2("says nothing to 100 requests", new Frames(), 100 * 2 * KB, many(100, true)));
    }

    private static BiFunction<HostileServer, String, Object> many(int requests, boolean collected) {
        return (server, url) -> IntStream.range(0, requests)
                .mapToObj(i -> collected ? server.fetcher.fetch(url) : server.fetcher.handle(Request.get(url)))
                .toList();
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "F" + i + ": x\n").collect(joining());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stops")
    void whatIsKeptHasABound(Stop stop) {
        // both ends of a connection of the simulated network, and its buffers
        long ofNetwork = measure(stop.with((server, url) -> server.connectReader()));
        long kept = measure(stop) - ofNetwork;
        assertThat(kept).as("bytes of each, and %s of the network", ofNetwork).isLessThan(stop.bytes + OBJECTS);
    }

    private static long measure(Stop stop) {
        // on a thread of its own: the stack traces of failures are as short as those of a loop's thread
        return CompletableFuture.supplyAsync(() -> {
                    try (HostileServer server = new HostileServer(stop.options, stop.sent)) {
                        List<Object> held = new ArrayList<>();
                        begin(stop, server, WARM_UP, held);
                        long before = Heap.used();
                        begin(stop, server, TIMES, held);
                        long kept = Heap.used() - before;
                        assertThat(held).hasSize(WARM_UP + TIMES);
                        assertThat(server.connections()).isGreaterThanOrEqualTo(WARM_UP + TIMES);
                        return kept / TIMES;
                    }
                })
                .join();
    }

    private static void begin(Stop stop, HostileServer server, int times, List<Object> held) {
        for (int i = 0; i < times; i++) {
            held.add(stop.begin.apply(server, "http://h" + held.size() + ".test/"));
            server.settle();
        }
    }
}
