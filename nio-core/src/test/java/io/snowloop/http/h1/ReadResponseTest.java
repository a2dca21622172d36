// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events that a client reads: each row whole, byte by byte, and split at every place. */
class ReadResponseTest {
    /** @param end whether EOF follows the bytes */
    record Row(String name, Method method, String bytes, boolean end, List<String> events) {
        @Override
        public String toString() {
            return name;
        }

        Row andEnd() {
            return new Row(name, method, bytes, true, events);
        }

        List<String> outcome(Feed feed) {
            return (end ? feed.end() : feed).lines();
        }
    }

    private static Row to(Method method, String name, String bytes, String... events) {
        return new Row(name, method, bytes, false, List.of(events));
    }

    private static Row row(String name, String bytes, String... events) {
        return to(Method.GET, name, bytes, events);
    }

    /** Responses whose framing says where they end. */
    static Stream<Row> whole() {
        return Stream.of(
                row(
                        "Content-Length",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                        "HTTP/1.1 200 OK {Content-Length: 2}",
                        "data hi",
                        "end"),
                row(
                        "empty",
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK {Content-Length: 0}",
                        "end"),
                row(
                        "chunked",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0\r\nT: u\r\n\r\n",
                        "HTTP/1.1 200 OK {Transfer-Encoding: chunked}",
                        "data hi",
                        "end {T: u}"),
                row(
                        "another reason of the usual length",
                        "HTTP/1.1 200 no\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 no {Content-Length: 0}",
                        "end"),
                row(
                        "no reason",
                        "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200  {Content-Length: 0}",
                        "end"),
                row(
                        "no reason and no space",
                        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200  {Content-Length: 0}",
                        "end"),
                row(
                        "unusual status and reason",
                        "HTTP/1.1 999 \u00e9t\u00e9 \t!\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 999 \u00e9t\u00e9 \t! {Content-Length: 0}",
                        "end"),
                row(
                        "1xx before the final response",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                        "HTTP/1.1 100 Continue {}",
                        "HTTP/1.1 103 Early Hints {Link: x}",
                        "HTTP/1.1 204 No Content {}",
                        "end"),
                row(
                        "204 that announces a body",
                        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                        "HTTP/1.1 204 No Content {Content-Length: 5}",
                        "end"),
                row(
                        "304 that announces a body",
                        "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "HTTP/1.1 304 Not Modified {Transfer-Encoding: chunked}",
                        "end"),
                to(
                        Method.HEAD,
                        "response to HEAD",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                        "HTTP/1.1 200 OK {Content-Length: 5}",
                        "end"),
                to(
                        Method.HEAD,
                        "response to HEAD without length",
                        "HTTP/1.1 200 OK\r\n\r\n",
                        "HTTP/1.1 200 OK {}",
                        "end"),
                to(
                        Method.CONNECT,
                        "CONNECT refused",
                        "HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\nx",
                        "HTTP/1.1 407 No {Content-Length: 1}",
                        "data x",
                        "end"),
                row(
                        "HTTP/1.0 with keep-alive",
                        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
                        "HTTP/1.0 200 OK {Connection: Keep-Alive, Content-Length: 1}",
                        "data x",
                        "end"));
    }

    /** Responses that end with the connection. */
    static Stream<Row> closed() {
        return Stream.of(
                row(
                                "no length",
                                "HTTP/1.1 200 OK\r\n\r\nto the end",
                                "HTTP/1.1 200 OK {}",
                                "data to the end",
                                "end",
                                "closed")
                        .andEnd(),
                row("no length and no body", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK {}", "end", "closed")
                        .andEnd(),
                row("HTTP/1.0", "HTTP/1.0 404 \r\nX: y\r\n\r\nno", "HTTP/1.0 404  {X: y}", "data no", "end", "closed")
                        .andEnd(),
                row("closed behind a complete response", "HTTP/1.1 204 \r\n\r\n", "HTTP/1.1 204  {}", "end", "closed")
                        .andEnd(),
                row(
                                "Connection: close, and bytes behind",
                                "HTTP/1.1 204 \r\nConnection: close\r\n\r\nnonsense",
                                "HTTP/1.1 204  {Connection: close}",
                                "end",
                                "closed")
                        .andEnd());
    }

    /** Responses behind which the bytes are not HTTP. */
    static Stream<Row> switched() {
        return Stream.of(
                row(
                        "101",
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                        "HTTP/1.1 101 Switching Protocols {Upgrade: x}"),
                to(
                        Method.CONNECT,
                        "CONNECT accepted",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                        "HTTP/1.1 200 OK {Content-Length: 5}"));
    }

    static Stream<Row> bad() {
        return Stream.of(
                row("no status", "HTTP/1.1\r\n\r\n", "error 400"),
                row("empty status", "HTTP/1.1 \r\n\r\n", "error 400"),
                row("status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "error 400"),
                row("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "error 400"),
                row("status below 100", "HTTP/1.1 099 OK\r\n\r\n", "error 400"),
                row("status that is no number", "HTTP/1.1 2x0 OK\r\n\r\n", "error 400"),
                row("two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n", "error 400"),
                row("no HTTP", "ICY 200 OK\r\n\r\n", "error 400"),
                row("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", "error 505"),
                row("control in the reason", "HTTP/1.1 200 O\0K\r\n\r\n", "error 400"),
                row("CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", "error 400"),
                row("empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", "error 400"),
                row("line ended by LF", "HTTP/1.1 200 OK\n\r\n", "error 400"),
                row("header without colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "error 400"),
                row("folded header", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "error 400"),
                row(
                        "different lengths",
                        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
                        "error 400"),
                row(
                        "length and chunked",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "error 400"),
                row("unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", "error 400"),
                row(
                        "chunked in HTTP/1.0",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "error 400"),
                to(
                        Method.CONNECT,
                        "101 to CONNECT with Upgrade is a switch, but 102 is not",
                        "HTTP/1.1 102 \r\n\r\nx\r\n",
                        "HTTP/1.1 102  {}",
                        "error 400"),
                row("no byte", "", "error 400").andEnd(),
                row("half a head", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "error 400")
                        .andEnd(),
                row("100 without a final response", "HTTP/1.1 100 \r\n\r\n", "HTTP/1.1 100  {}", "error 400")
                        .andEnd(),
                row(
                                "half a body with Content-Length",
                                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
                                "HTTP/1.1 200 OK {Content-Length: 3}",
                                "data hi",
                                "error 400")
                        .andEnd(),
                row(
                                "half a chunked body",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
                                "HTTP/1.1 200 OK {Transfer-Encoding: chunked}",
                                "data hi",
                                "error 400")
                        .andEnd(),
                row(
                                "half a trailer section",
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n",
                                "HTTP/1.1 200 OK {Transfer-Encoding: chunked}",
                                "error 400")
                        .andEnd());
    }

    @ParameterizedTest
    @MethodSource({"whole", "closed", "switched", "bad"})
    void inOneRead(Row row) {
        assertThat(row.outcome(Feed.client(row.method).text(row.bytes))).isEqualTo(row.events);
    }

    @ParameterizedTest
    @MethodSource({"whole", "closed", "switched", "bad"})
    void byteByByte(Row row) {
        assertThat(row.outcome(Feed.client(row.method).byteByByte(row.bytes))).isEqualTo(row.events);
    }

    @ParameterizedTest
    @MethodSource({"whole", "closed", "switched", "bad"})
    void splitAtEveryPlace(Row row) {
        for (int at = 0; at <= row.bytes.length(); at++) {
            Feed feed = Feed.client(row.method).splitAt(row.bytes, at);
            assertThat(row.outcome(feed)).as("split at " + at).isEqualTo(row.events);
        }
    }

    /** Of nearly all responses no string is made for it. */
    @Test
    void theUsualReasonIsTheStringOfTheStatus() throws Exception {
        Http1Codec codec = Feed.client(Method.GET).codec;
        codec.receive(ByteBuffer.wrap(Feed.bytes("HTTP/1.1 404 Not Found\r\n\r\n")));
        assertThat(((Event.ResponseHead) codec.next()).reason()).isSameAs(Status.NOT_FOUND.reasonPhrase());
    }

    @ParameterizedTest
    @MethodSource({"whole", "switched"})
    void bytesBehindAreTrailingData(Row row) {
        for (int at = 0; at < row.bytes.length(); at++) {
            Feed feed = Feed.client(row.method).splitAt(row.bytes + "more", at);
            assertThat(feed.lines()).as("split at " + at).isEqualTo(row.events);
            assertThat(feed.codec.hasTrailingData()).isTrue();
            assertThat(Feed.latin1(feed.codec.trailingData())).isEqualTo("more");
            assertThat(feed.codec.hasTrailingData()).isFalse();
        }
    }
}
