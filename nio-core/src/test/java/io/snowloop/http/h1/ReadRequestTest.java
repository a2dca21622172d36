// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that a server reads: each row whole, byte by byte, split at every place, and with a request behind. */
class ReadRequestTest {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: n\r\n\r\n";
    private static final List<String> NEXT_EVENTS = List.of("GET /next HTTP/1.1 {Host: n}", "end");

    /** @param bytes a text in which each character is one byte */
    record Row(String name, String bytes, List<String> events) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, String bytes, String... events) {
        return new Row(name, bytes, List.of(events));
    }

    private static Row get(String name, String requestLine, String event) {
        return row(name, requestLine + "\r\nHost: a\r\n\r\n", event + " {Host: a}", "end");
    }

    /** A request with {@code Host: a} and these header lines, each ended by CRLF, and behind it the body. */
    private static String post(String lines, String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + body;
    }

    static Stream<Row> good() {
        return Stream.of(
                get("origin-form", "GET / HTTP/1.1", "GET / HTTP/1.1"),
                get("path and query", "GET /a/b;c?d=e&f=%20%Ff HTTP/1.1", "GET /a/b;c?d=e&f=%20%Ff HTTP/1.1"),
                get("characters that browsers don't encode", "GET /[]|^`{}\\ HTTP/1.1", "GET /[]|^`{}\\ HTTP/1.1"),
                get("any token is a method", "M-SEARCH / HTTP/1.1", "M-SEARCH / HTTP/1.1"),
                get("method is case-sensitive", "get / HTTP/1.1", "get / HTTP/1.1"),
                get("absolute-form", "GET http://a/b?c HTTP/1.1", "GET http://a/b?c HTTP/1.1"),
                get("absolute-form, https, no path", "GET HTTPS://A HTTP/1.1", "GET HTTPS://A HTTP/1.1"),
                get("absolute-form, query and no path", "GET http://a?b HTTP/1.1", "GET http://a?b HTTP/1.1"),
                get("asterisk-form", "OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"),
                get("a higher minor version is read as 1.1", "GET / HTTP/1.9", "GET / HTTP/1.1"),
                row(
                        "HTTP/1.0 with Host and keep-alive",
                        "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
                        "GET / HTTP/1.0 {Host: a, Connection: keep-alive}",
                        "end"),
                row(
                        "empty lines before the request line",
                        "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a}",
                        "end"),
                row(
                        "host with port",
                        "GET / HTTP/1.1\r\nHost: a.b-c.example.org:8080\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a.b-c.example.org:8080}",
                        "end"),
                row(
                        "host with the highest port",
                        "GET / HTTP/1.1\r\nHost: a:65535\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a:65535}",
                        "end"),
                row("host with port 0", "GET / HTTP/1.1\r\nHost: a:0\r\n\r\n", "GET / HTTP/1.1 {Host: a:0}", "end"),
                row(
                        "host with an empty port",
                        "GET / HTTP/1.1\r\nHost: a:\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a:}",
                        "end"),
                row(
                        "host as IPv6",
                        "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                        "GET / HTTP/1.1 {Host: [::1]:80}",
                        "end"),
                row("the shortest IPv6", "GET / HTTP/1.1\r\nHost: [::]\r\n\r\n", "GET / HTTP/1.1 {Host: [::]}", "end"),
                row(
                        "host with percent-encoding",
                        "GET / HTTP/1.1\r\nHost: a%20b\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a%20b}",
                        "end"),
                row(
                        "spaces around a value",
                        "GET / HTTP/1.1\r\nHost: \t a \t\r\nX:\r\nY:b  c\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a, X: , Y: b  c}",
                        "end"),
                row(
                        "upper half of Latin-1 in a value",
                        "GET / HTTP/1.1\r\nHost: a\r\nX: \u00e9\u00ff\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a, X: \u00e9\u00ff}",
                        "end"),
                row(
                        "unusual and repeated names",
                        "GET / HTTP/1.1\r\nHost: a\r\nx!#$%&'*+-.^_`|~9: 1\r\nX: 2\r\nx: 3\r\n\r\n",
                        "GET / HTTP/1.1 {Host: a, x!#$%&'*+-.^_`|~9: 1, X: 2, x: 3}",
                        "end"),
                row(
                        "Content-Length",
                        post("Content-Length: 5\r\n", "hello"),
                        "POST / HTTP/1.1 {Host: a, Content-Length: 5}",
                        "data hello",
                        "end"),
                row(
                        "Content-Length 0",
                        post("content-length: 0\r\n", ""),
                        "POST / HTTP/1.1 {Host: a, content-length: 0}",
                        "end"),
                row(
                        "Content-Length with zeros in front",
                        post("Content-Length: 005\r\n", "hello"),
                        "POST / HTTP/1.1 {Host: a, Content-Length: 005}",
                        "data hello",
                        "end"),
                row(
                        "GET with a body",
                        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                        "GET / HTTP/1.1 {Host: a, Content-Length: 3}",
                        "data abc",
                        "end"),
                chunked("chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "data hello world", "end"),
                chunked("no chunk", "0\r\n\r\n", "end"),
                chunked(
                        "size in either case, zeros in front",
                        "00a\r\n0123456789\r\n0A\r\n0123456789\r\n000\r\n\r\n",
                        "data 01234567890123456789",
                        "end"),
                chunked(
                        "extensions",
                        "1;a\r\nx\r\n1 ;a=b;c=\"d;\"\r\ny\r\n1\t ; e\r\nz\r\n0;last\r\n\r\n",
                        "data xyz",
                        "end"),
                chunked("trailers", "1\r\nx\r\n0\r\nA: b\r\nC: d\r\n\r\n", "data x", "end {A: b, C: d}"),
                chunked(
                        "trailers of framing and routing are ignored",
                        "1\r\nx\r\n0\r\nHost: b\r\ncontent-length: 9\r\nC: d\r\nTransfer-Encoding: a\r\nTrailer: C\r\n\r\n",
                        "data x",
                        "end {C: d}"),
                chunked("size of 15 digits", "000000000000001\r\nx\r\n0\r\n\r\n", "data x", "end"),
                chunked("line ends in data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "data \r\n\r\n", "end"),
                row(
                        "coding in another case",
                        post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"),
                        "POST / HTTP/1.1 {Host: a, Transfer-Encoding: Chunked}",
                        "end"));
    }

    private static Row chunked(String name, String body, String... events) {
        List<String> all = new ArrayList<>(List.of("POST / HTTP/1.1 {Host: a, Transfer-Encoding: chunked}"));
        all.addAll(List.of(events));
        return new Row("chunked: " + name, post("Transfer-Encoding: chunked\r\n", body), all);
    }

    private static Row line(int status, String name, String requestLine) {
        return row(name, requestLine + "\r\nHost: a\r\n\r\n", "error " + status);
    }

    private static Row header(String name, String lines) {
        return row(name, "GET / HTTP/1.1\r\n" + lines + "\r\n", "error 400");
    }

    private static Row framing(int status, String name, String lines) {
        return row(name, post(lines, "0\r\n\r\n"), "error " + status);
    }

    private static Row broken(String name, String body, String... events) {
        return chunked(name, body, events);
    }

    static Stream<Row> bad() {
        return Stream.of(badStartLines(), badHeaders(), badFraming(), badChunks())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> badStartLines() {
        return Stream.of(
                line(400, "HTTP/0.9", "GET /"),
                line(400, "no target", "GET HTTP/1.1"),
                line(400, "only a word", "GET"),
                line(400, "empty method", " / HTTP/1.1"),
                line(400, "empty target", "GET  HTTP/1.1"),
                line(400, "two spaces before the target", "GET  / HTTP/1.1"),
                line(400, "two spaces before the version", "GET /  HTTP/1.1"),
                line(400, "space at the end", "GET / HTTP/1.1 "),
                line(400, "space in the target", "GET /a b HTTP/1.1"),
                line(400, "tab for a space", "GET\t/\tHTTP/1.1"),
                line(400, "method that is no token", "G{T / HTTP/1.1"),
                line(400, "method with a control", "GE\u0001T / HTTP/1.1"),
                line(400, "bytes of a TLS handshake", "\u0016\u0003\u0001\u0002\u0000\u0001"),
                line(400, "version in lower case", "GET / http/1.1"),
                line(400, "version of another protocol", "GET / HTTQ/1.1"),
                line(400, "version too long", "GET / HTTP/1.10"),
                line(400, "version too short", "GET / HTTP/1."),
                line(400, "version without a dot", "GET / HTTP/1:1"),
                line(400, "major version no digit", "GET / HTTP/a.1"),
                line(400, "minor version no digit", "GET / HTTP/1.a"),
                line(505, "HTTP/2", "GET / HTTP/2.0"),
                line(505, "HTTP/0.9 as a version", "GET / HTTP/0.9"),
                row("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "error 505"),
                line(400, "fragment", "GET /a#b HTTP/1.1"),
                line(400, "quote", "GET /\" HTTP/1.1"),
                line(400, "above ASCII", "GET /\u00e9 HTTP/1.1"),
                line(400, "NUL in the target", "GET /\0 HTTP/1.1"),
                line(400, "DEL in the target", "GET /\u007f HTTP/1.1"),
                line(400, "CR in the target", "GET /\rX HTTP/1.1"),
                line(400, "percent sign alone", "GET /% HTTP/1.1"),
                line(400, "percent and one digit", "GET /%2 HTTP/1.1"),
                line(400, "percent and no digit", "GET /%g0 HTTP/1.1"),
                line(400, "percent and no second digit", "GET /%0g HTTP/1.1"),
                line(400, "target without a slash", "GET a HTTP/1.1"),
                line(400, "asterisk for GET", "GET * HTTP/1.1"),
                line(400, "asterisk and more", "OPTIONS *a HTTP/1.1"),
                line(400, "authority-form for GET", "GET a:80 HTTP/1.1"),
                line(400, "absolute-form of another scheme", "GET ftp://a/ HTTP/1.1"),
                line(400, "absolute-form without a host", "GET http:///a HTTP/1.1"),
                line(400, "absolute-form with user information", "GET http://u:p@a/ HTTP/1.1"),
                line(400, "absolute-form that is not Host's", "GET http://b/ HTTP/1.1"),
                line(400, "CONNECT to a path", "CONNECT / HTTP/1.1"),
                line(400, "CONNECT without a port", "CONNECT a HTTP/1.1"),
                line(400, "CONNECT with an empty port", "CONNECT a: HTTP/1.1"),
                line(400, "CONNECT to an IPv6 address without a port", "CONNECT [::1] HTTP/1.1"),
                line(400, "CONNECT to an open bracket", "CONNECT [::1:80 HTTP/1.1"),
                line(400, "absolute-form with an open bracket", "GET http://[::1/ HTTP/1.1"),
                line(400, "CONNECT to a name that ends like a port", "CONNECT a1 HTTP/1.1"),
                line(400, "CONNECT to nowhere", "CONNECT :80 HTTP/1.1"),
                row(
                        "three empty lines before the request line",
                        "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "error 400"),
                row("empty line of one LF", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "error 400"),
                row("request line ended by LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", "error 400"));
    }

    private static Stream<Row> badHeaders() {
        return Stream.of(
                header("no Host", ""),
                header("empty Host", "Host:\r\n"),
                header("two equal Hosts", "Host: a\r\nHost: a\r\n"),
                header("Hosts in a list", "Host: a, a\r\n"),
                header("Host with a path", "Host: a/b\r\n"),
                header("Host with user information", "Host: u@a\r\n"),
                header("Host with a blank", "Host: a b\r\n"),
                header("Host with a port of letters", "Host: a:http\r\n"),
                header("Host with a port too high", "Host: a:65536\r\n"),
                header("Host with a port of many digits", "Host: a:0000000000000000080\r\n"),
                header("Host with broken percent-encoding", "Host: a%2\r\n"),
                header("Host in an open bracket", "Host: [::1\r\n"),
                header("Host in empty brackets", "Host: []\r\n"),
                header("Host in brackets that is no address", "Host: [g]\r\n"),
                header("Host of brackets and a colon", "Host: [:]\r\n"),
                header("Host in brackets that is IPv4", "Host: [127.0.0.1]\r\n"),
                header("Host with a zone", "Host: [fe80::1%25lo]\r\n"),
                header("Host of one bracket", "Host: [\r\n"),
                header("Host with a bracket at its end", "Host: ::1]\r\n"),
                header("Host with a port in its bracket", "Host: [::1:80\r\n"),
                header("Host in brackets and more", "Host: [::1]a\r\n"),
                row("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "error 400"),
                header("no colon", "Host: a\r\nnonsense\r\n"),
                header("empty name", "Host: a\r\n: b\r\n"),
                header("space before the colon", "Host : a\r\n"),
                header("tab before the colon", "Host\t: a\r\n"),
                header("space in a name", "Host: a\r\nX Y: b\r\n"),
                header("name above ASCII", "Host: a\r\nX\u00e9: b\r\n"),
                header("control in a name", "Host: a\r\nX\u0000: b\r\n"),
                header("space before the first header", " Host: a\r\n"),
                header("folded line", "Host: a\r\nX: b\r\n c\r\n"),
                header("folded line with a tab", "Host: a\r\nX: b\r\n\tc\r\n"),
                header("folded line with a colon", "Host: a\r\nX: b\r\n c: d\r\n"),
                header("NUL in a value", "Host: a\r\nX: b\0c\r\n"),
                header("ESC in a value", "Host: a\r\nX: \u001b[31m\r\n"),
                header("DEL in a value", "Host: a\r\nX: \u007f\r\n"),
                header("bare CR in a value", "Host: a\r\nX: b\rY: c\r\n"),
                header("two CRs before LF", "Host: a\r\r\n"),
                header("bare LF in a value", "Host: a\r\nX: b\nY: c\r\n"),
                header("bare LF for the empty line", "Host: a\r\n\n"));
    }

    private static Stream<Row> badFraming() {
        return Stream.of(
                framing(
                        400,
                        "both Content-Length and Transfer-Encoding",
                        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
                framing(400, "both, the other way around", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
                framing(400, "two different Content-Lengths", "Content-Length: 5\r\nContent-Length: 6\r\n"),
                framing(400, "two equal Content-Lengths", "Content-Length: 5\r\nContent-Length: 5\r\n"),
                framing(400, "list of Content-Lengths", "Content-Length: 5, 5\r\n"),
                framing(400, "empty Content-Length", "Content-Length:\r\n"),
                framing(400, "positive Content-Length", "Content-Length: +5\r\n"),
                framing(400, "negative Content-Length", "Content-Length: -5\r\n"),
                framing(400, "hexadecimal Content-Length", "Content-Length: 0x5\r\n"),
                framing(400, "Content-Length with a letter behind", "Content-Length: 5a\r\n"),
                framing(400, "Content-Length with an Arabic digit", "Content-Length: \u00b2\r\n"),
                framing(413, "Content-Length of 2^64", "Content-Length: 18446744073709551616\r\n"),
                framing(413, "Content-Length of 19 digits", "Content-Length: 1000000000000000000\r\n"),
                framing(501, "another coding, then chunked", "Transfer-Encoding: gzip, chunked\r\n"),
                framing(501, "the same in two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
                framing(400, "another coding alone", "Transfer-Encoding: gzip\r\n"),
                framing(400, "identity", "Transfer-Encoding: identity\r\n"),
                framing(400, "chunked not at the end", "Transfer-Encoding: chunked, gzip\r\n"),
                framing(400, "chunked twice", "Transfer-Encoding: chunked, chunked\r\n"),
                framing(400, "chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
                framing(400, "empty coding", "Transfer-Encoding:\r\n"),
                framing(400, "an empty coding before", "Transfer-Encoding: ,chunked\r\n"),
                framing(400, "coding that ends with chunked", "Transfer-Encoding: xchunked\r\n"),
                framing(400, "coding with a parameter", "Transfer-Encoding: chunked;a=b\r\n"),
                framing(400, "quoted coding", "Transfer-Encoding: \"chunked\"\r\n"),
                row(
                        "Transfer-Encoding in HTTP/1.0",
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "error 400"),
                row(
                        "CONNECT with Content-Length",
                        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 1\r\n\r\nx",
                        "error 400"),
                row(
                        "CONNECT with Transfer-Encoding",
                        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "error 400"));
    }

    private static Stream<Row> badChunks() {
        return Stream.of(
                broken("no size", "\r\nx\r\n", "error 400"),
                broken("no size but an extension", ";a\r\nx\r\n", "error 400"),
                broken("no size, but an end", "\r\n\r\n", "error 400"),
                broken("no size, but an extension and an end", ";a\r\n\r\n", "error 400"),
                broken("another byte than CR behind data", "1\r\nxy\n0\r\n\r\n", "data x", "error 400"),
                broken("signed size", "+1\r\nx\r\n", "error 400"),
                broken("negative size", "-1\r\nx\r\n", "error 400"),
                broken("size with a prefix", "0x1\r\nx\r\n", "error 400"),
                broken("size that is no number", "g\r\nx\r\n", "error 400"),
                broken("size above ASCII", "\u00e9\r\nx\r\n", "error 400"),
                broken("space before the size", " 1\r\nx\r\n", "error 400"),
                broken("space behind the size", "1 \r\nx\r\n", "error 400"),
                broken("space, then no extension", "1 1\r\nx\r\n", "error 400"),
                broken("size of 16 digits", "0000000000000001\r\nx\r\n", "error 400"),
                broken("size beyond 64 bits", "ffffffffffffffff\r\nx\r\n", "error 400"),
                broken("chunk line ended by LF", "1\nx\r\n", "error 400"),
                broken("CR in the chunk line", "1\r\rx\r\n", "error 400"),
                broken("extension ended by LF", "1;a\nx\r\n", "error 400"),
                broken("CR in an extension", "1;a\rb\r\nx\r\n", "error 400"),
                broken("NUL in an extension", "1;\0\r\nx\r\n", "error 400"),
                broken("data longer than the size", "1\r\nxy\r\n", "data x", "error 400"),
                broken("data shorter than the size", "3\r\nx\r\n0\r\n\r\n", "data x\r\n", "error 400"),
                broken("data ended by LF", "1\r\nx\n0\r\n\r\n", "data x", "error 400"),
                broken("another byte than LF behind the CR of data", "1\r\nx\ry0\r\n\r\n", "data x", "error 400"),
                broken("data ended by CR", "1\r\nx\r0\r\n\r\n", "data x", "error 400"),
                broken("trailer that is no header", "0\r\nnonsense\r\n\r\n", "error 400"),
                broken("trailer ended by LF", "0\r\nA: b\n\r\n", "error 400"),
                broken("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "error 400"));
    }

    @ParameterizedTest
    @MethodSource({"good", "bad"})
    void whole(Row row) {
        assertThat(Feed.server().text(row.bytes).lines()).isEqualTo(row.events);
    }

    @ParameterizedTest
    @MethodSource({"good", "bad"})
    void byteByByte(Row row) {
        assertThat(Feed.server().byteByByte(row.bytes).lines()).isEqualTo(row.events);
    }

    @ParameterizedTest
    @MethodSource({"good", "bad"})
    void splitAtEveryPlace(Row row) {
        for (int at = 0; at <= row.bytes.length(); at++) {
            assertThat(Feed.server().splitAt(row.bytes, at).lines())
                    .as("split at " + at)
                    .isEqualTo(row.events);
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void withAnotherRequestBehind(Row row) {
        List<String> both = new ArrayList<>(row.events);
        both.addAll(NEXT_EVENTS);
        String bytes = row.bytes + NEXT;
        assertThat(Feed.server().text(bytes).lines()).isEqualTo(both);
        assertThat(Feed.server().byteByByte(bytes).lines()).isEqualTo(both);
        for (int at = row.bytes.length() - 3; at < bytes.length(); at++) {
            assertThat(Feed.server().splitAt(bytes, at).lines())
                    .as("split at " + at)
                    .isEqualTo(both);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void nothingIsReadBehindAnError(Row row) {
        Feed feed = Feed.server().text(row.bytes + NEXT);
        assertThat(feed.lines()).isEqualTo(row.events);
        assertThat(feed.codec.hasTrailingData()).isEqualTo(feed.codec.isHttp2Preface());
        assertThat(feed.codec.theirState()).isEqualTo(State.ERROR);
    }

    /** A server that speaks both versions reads on with the other codec. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 24, 30})
    void thePrefaceOfHttp2IsKeptForTheCodecThatReadsIt(int at) {
        String bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nframes";
        Feed feed = Feed.server().splitAt(bytes, at);

        assertThat(feed.lines()).containsExactly("error 505");
        assertThat(feed.codec.isHttp2Preface()).isTrue();
        String kept = ISO_8859_1.decode(feed.codec.trailingData()).toString();
        assertThat(kept).isNotEmpty();
        assertThat(bytes).startsWith(kept);
        assertThat(feed.codec.hasTrailingData()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("good")
    void truncated(Row row) {
        for (int at = 0; at < row.bytes.length(); at++) {
            List<String> lines =
                    Feed.server().text(row.bytes.substring(0, at)).end().lines();
            boolean nothingYet = row.bytes.substring(0, at).replace("\r\n", "").isEmpty();
            assertThat(lines.get(lines.size() - 1))
                    .as("ended after " + at)
                    .isEqualTo(nothingYet ? "closed" : "error 400");
        }
    }
}
