// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.SpecCase.cancel;
import static io.snowloop.http.h2.SpecCase.closed;
import static io.snowloop.http.h2.SpecCase.frames;
import static io.snowloop.http.h2.SpecCase.priority;
import static io.snowloop.http.h2.SpecCase.request;
import static io.snowloop.http.h2.SpecCase.server;
import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static io.snowloop.testing.Frames.PRIORITY;

import io.snowloop.testing.Frames;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** h2spec's cases {@code generic}, of what a server has to take, and {@code hpack}, of what it has to refuse. */
class SpecGenericTest {
    private static final String GET = "1 GET http a / {Host: a} end";
    private static final String EIGHT_BYTES = "h2spec  ";
    private static final String PONG = "PING 6832737065632020 ack";
    private static final String COMPRESSION_ERROR = "GOAWAY 0 COMPRESSION_ERROR";

    private static SpecCase post(String id, String what, Frames body, String last) {
        return server("generic/" + id, what, body, last);
    }

    static Stream<SpecCase> streams() {
        return Stream.of(
                server("generic/1/1", "the client's preface", frames().get(1), GET),
                server(
                        "generic/2/1",
                        "PRIORITY on an idle stream",
                        priority(frames(), 1, 0, 256).ping(0, EIGHT_BYTES),
                        PONG),
                server(
                        "generic/2/2",
                        "WINDOW_UPDATE on a half-closed (remote) stream",
                        frames().get(1).windowUpdate(1, 100).ping(0, EIGHT_BYTES),
                        PONG),
                server(
                        "generic/2/3",
                        "PRIORITY on a half-closed (remote) stream",
                        priority(frames().get(1), 1, 0, 256).ping(0, EIGHT_BYTES),
                        PONG),
                server(
                        "generic/2/4",
                        "RST_STREAM on a half-closed (remote) stream",
                        cancel(frames().get(1), 1),
                        "reset 1 CANCEL by the peer"),
                closed(
                        "generic/2/5",
                        "PRIORITY on a closed stream",
                        priority(frames(), 1, 0, 256).ping(0, EIGHT_BYTES),
                        PONG));
    }

    static Stream<SpecCase> frameTypes() {
        byte[] block = request();
        byte[] more = Frames.block("x-dummy", "a");
        String post =
                Frames.latin1(Frames.block(":method", "POST", ":scheme", "http", ":authority", "a", ":path", "/"));
        return Stream.of(
                post("3.1/1", "DATA", frames().post(1).data(1, END_STREAM, "test"), "data 1 test end"),
                post(
                        "3.1/2",
                        "several DATA",
                        frames().post(1).data(1, 0, "te").data(1, END_STREAM, "st"),
                        "data 1 test end"),
                post(
                        "3.1/3",
                        "DATA with padding",
                        frames().post(1).frame(0, PADDED | END_STREAM, 1, "\6test\0\0\0\0\0\0"),
                        "data 1 test end"),
                post("3.2/1", "HEADERS", frames().get(1), GET),
                post(
                        "3.2/2",
                        "HEADERS with padding",
                        frames().frame(
                                        1,
                                        PADDED | END_STREAM | END_HEADERS,
                                        1,
                                        "\6" + Frames.latin1(block) + "\0\0\0\0\0\0"),
                        GET),
                post(
                        "3.2/3",
                        "HEADERS with priority",
                        frames().frame(
                                        1,
                                        PRIORITY | END_STREAM | END_HEADERS,
                                        1,
                                        "\0\0\0\0\u00ff" + Frames.latin1(block)),
                        GET),
                post(
                        "3.3/1",
                        "PRIORITY with weight 1",
                        priority(frames(), 1, 0, 1).get(1),
                        GET),
                post(
                        "3.3/2",
                        "PRIORITY with weight 256",
                        priority(frames(), 1, 0, 256).get(1),
                        GET),
                post(
                        "3.3/3",
                        "PRIORITY with a dependency",
                        priority(priority(frames(), 1, 0, 256), 3, 1, 256).get(1),
                        GET),
                post(
                        "3.3/4",
                        "PRIORITY, exclusive",
                        priority(frames(), 1, Integer.MIN_VALUE, 256).get(1),
                        GET),
                post(
                        "3.3/5",
                        "PRIORITY for an idle stream, and HEADERS on a lower one",
                        priority(frames(), 3, 0, 256).get(1),
                        GET),
                post("3.4/1", "RST_STREAM", cancel(frames().post(1), 1).ping(0, EIGHT_BYTES), PONG),
                post("3.5/1", "SETTINGS", frames().settings(3, 100), "SETTINGS ack"),
                post("3.7/1", "PING", frames().ping(0, EIGHT_BYTES), PONG),
                post("3.8/1", "GOAWAY", frames().goAway(0, 0, "h2spec").ping(0, EIGHT_BYTES), PONG),
                post(
                        "3.9/1",
                        "WINDOW_UPDATE of the connection",
                        frames().windowUpdate(0, 1).ping(0, EIGHT_BYTES),
                        PONG),
                post("3.9/2", "WINDOW_UPDATE of a stream", frames().get(1).windowUpdate(1, 1), GET),
                post(
                        "3.10/1",
                        "CONTINUATION",
                        frames().frame(1, END_STREAM, 1, block).frame(9, END_HEADERS, 1, more),
                        "1 GET http a / {Host: a, x-dummy: a} end"),
                post(
                        "3.10/2",
                        "several CONTINUATION",
                        frames().frame(1, END_STREAM, 1, block)
                                .frame(9, 0, 1, more)
                                .frame(9, END_HEADERS, 1, more),
                        "1 GET http a / {Host: a, x-dummy: a, x-dummy: a} end"),
                post("4/1", "GET", frames().get(1), GET),
                post("4/2", "HEAD", frames().request(1, "HEAD", END_STREAM), "1 HEAD http a / {Host: a} end"),
                post(
                        "4/3",
                        "POST",
                        frames().frame(1, END_HEADERS, 1, post).data(1, END_STREAM, "test"),
                        "data 1 test end"),
                post(
                        "4/4",
                        "POST with trailers",
                        frames().post(1, "trailer", "x-test").data(1, 0, "test").headers(1, END_STREAM, "x-test", "ok"),
                        "trailers 1 {x-test: ok}"));
    }

    private static SpecCase hpack(String id, String what, String block, String headers) {
        return server(
                "generic/5/" + id,
                what,
                frames().frame(1, END_STREAM | END_HEADERS, 1, request(block)),
                "1 GET http a / " + headers + " end");
    }

    static Stream<SpecCase> representations() {
        String agent = "{Host: a, user-agent: h2spec}";
        String test = "{Host: a, x-test: h2spec}";
        return Stream.of(
                hpack("1", "indexed", "ba", "{Host: a, user-agent: }"),
                hpack("2", "incremental, indexed name", "7a 06 683273706563", agent),
                hpack("3", "incremental, indexed name, Huffman", "7a 84 9c48aca4", agent),
                hpack("4", "incremental, new name", "40 06 782d74657374 06 683273706563", test),
                hpack("5", "incremental, new name, Huffman", "40 85 f2b24a84ff 84 9c48aca4", test),
                hpack("6", "without indexing, indexed name", "0f2b 06 683273706563", agent),
                hpack("7", "without indexing, indexed name, Huffman", "0f2b 84 9c48aca4", agent),
                hpack("8", "without indexing, new name", "00 06 782d74657374 06 683273706563", test),
                hpack("9", "without indexing, new name, Huffman", "00 85 f2b24a84ff 84 9c48aca4", test),
                hpack("10", "never indexed, indexed name", "1f2b 06 683273706563", agent),
                hpack("11", "never indexed, indexed name, Huffman", "1f2b 84 9c48aca4", agent),
                hpack("12", "never indexed, new name", "10 06 782d74657374 06 683273706563", test),
                hpack("13", "never indexed, new name, Huffman", "10 85 f2b24a84ff 84 9c48aca4", test),
                server("generic/5/14", "a table size", sizes("3f61"), GET),
                server("generic/5/15", "two table sizes", sizes("3f613fe11f"), GET));
    }

    /** A request behind changes of the table's size. */
    private static Frames sizes(String hex) {
        return frames().frame(
                        1,
                        END_STREAM | END_HEADERS,
                        1,
                        Frames.latin1(HexFormat.of().parseHex(hex)) + Frames.latin1(request()));
    }

    private static SpecCase malformed(String id, String what, String block) {
        return server(
                "hpack/" + id, what, frames().frame(1, END_STREAM | END_HEADERS, 1, request(block)), COMPRESSION_ERROR);
    }

    static Stream<SpecCase> decodingErrors() {
        return Stream.of(
                malformed("2.3.3/1", "index 70", "c6"),
                malformed("2.3.3/2", "a name with index 70", "7f07 00"),
                malformed("4.2/1", "a table size at the end", "21"),
                malformed("5.2/1", "padding of more than 7 bits", "00 85 f2b24a84ff 84 49509fff"),
                malformed("5.2/2", "padding of zeros", "00 85 f2b24a84ff 83 495090"),
                malformed("5.2/3", "EOS", "00 85 f2b24a84ff 87 4951fffffffa7f"),
                malformed("6.1/1", "index 0", "80"),
                server("hpack/6.3/1", "a table size above our setting", sizes("3fe21f"), COMPRESSION_ERROR));
    }

    @ParameterizedTest
    @MethodSource({"streams", "frameTypes", "representations", "decodingErrors"})
    void cases(SpecCase each) {
        each.run();
    }
}
