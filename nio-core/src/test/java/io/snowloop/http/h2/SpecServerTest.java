// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.SpecCase.cancel;
import static io.snowloop.http.h2.SpecCase.closed;
import static io.snowloop.http.h2.SpecCase.frames;
import static io.snowloop.http.h2.SpecCase.priority;
import static io.snowloop.http.h2.SpecCase.request;
import static io.snowloop.http.h2.SpecCase.server;
import static io.snowloop.testing.Frames.ACK;
import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static io.snowloop.testing.Frames.PRIORITY;

import io.snowloop.testing.Frames;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * h2spec's cases {@code http2}, sections 3 to 7. h2spec is of RFC 7540; where RFC 9113 has another rule, the row says so.
 */
class SpecServerTest {
    private static final String EIGHT_BYTES = "h2spec  ";
    private static final String PONG = "PING 6832737065632020 ack";
    private static final String STREAM_CLOSED = "RST_STREAM 1 STREAM_CLOSED";

    /** Errors of the connection in front of the first request, and behind it. */
    private static final String PROTOCOL = "GOAWAY 0 PROTOCOL_ERROR";

    private static final String PROTOCOL_1 = "GOAWAY 1 PROTOCOL_ERROR";
    private static final String SIZE = "GOAWAY 0 FRAME_SIZE_ERROR";
    private static final String FLOW = "GOAWAY 0 FLOW_CONTROL_ERROR";

    private static SpecCase http2(String id, String what, Frames frames, String last) {
        return server("http2/" + id, what, frames, last);
    }

    /** HEADERS whose section goes on. */
    private static Frames open(int stream) {
        return frames().frame(1, 0, stream, request());
    }

    private static Frames end(Frames frames, int stream) {
        return frames.frame(9, END_HEADERS, stream, Frames.block("x-dummy", "a"));
    }

    static Stream<SpecCase> framing() {
        return Stream.of(
                new SpecCase(
                        "http2/3.5/2",
                        "another preface",
                        Http2Feed::server,
                        frames().text("INVALID CONNECTION PREFACE\r\n\r\n"),
                        PROTOCOL),
                http2(
                        "4.1/1",
                        "an unknown type",
                        frames().frame(0x16, 0, 0, "12345678").ping(0, EIGHT_BYTES),
                        PONG),
                http2("4.1/2", "undefined flags", frames().ping(0x16, EIGHT_BYTES), PONG),
                http2("4.1/3", "the reserved bit", frames().frame(6, 0x16, Integer.MIN_VALUE, EIGHT_BYTES), PONG),
                http2(
                        "4.2/1",
                        "DATA of 2^14 bytes",
                        frames().post(1).data(1, END_STREAM, "x".repeat(16_384)),
                        "data 1 " + "x".repeat(16_384) + " end"),
                http2(
                        "4.2/2",
                        "DATA that is too long",
                        frames().post(1).data(1, END_STREAM, "x".repeat(16_385)),
                        "GOAWAY 1 FRAME_SIZE_ERROR"),
                http2(
                        "4.2/3",
                        "HEADERS that are too long",
                        frames().headers(1, END_STREAM, "x-dummy", "x".repeat(16_384)),
                        SIZE),
                http2(
                        "4.3/1",
                        "a block that cannot be decoded",
                        frames().frame(1, END_STREAM | END_HEADERS, 1, "\100"),
                        "GOAWAY 0 COMPRESSION_ERROR"),
                http2("4.3/2", "PRIORITY in a header section", end(priority(open(1), 1, 0, 256), 1), PROTOCOL),
                http2("4.3/3", "HEADERS in the section of another stream", end(open(1).get(3), 1), PROTOCOL));
    }

    static Stream<SpecCase> states() {
        return Stream.of(
                http2("5.1/1", "idle: DATA", frames().data(1, END_STREAM, "test"), PROTOCOL),
                http2("5.1/2", "idle: RST_STREAM", cancel(frames(), 1), PROTOCOL),
                http2("5.1/3", "idle: WINDOW_UPDATE", frames().windowUpdate(1, 100), PROTOCOL),
                http2("5.1/4", "idle: CONTINUATION", end(frames(), 1), PROTOCOL),
                http2(
                        "5.1/5",
                        "half closed (remote): DATA",
                        frames().get(1).data(1, END_STREAM, "test"),
                        STREAM_CLOSED),
                http2("5.1/6", "half closed (remote): HEADERS", frames().get(1).get(1), STREAM_CLOSED),
                http2("5.1/7", "half closed (remote): CONTINUATION", end(frames().get(1), 1), PROTOCOL_1),
                http2(
                        "5.1/8",
                        "closed by RST_STREAM: DATA",
                        cancel(frames().post(1), 1).data(1, END_STREAM, "test"),
                        STREAM_CLOSED),
                http2(
                        "5.1/9",
                        "closed by RST_STREAM: HEADERS",
                        cancel(frames().post(1), 1).get(1),
                        "GOAWAY 1 STREAM_CLOSED"),
                http2("5.1/10", "closed by RST_STREAM: CONTINUATION", end(cancel(frames().post(1), 1), 1), PROTOCOL_1),
                closed("http2/5.1/11", "closed: DATA", frames().data(1, END_STREAM, "test"), STREAM_CLOSED),
                closed("http2/5.1/12", "closed: HEADERS", frames().get(1), "GOAWAY 1 STREAM_CLOSED"),
                closed("http2/5.1/13", "closed: CONTINUATION", end(frames(), 1), PROTOCOL_1),
                http2("5.1.1/1", "an even number", frames().get(2), PROTOCOL),
                http2("5.1.1/2", "a lower number", frames().get(5).get(3), "GOAWAY 5 PROTOCOL_ERROR"),
                http2("5.1.2/1", "one stream too many", requests(101), "RST_STREAM 201 REFUSED_STREAM"),
                // RFC 9113 §5.3 has no dependencies any more, so none can be wrong.
                http2(
                        "5.3.1/1",
                        "HEADERS that depend on themselves",
                        frames().frame(
                                        1,
                                        PRIORITY | END_STREAM | END_HEADERS,
                                        1,
                                        "\0\0\0\1\u00ff" + Frames.latin1(request())),
                        "1 GET http a / {Host: a} end"),
                http2(
                        "5.3.1/2",
                        "PRIORITY that depends on itself",
                        priority(frames(), 1, 1, 256).ping(0, EIGHT_BYTES),
                        PONG),
                http2("5.4.1/1", "an error of the connection", frames().ping(0, "h2spec"), SIZE),
                http2(
                        "5.5/1",
                        "an extension frame",
                        frames().frame(0x16, 0, 0, "12345678").ping(0, EIGHT_BYTES),
                        PONG),
                http2(
                        "5.5/2",
                        "an extension frame in a header section",
                        open(1).frame(0x16, 0, 0, "12345678"),
                        PROTOCOL));
    }

    private static Frames requests(int count) {
        Frames frames = frames().settings(4, 0);
        for (int i = 0; i < count; i++) {
            frames.get(2 * i + 1);
        }
        return frames;
    }

    static Stream<SpecCase> messages() {
        byte[] block = request();
        return Stream.of(
                http2("6.1/1", "DATA on stream 0", frames().data(0, END_STREAM, "test"), PROTOCOL),
                http2(
                        "6.1/2",
                        "DATA on a stream that is not open",
                        frames().get(1).data(1, END_STREAM, "test"),
                        STREAM_CLOSED),
                http2(
                        "6.1/3",
                        "DATA with too much padding",
                        frames().post(1).frame(0, PADDED | END_STREAM, 1, "\6test"),
                        PROTOCOL_1),
                http2(
                        "6.2/1",
                        "PRIORITY behind HEADERS without END_HEADERS",
                        end(priority(open(1), 1, 0, 256), 1),
                        PROTOCOL),
                http2("6.2/2", "HEADERS of another stream in a header section", end(open(1).get(3), 1), PROTOCOL),
                http2("6.2/3", "HEADERS on stream 0", frames().get(0), PROTOCOL),
                http2(
                        "6.2/4",
                        "HEADERS with too much padding",
                        frames().frame(
                                        1,
                                        PADDED | END_STREAM | END_HEADERS,
                                        1,
                                        (char) (block.length + 2) + Frames.latin1(block)),
                        PROTOCOL),
                http2("6.3/1", "PRIORITY on stream 0", priority(frames(), 0, 0, 256), PROTOCOL),
                http2(
                        "6.3/2",
                        "PRIORITY of 4 bytes",
                        frames().post(1).frame(2, 0, 1, "\u0080\0\0\1"),
                        "RST_STREAM 1 FRAME_SIZE_ERROR"),
                http2("6.4/1", "RST_STREAM on stream 0", cancel(frames(), 0), PROTOCOL),
                http2("6.4/2", "RST_STREAM on an idle stream", cancel(frames(), 1), PROTOCOL),
                http2(
                        "6.4/3",
                        "RST_STREAM of 3 bytes",
                        frames().post(1).frame(3, 0, 1, "\0\0\0"),
                        "GOAWAY 1 FRAME_SIZE_ERROR"),
                http2(
                        "6.10/1",
                        "several CONTINUATION",
                        end(open(1).frame(9, 0, 1, Frames.block("a", "b")), 1),
                        "1 GET http a / {Host: a, a: b, x-dummy: a}"),
                http2(
                        "6.10/2",
                        "DATA in a header section",
                        open(1).frame(9, 0, 1, "").data(1, END_STREAM, "a"),
                        PROTOCOL),
                http2("6.10/3", "CONTINUATION on stream 0", end(open(1), 0), PROTOCOL),
                http2("6.10/4", "CONTINUATION behind HEADERS with END_HEADERS", end(frames().post(1), 1), PROTOCOL_1),
                http2("6.10/5", "CONTINUATION behind one with END_HEADERS", end(end(open(1), 1), 1), PROTOCOL_1),
                http2(
                        "6.10/6",
                        "CONTINUATION behind DATA",
                        end(frames().post(1).data(1, END_STREAM, "test"), 1),
                        PROTOCOL_1));
    }

    static Stream<SpecCase> connection() {
        int most = Integer.MAX_VALUE;
        return Stream.of(
                http2("6.5/1", "an ACK with settings", frames().frame(4, ACK, 0, "\0"), SIZE),
                http2("6.5/2", "SETTINGS on a stream", frames().frame(4, 0, 1, "\0\3\0\0\0d"), PROTOCOL),
                http2("6.5/3", "SETTINGS of 3 bytes", frames().frame(4, 0, 0, "\0\3\0"), SIZE),
                http2("6.5.2/1", "ENABLE_PUSH of 2", frames().settings(2, 2), PROTOCOL),
                http2("6.5.2/2", "INITIAL_WINDOW_SIZE of 2^31", frames().settings(4, Integer.MIN_VALUE), FLOW),
                http2("6.5.2/3", "MAX_FRAME_SIZE of 16,383", frames().settings(5, 16_383), PROTOCOL),
                http2("6.5.2/4", "MAX_FRAME_SIZE of 2^24", frames().settings(5, 1 << 24), PROTOCOL),
                http2(
                        "6.5.2/5",
                        "an unknown setting",
                        frames().settings(0xFF, 1).ping(0, EIGHT_BYTES),
                        PONG),
                http2("6.5.3/2", "SETTINGS are acknowledged", frames().settings(2, 0), "SETTINGS ack"),
                http2("6.7/1", "PING", frames().ping(0, EIGHT_BYTES), PONG),
                http2("6.7/2", "PING with ACK", frames().ping(0, EIGHT_BYTES).ping(ACK, "invalid "), PONG),
                http2("6.7/3", "PING on a stream", frames().frame(6, 0, 1, EIGHT_BYTES), PROTOCOL),
                http2("6.7/4", "PING of 6 bytes", frames().frame(6, 0, 0, "h2spec"), SIZE),
                http2("6.8/1", "GOAWAY on a stream", frames().frame(7, 0, 1, "\0\0\0\0\0\0\0\0"), PROTOCOL),
                http2("6.9/1", "WINDOW_UPDATE of 0", frames().windowUpdate(0, 0), PROTOCOL),
                http2(
                        "6.9/2",
                        "WINDOW_UPDATE of 0 of a stream",
                        frames().post(1).windowUpdate(1, 0),
                        "RST_STREAM 1 PROTOCOL_ERROR"),
                http2("6.9/3", "WINDOW_UPDATE of 3 bytes", frames().frame(8, 0, 0, "\0\0\1"), SIZE),
                http2(
                        "6.9.1/2",
                        "a window above 2^31 - 1",
                        frames().windowUpdate(0, most).windowUpdate(0, most),
                        FLOW),
                http2(
                        "6.9.1/3",
                        "a stream's window above 2^31 - 1",
                        frames().post(1).windowUpdate(1, most).windowUpdate(1, most),
                        "RST_STREAM 1 FLOW_CONTROL_ERROR"),
                http2("6.9.2/3", "INITIAL_WINDOW_SIZE above 2^31 - 1", frames().settings(4, Integer.MIN_VALUE), FLOW),
                http2(
                        "7/1",
                        "GOAWAY with an unknown code",
                        frames().goAway(0, 0xFF, "").ping(0, EIGHT_BYTES),
                        PONG),
                http2(
                        "7/2",
                        "RST_STREAM with an unknown code",
                        frames().post(1).reset(1, 0xFF).ping(0, EIGHT_BYTES),
                        PONG));
    }

    @ParameterizedTest
    @MethodSource({"framing", "states", "messages", "connection"})
    void cases(SpecCase each) {
        each.run();
    }
}
