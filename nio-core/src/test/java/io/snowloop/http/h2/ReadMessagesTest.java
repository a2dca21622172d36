// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static io.snowloop.testing.Frames.PRIORITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.testing.Frames;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames and the events in them, in both roles, wherever the bytes are cut. */
class ReadMessagesTest {
    /** @param events behind those of the preface and the settings */
    record Row(String name, Supplier<Http2Feed> feed, Frames frames, List<String> events) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row toServer(String name, Frames frames, String... events) {
        return new Row(name, Http2Feed::server, frames, List.of(events));
    }

    private static Row toClient(String name, Frames frames, String... events) {
        return new Row(name, () -> Http2Feed.client().get(), frames, List.of(events));
    }

    private static Row toClient(Method method, String name, Frames frames, String... events) {
        return new Row(name, () -> Http2Feed.client().request(method), frames, List.of(events));
    }

    private static Frames client() {
        return Frames.client();
    }

    private static Frames server() {
        return Frames.server();
    }

    private static final String GET = "1 GET http a / {Host: a} end";
    private static final String POST = "1 POST http a / {Host: a}";

    static Stream<Row> requests() {
        return Stream.of(
                toServer("without a body", client().get(1), GET),
                toServer("two in one read", client().get(1).get(3), GET, "3 GET http a / {Host: a} end"),
                toServer("numbers left out", client().get(7).get(101), GET.replace('1', '7'), "101" + GET.substring(1)),
                toServer(
                        "a body",
                        client().post(1).data(1, 0, "he").data(1, END_STREAM, "llo"),
                        POST,
                        "data 1 hello end"),
                toServer("an empty frame at the end", client().post(1).data(1, END_STREAM, ""), POST, "data 1  end"),
                toServer(
                        "bodies in turns",
                        client().post(1)
                                .post(3)
                                .data(3, 0, "a")
                                .data(1, END_STREAM, "b")
                                .data(3, END_STREAM, "c"),
                        POST,
                        POST.replace('1', '3'),
                        "data 3 a",
                        "data 1 b end",
                        "data 3 c end"),
                toServer(
                        "Content-Length",
                        client().post(1, "content-length", "3").data(1, END_STREAM, "abc"),
                        "1 POST http a / {Host: a, content-length: 3}",
                        "data 1 abc end"),
                toServer(
                        "trailers",
                        client().post(1).data(1, 0, "a").headers(1, END_STREAM, "x", "y"),
                        POST,
                        "data 1 a",
                        "trailers 1 {x: y}"),
                toServer("trailers only", client().post(1).headers(1, END_STREAM), POST, "trailers 1 {}"),
                toServer(
                        "trailers of framing and routing are ignored",
                        client().post(1)
                                .headers(
                                        1,
                                        END_STREAM,
                                        "host",
                                        "b",
                                        "content-length",
                                        "9",
                                        "c",
                                        "d",
                                        "content-type",
                                        "e"),
                        POST,
                        "trailers 1 {c: d}"),
                toServer(
                        "padding",
                        client().frame(1, END_HEADERS | PADDED, 1, padded(Frames.block(post())))
                                .frame(0, PADDED | END_STREAM, 1, padded("abc".getBytes())),
                        POST,
                        "data 1 abc end"),
                toServer(
                        "padding and no data",
                        client().post(1)
                                .frame(0, PADDED, 1, padded(new byte[0]))
                                .frame(0, PADDED | END_STREAM, 1, padded(new byte[0])),
                        POST,
                        "data 1  end"),
                toServer(
                        "no padding, with the flag",
                        client().post(1).frame(0, PADDED | END_STREAM, 1, "\0abc"),
                        POST,
                        "data 1 abc end"),
                toServer(
                        "an old priority",
                        client().frame(1, END_HEADERS | PRIORITY | END_STREAM, 1, "\0\0\0\0\20" + block(get())),
                        GET),
                toServer(
                        "an old priority and padding",
                        client().frame(
                                        1,
                                        END_HEADERS | PRIORITY | PADDED | END_STREAM,
                                        1,
                                        "\2\0\0\0\0\20" + block(get()) + "\0\0"),
                        GET),
                toServer(
                        "CONTINUATIONs, empty ones too",
                        client().frame(1, END_STREAM, 1, block(get()).substring(0, 20))
                                .frame(9, 0, 1, "")
                                .frame(9, 0, 1, block(get()).substring(20, 30))
                                .frame(9, END_HEADERS, 1, block(get()).substring(30)),
                        GET),
                toServer(
                        "a field of the static table, and one with Huffman's code",
                        client().frame(1, END_HEADERS | END_STREAM, 1, Frames.latin1(new byte[] {
                            (byte) 0x82,
                            (byte) 0x86,
                            (byte) 0x84,
                            0x41,
                            (byte) 0x8c,
                            (byte) 0xf1,
                            (byte) 0xe3,
                            (byte) 0xc2,
                            (byte) 0xe5,
                            (byte) 0xf2,
                            0x3a,
                            0x6b,
                            (byte) 0xa0,
                            (byte) 0xab,
                            (byte) 0x90,
                            (byte) 0xf4,
                            (byte) 0xff
                        })), // RFC 7541 C.4.1
                        "1 GET http www.example.com / {Host: www.example.com} end"),
                toServer(
                        "cookies in several fields",
                        client().request(1, "GET", END_STREAM, "cookie", "a=b", "x", "y", "cookie", "c=d"),
                        "1 GET http a / {Host: a, x: y, Cookie: ...} end"),
                toServer(
                        "Host in place of the authority",
                        client().headers(1, END_STREAM, ":method", "GET", ":scheme", "http", ":path", "/", "host", "b"),
                        "1 GET http null / {Host: b} end"),
                toServer(
                        "Host and the authority",
                        client().request(1, "GET", END_STREAM, "host", "A", "x", "y"),
                        "1 GET http a / {Host: a, x: y} end"),
                toServer(
                        "TE: trailers",
                        client().request(1, "GET", END_STREAM, "te", "trailers"),
                        "1 GET http a / {Host: a, te: trailers} end"),
                toServer(
                        "an asterisk",
                        client().headers(
                                        1,
                                        END_STREAM,
                                        "\72method",
                                        "OPTIONS",
                                        ":scheme",
                                        "https",
                                        ":authority",
                                        "a",
                                        ":path",
                                        "*"),
                        "1 OPTIONS https a * {Host: a} end"),
                toServer(
                        "CONNECT",
                        client().headers(1, 0, ":method", "CONNECT", ":authority", "b:443")
                                .data(1, 0, "raw"),
                        "1 CONNECT b:443 {Host: b:443}",
                        "data 1 raw"),
                toServer(
                        "extended CONNECT",
                        client().request(1, "CONNECT", 0, ":protocol", "websocket", "origin", "o"),
                        "1 CONNECT http a / websocket {Host: a, origin: o}"));
    }

    private static String[] get() {
        return new String[] {":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/"};
    }

    private static String[] post() {
        String[] post = get();
        post[1] = "POST";
        return post;
    }

    private static String block(String... fields) {
        return Frames.latin1(Frames.block(fields));
    }

    /** With three bytes of padding. */
    private static String padded(byte[] payload) {
        return "\3" + Frames.latin1(payload) + "\0\0\0";
    }

    static Stream<Row> responses() {
        return Stream.of(
                toClient("without a body", server().response(1, END_STREAM, "404"), "1 404 {} end"),
                toClient(
                        "a body and trailers",
                        server().response(1, 0, "200", "x", "y")
                                .data(1, 0, "ab")
                                .headers(1, END_STREAM, "t", "u"),
                        "1 200 {x: y}",
                        "data 1 ab",
                        "trailers 1 {t: u}"),
                toClient(
                        "informational ones before it",
                        server().response(1, 0, "100")
                                .response(1, 0, "103", "link", "x")
                                .response(1, END_STREAM, "200"),
                        "1 100 {}",
                        "1 103 {link: x}",
                        "1 200 {} end"),
                toClient("an unknown status", server().response(1, END_STREAM, "999"), "1 999 {} end"),
                toClient(
                        Method.HEAD,
                        "to HEAD, with a length",
                        server().response(1, END_STREAM, "200", "content-length", "5"),
                        "1 200 {content-length: 5} end"),
                toClient(
                        Method.HEAD,
                        "to HEAD, ended by an empty frame",
                        server().response(1, 0, "200", "content-length", "5").data(1, END_STREAM, ""),
                        "1 200 {content-length: 5}",
                        "data 1  end"),
                toClient(
                        "304 with a length",
                        server().response(1, END_STREAM, "304", "content-length", "5"),
                        "1 304 {content-length: 5} end"),
                toClient(
                        Method.CONNECT,
                        "a tunnel: its length is ignored",
                        server().response(1, 0, "200", "content-length", "1").data(1, 0, "raw"),
                        "1 200 {}",
                        "data 1 raw"));
    }

    static Stream<Row> others() {
        return Stream.of(
                toServer(
                        "unknown frames",
                        client().frame(0xEE, 0xFF, 7, "x".repeat(300)).get(1),
                        GET),
                toServer("unknown settings", client().settings(0x77, 1), "settings"),
                toServer(
                        "priorities",
                        client().frame(2, 0, 5, "\0\0\0\0\1")
                                .priorityUpdate(1, "u=1")
                                .get(1),
                        GET),
                toServer("a ping", client().ping(0, "12345678")),
                toServer("a pong", client().ping(Frames.ACK, "12345678"), "pong 3132333435363738"),
                toServer("a reset", client().post(1).reset(1, 8), POST, "reset 1 CANCEL by the peer"),
                toServer(
                        "a reset with an unknown code",
                        client().post(1).reset(1, 77),
                        POST,
                        "reset 1 0x4d by the peer"),
                toServer("a goaway", client().goAway(0, 0, "bye\n"), "goaway 0 NO_ERROR bye?"),
                toClient(
                        "a goaway that leaves the request out",
                        server().goAway(0, 2, ""),
                        "goaway 0 INTERNAL_ERROR ",
                        "reset 1 REFUSED_STREAM by the peer"),
                toClient(
                        "a goaway behind the request",
                        server().goAway(1, 0, "").response(1, END_STREAM, "200"),
                        "goaway 1 NO_ERROR ",
                        "1 200 {} end"),
                toClient(
                        "the first bit of a number",
                        server().frame(1, 5, 0x8000_0001, block(":status", "200")),
                        "1 200 {} end"));
    }

    @ParameterizedTest
    @MethodSource({"requests", "responses", "others"})
    void events(Row row) {
        Random random = new Random(1);
        List<Http2Feed> feeds = List.of(
                row.feed.get().frames(row.frames),
                row.feed.get().byteByByte(row.frames),
                row.feed.get().cut(row.frames, random),
                row.feed.get().cut(row.frames, random));
        for (Http2Feed feed : feeds) {
            assertThat(feed.events.get(0)).isEqualTo("settings");
            assertThat(feed.events.subList(1, feed.events.size())).isEqualTo(row.events);
        }
    }
}
