package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit allows its value and refuses one more, wherever the bytes are cut. */
class LimitsTest {
    /** @param bytes a message that fits into the limits exactly; {@code more} is one byte or field longer */
    record Row(String name, Limits limits, String bytes, String more, int status) {
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
                        DEFAULT.withStartLine("GET /ab HTTP/1.1\r\n".length()),
                        "GET /ab HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET /abc HTTP/1.1\r\nHost: a\r\n\r\n",
                        414),
                new Row(
                        "header line",
                        DEFAULT.withHeaderLine("Host: ab\r\n".length()),
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: abc\r\nX: y\r\n\r\n",
                        431),
                new Row(
                        "header section",
                        DEFAULT.withHeaders("Host: ab\r\nX: y\r\n\r\n".length()),
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: ab\r\nX: yz\r\n\r\n",
                        431),
                new Row(
                        "header section, without the empty line",
                        DEFAULT.withHeaders("Host: a\r\n\r\n".length()),
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: ab\r\n\r\n",
                        431),
                new Row(
                        "header count",
                        DEFAULT.withHeaderCount(2),
                        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nX: y\r\n\r\n",
                        431),
                new Row(
                        "chunk line",
                        DEFAULT.withChunkLine(6),
                        CHUNKED + "1;ab\r\nx\r\n0;ab\r\n\r\n",
                        CHUNKED + "1;abc\r\nx\r\n0\r\n\r\n",
                        400),
                new Row(
                        "last chunk line",
                        DEFAULT.withChunkLine(6),
                        CHUNKED + "1\r\nx\r\n0;ab\r\n\r\n",
                        CHUNKED + "1\r\nx\r\n0;abc\r\n\r\n",
                        400),
                new Row(
                        "trailers",
                        DEFAULT.withTrailers("A: b\r\n\r\n".length()),
                        CHUNKED + "0\r\nA: b\r\n\r\n",
                        CHUNKED + "0\r\nA: bc\r\n\r\n",
                        431),
                new Row(
                        "trailer count",
                        DEFAULT.withHeaderCount(2),
                        CHUNKED + "0\r\nA: b\r\nA: b\r\n\r\n",
                        CHUNKED + "0\r\nA: b\r\nA: b\r\nA: b\r\n\r\n",
                        431),
                new Row(
                        "body with Content-Length",
                        DEFAULT.withBody(3),
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd",
                        413),
                new Row(
                        "chunked body",
                        DEFAULT.withBody(3),
                        CHUNKED + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
                        CHUNKED + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n",
                        413));
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
        assertAll(row, row.more, "error " + row.status);
    }

    /** A line over its limit is refused as soon as it is too long, not at its end: until then it would be stored. */
    @Test
    void linesWithoutAnEnd() {
        Limits limits = DEFAULT.withStartLine(100).withHeaderLine(100).withHeaders(150);
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
        Limits limits = DEFAULT.withHeaders("Host: a\r\n\r\n".length()).withHeaderCount(1);
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
        Limits limits = DEFAULT.withBody(3);
        String head = "HTTP/1.1 200 OK\r\n\r\n";
        List<String> fits = Feed.client(Method.GET, limits)
                .text(head + "ab")
                .text("c")
                .end()
                .lines();
        assertThat(fits).containsExactly("HTTP/1.1 200 OK {}", "data abc", "end", "closed");
        List<String> more =
                Feed.client(Method.GET, limits).text(head + "abc").text("d").lines();
        assertThat(more).containsExactly("HTTP/1.1 200 OK {}", "data abc", "error 413");
    }

    @Test
    void negativeLimit() {
        assertThatThrownBy(() -> DEFAULT.withBody(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit body is -1");
    }

    @Test
    void defaultsAreAsDocumented() {
        assertThat(DEFAULT).isEqualTo(new Limits(8192, 8192, 65536, 100, 256, 8192, Long.MAX_VALUE));
    }
}
