// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message that breaks a rule of RFC 9113 §8 resets its stream with PROTOCOL_ERROR, and no other stream. */
class MalformedMessagesTest {
    record Row(String name, Supplier<Http2Feed> feed, Frames frames) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row request(String name, String... fields) {
        return new Row(name, Http2Feed::server, Frames.client().headers(1, END_STREAM, fields));
    }

    /** A GET that is well-formed without the further fields. */
    private static Row get(String name, String... more) {
        return new Row(name, Http2Feed::server, Frames.client().request(1, "GET", END_STREAM, more));
    }

    private static Row toServer(String name, Frames frames) {
        return new Row(name, Http2Feed::server, frames);
    }

    private static Row response(String name, Frames frames) {
        return response(Method.GET, name, frames);
    }

    private static Row response(Method method, String name, Frames frames) {
        return new Row("client: " + name, () -> Http2Feed.client().request(method), frames);
    }

    static Stream<Row> requests() {
        return Stream.of(
                request("no :method", ":scheme", "http", ":authority", "a", ":path", "/"),
                request("no :scheme", ":method", "GET", ":authority", "a", ":path", "/"),
                request("no :path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                request("no host", ":method", "GET", ":scheme", "http", ":path", "/"),
                request("an empty :path", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", ""),
                request("a relative :path", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "x"),
                request("a fragment", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/#x"),
                request("a blank in :path", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/ x"),
                request("a broken escape", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/%2"),
                request("an asterisk with GET", ":method", "GET", ":scheme", "http", ":authority", "a", ":path", "*"),
                request("an empty :method", ":method", "", ":scheme", "http", ":authority", "a", ":path", "/"),
                request("a blank in :method", ":method", "G T", ":scheme", "http", ":authority", "a", ":path", "/"),
                request("a blank in :scheme", ":method", "GET", ":scheme", "h p", ":authority", "a", ":path", "/"),
                request("an empty :authority", ":method", "GET", ":scheme", "http", ":authority", "", ":path", "/"),
                request("a user", ":method", "GET", ":scheme", "http", ":authority", "u@a", ":path", "/"),
                request(
                        ":method twice",
                        ":method",
                        "GET",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/"),
                get("an unknown pseudo-field", ":x", "y"),
                get(":status", ":status", "200"),
                get(":protocol without CONNECT", ":protocol", "websocket"),
                get("a pseudo-field behind others", "x", "y", ":method", "GET"),
                request(
                        "a pseudo-field behind a cookie",
                        ":method",
                        "GET",
                        "cookie",
                        "a=b",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/"),
                get("upper case", "X", "y"),
                get("an empty name", "", "y"),
                get("a colon in a name", "a:b", "y"),
                get("a line end in a value", "x", "a\r\nb"),
                get("a NUL in a value", "x", "\0"),
                get("a blank in front of a value", "x", " y"),
                get("Connection", "connection", "close"),
                get("Proxy-Connection", "proxy-connection", "close"),
                get("Keep-Alive", "keep-alive", "1"),
                get("Transfer-Encoding", "transfer-encoding", "chunked"),
                get("Upgrade", "upgrade", "x"),
                get("TE", "te", "gzip"),
                get("another Host", "host", "b"),
                request("two Hosts", ":method", "GET", ":scheme", "http", ":path", "/", "host", "a", "host", "a"),
                get("Content-Length twice", "content-length", "0", "content-length", "0"),
                get("Content-Length with a sign", "content-length", "+0"),
                get("Content-Length and no data", "content-length", "1"),
                request("CONNECT with a :path", ":method", "CONNECT", ":authority", "a:1", ":path", "/"),
                request("CONNECT with a :scheme", ":method", "CONNECT", ":authority", "a:1", ":scheme", "http"),
                request("CONNECT without a port", ":method", "CONNECT", ":authority", "a"),
                request("CONNECT with a user", ":method", "CONNECT", ":authority", "u@a:1"),
                request("CONNECT with a length", ":method", "CONNECT", ":authority", "a:1", "content-length", "0"),
                request(
                        "extended CONNECT without a :path",
                        ":method",
                        "CONNECT",
                        ":protocol",
                        "x",
                        ":scheme",
                        "http",
                        ":authority",
                        "a"),
                toServer(
                        "more data than Content-Length",
                        Frames.client().post(1, "content-length", "1").data(1, 0, "ab")),
                toServer(
                        "less data than Content-Length",
                        Frames.client().post(1, "content-length", "2").data(1, END_STREAM, "a")),
                toServer(
                        "less data, and trailers",
                        Frames.client().post(1, "content-length", "2").headers(1, END_STREAM, "a", "b")),
                toServer("trailers that don't end", Frames.client().post(1).headers(1, 0, "a", "b")),
                toServer("a pseudo-field in trailers", Frames.client().post(1).headers(1, END_STREAM, ":path", "/")),
                toServer("upper case in trailers", Frames.client().post(1).headers(1, END_STREAM, "A", "b")),
                toServer(
                        "HEADERS in a tunnel",
                        Frames.client()
                                .headers(1, 0, ":method", "CONNECT", ":authority", "a:1")
                                .headers(1, END_STREAM, "a", "b")));
    }

    static Stream<Row> responses() {
        Frames none = Frames.server();
        return Stream.of(
                response("no :status", none.headers(1, END_STREAM, "a", "b")),
                response("two digits", Frames.server().response(1, END_STREAM, "20")),
                response("four digits", Frames.server().response(1, END_STREAM, "2000")),
                response("letters", Frames.server().response(1, END_STREAM, "2xx")),
                response("below 100", Frames.server().response(1, END_STREAM, "099")),
                response(":method", Frames.server().response(1, END_STREAM, "200", ":method", "GET")),
                response(":status twice", Frames.server().response(1, END_STREAM, "200", ":status", "200")),
                response("Connection", Frames.server().response(1, END_STREAM, "200", "connection", "close")),
                response("101", Frames.server().response(1, 0, "101")),
                response("103 at the end", Frames.server().response(1, END_STREAM, "103")),
                response("a length and no data", Frames.server().response(1, END_STREAM, "200", "content-length", "1")),
                response(
                        "a wrong length",
                        Frames.server()
                                .response(1, 0, "200", "content-length", "1")
                                .data(1, END_STREAM, "ab")),
                response(
                        Method.HEAD,
                        "a broken length to HEAD",
                        Frames.server().response(1, 0, "200", "content-length", "x")),
                response(
                        Method.HEAD,
                        "data to HEAD",
                        Frames.server().response(1, 0, "200").data(1, 0, "a")),
                response("data with 204", Frames.server().response(1, 0, "204").data(1, 0, "a")),
                response("data with 304", Frames.server().response(1, 0, "304").data(1, 0, "a")),
                response("two responses", Frames.server().response(1, 0, "200").response(1, END_STREAM, "200")));
    }

    @ParameterizedTest
    @MethodSource({"requests", "responses"})
    void resetTheirStream(Row row) {
        for (Http2Feed feed :
                List.of(row.feed.get().frames(row.frames), row.feed.get().byteByByte(row.frames))) {
            assertThat(feed.sent()).endsWith("RST_STREAM 1 PROTOCOL_ERROR");
            assertThat(feed.events).last().isEqualTo("reset 1 PROTOCOL_ERROR");
            feed.frames(new Frames().ping(Frames.ACK, "12345678"));
            assertThat(feed.events).last().isEqualTo("pong 3132333435363738");
            assertThat(feed.codec.openStreams()).isZero();
        }
    }

    @Test
    void theResetSaysWhy() throws Exception {
        Http2Codec codec = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
        codec.receive(ByteBuffer.wrap(
                Frames.client().request(1, "GET", END_STREAM, "upgrade", "x").toBytes()));
        codec.next();
        Http2Event.Reset reset = (Http2Event.Reset) codec.next();
        assertThat(reset.reason()).isEqualTo("the field upgrade is of HTTP/1.1");
        assertThat(reset.byPeer()).isFalse();
    }

    @Test
    void severalCookiesAreOneField() throws Exception {
        Http2Codec codec = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
        codec.receive(ByteBuffer.wrap(Frames.client()
                .request(1, "GET", END_STREAM, "cookie", "a=b", "x", "y", "cookie", "c=d", "cookie", "e=f")
                .toBytes()));
        codec.next();
        RequestHead head = (RequestHead) codec.next();
        assertThat(head.headers()).isEqualTo(Headers.of("Host", "a", "x", "y", "Cookie", "a=b; c=d; e=f"));
    }
}
