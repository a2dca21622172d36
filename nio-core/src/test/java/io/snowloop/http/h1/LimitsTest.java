// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Method;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit allows its value and refuses one more, wherever the bytes are cut. */
class LimitsTest {
    /** @param bytes a message that fits into the limits exactly; {@code more} is one byte or field longer */
    record Row(String name, Limits limits, String bytes, String more, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Limits DEFAULT = Limits.DEFAULT;
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "request line",
                        Limits.builder()
                                .startLine("GET /ab HTTP/1.1\r\n".length())
                                .build(),
                        "GET /ab HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET /abc HTTP/1.1\r\nHost: a\r\n\r\n",
                        "414, over startLine"),
                new Row(
                        "header line",
                        Limits.builder().headerLine("Host: ab\r\n".length()).build(),
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: abc\r\nX: y\r\n\r\n",
                        "431, over headerLine"),
                new Row(
                        "header section",
                        Limits.builder()
                                .headers("Host: ab\r\nX: y\r\n\r\n".length())
                                .build(),
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: yz\r\n\r\n",
                        "431, over headers"),
                new Row(
                        "header section, without the empty line",
                        Limits.builder().headers("Host: a\r\n\r\n".length()).build(),
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: ab\r\n\r\n",
                        "431, over headers"),
                new Row(
                        "header count",
                        Limits.builder().headerCount(2).build(),
                        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nX: y\r\n\r\n",
                        "431, over headerCount"),
                new Row(
                        "chunk line",
                        Limits.builder().chunkLine(6).build(),
                        CHUNKED + "1;ab\r\nx\r\n0;ab\r\n\r\n",
                        CHUNKED + "1;abc\r\nx\r\n0\r\n\r\n",
                        "400, over chunkLine"),
                new Row(
                        "last chunk line",
                        Limits.builder().chunkLine(6).build(),
                        CHUNKED + "1\r\nx\r\n0;ab\r\n\r\n",
                        CHUNKED + "1\r\nx\r\n0;abc\r\n\r\n",
                        "400, over chunkLine"),
                new Row(
                        "trailers",
                        Limits.builder().trailers("A: b\r\n\r\n".length()).build(),
                        CHUNKED + "0\r\nA: b\r\n\r\n",
                        CHUNKED + "0\r\nA: bc\r\n\r\n",
                        "431, over trailers"),
                new Row(
                        "trailer count",
                        Limits.builder().headerCount(2).build(),
                        CHUNKED + "0\r\nA: b\r\nA: b\r\n\r\n",
                        CHUNKED + "0\r\nA: b\r\nA: b\r\nA: b\r\n\r\n",
                        "431, over headerCount"),
                new Row(
                        "body with Content-Length",
                        Limits.builder().body(3).build(),
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd",
                        "413, over body"),
                new Row(
                        "chunked body",
                        Limits.builder().body(3).build(),
                        CHUNKED + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                        CHUNKED + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n",
                        "413, over body"));
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                setting("startLine", (builder, value) -> builder.startLine(value), Limits::startLine),
                setting("headerLine", (builder, value) -> builder.headerLine(value), Limits::headerLine),
                setting("headers", (builder, value) -> builder.headers(value), Limits::headers),
                setting("headerCount", (builder, value) -> builder.headerCount(value), Limits::headerCount),
                setting("chunkLine", (builder, value) -> builder.chunkLine(value), Limits::chunkLine),
                setting("trailers", (builder, value) -> builder.trailers(value), Limits::trailers),
                setting("body", (builder, value) -> builder.body(value), Limits::body));
    }

    private static Arguments setting(
            String name, BiFunction<Limits.Builder, Integer, Limits.Builder> set, ToLongFunction<Limits> get) {
        return Arguments.of(name, set, get);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aLimitMayBeZeroAndNotLess(
            String name, BiFunction<Limits.Builder, Integer, Limits.Builder> set, ToLongFunction<Limits> get) {
        assertThat(get.applyAsLong(set.apply(Limits.builder(), 0).build())).isZero();
        assertThatThrownBy(() -> set.apply(Limits.builder(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " must be at least 0, not -1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aCopyHasTheLimitAndTheOthersAsTheyWere(
            String name, BiFunction<Limits.Builder, Integer, Limits.Builder> set, ToLongFunction<Limits> get) {
        Limits copy = set.apply(DEFAULT.toBuilder(), 77).build().toBuilder().build();

        assertThat(get.applyAsLong(copy)).isEqualTo(77);
        assertThat(copy.toString())
                .contains(name + " 77")
                .hasToString(
                        DEFAULT.toString().replaceFirst("\\b" + name + " " + get.applyAsLong(DEFAULT), name + " 77"));
    }

    private static void assertAll(Row row, String bytes, String last) {
        for (int at = 0; at <= bytes.length(); at++) {
            List<String> lines =
                    Feed.server(row.limits).splitAt(bytes, at).end().lines();
            assertThat(lines.get(lines.size() - 1)).as("split at " + at).isEqualTo(last);
        }
        List<String> lines = Feed.server(row.limits).byteByByte(bytes).end().lines();
        assertThat(lines.get(lines.size() - 1)).isEqualTo(last);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void atTheLimit(Row row) {
        assertAll(row, row.bytes, "closed");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overTheLimit(Row row) {
        assertAll(row, row.more, "error " + row.error);
    }

    /** A line over its limit is refused as soon as it is too long, not at its end: until then it would be stored. */
    @Test
    void linesWithoutAnEnd() {
        Limits limits =
                Limits.builder().startLine(100).headerLine(100).headers(150).build();
        String[] heads = {"", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(60) + "\r\n"};
        int[] room = {100, 100, 150 - ("Host: a\r\n" + "X: " + "y".repeat(60) + "\r\n").length()};
        for (int i = 0; i < heads.length; i++) {
            Feed feed = Feed.server(limits).text(heads[i] + "z".repeat(room[i] - 1));
            assertThat(feed.lines()).as(heads[i]).isEmpty();
            assertThat(feed.text("z").lines())
                    .as(heads[i])
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("error 4");
        }
    }

    /** The bytes of one header section do not count for the next one. */
    @Test
    void limitsAreForEachMessage() {
        Limits limits = Limits.builder()
                .headers("Host: a\r\n\r\n".length())
                .headerCount(1)
                .build();
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(Feed.server(limits)
                        .text("\r\n\r\n" + request + "\r\n\r\n" + request)
                        .lines())
                .hasSize(4)
                .last()
                .isEqualTo("end");
    }

    @Test
    void bodyUntilEof() {
        Limits limits = Limits.builder().body(3).build();
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        List<String> fits = Feed.client(Method.GET, limits)
                .text(head + "ab")
                .text("c")
                .end()
                .lines();
        assertThat(fits).containsExactly("HTTP/1.1 200 OK {}", "data abc", "end", "closed");
        List<String> more =
                Feed.client(Method.GET, limits).text(head + "abc").text("d").lines();
        assertThat(more).containsExactly("HTTP/1.1 200 OK {}", "data abc", "error 413, over body");
    }

    /** A server that sends nothing else would keep its client busy. */
    @Test
    void informationalResponses() {
        Limits limits = Limits.builder().informational(2).build();
        String early = "HTTP/1.1 103 Early Hints\r\n\r\n";
        String answer = "HTTP/1.1 204 No Content\r\n\r\n";
        assertThat(Feed.client(Method.GET, limits).text(early + early + answer).lines())
                .hasSize(4)
                .last()
                .isEqualTo("end");
        assertThat(Feed.client(Method.GET, limits)
                        .text(early + early + early + answer)
                        .lines())
                .hasSize(3)
                .last()
                .isEqualTo("error 502, over informational");
    }

    @Test
    void defaultsAreAsDocumented() {
        assertThat(DEFAULT)
                .hasToString(
                        "startLine 8192, headerLine 8192, headers 65536, headerCount 100, chunkLine 256, trailers 8192, body "
                                + Long.MAX_VALUE + ", informational 100");
    }
}
