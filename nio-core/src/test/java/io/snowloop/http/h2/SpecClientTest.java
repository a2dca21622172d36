// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.SpecCase.cancel;
import static io.snowloop.http.h2.SpecCase.client;
import static io.snowloop.http.h2.SpecCase.frames;
import static io.snowloop.http.h2.SpecCase.priority;
import static io.snowloop.testing.Frames.ACK;
import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;

import io.snowloop.testing.Frames;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** h2spec's cases {@code client}: what a server sends to a client, which has sent a request on stream 1. */
class SpecClientTest {
    private static final String EIGHT_BYTES = "h2spec  ";
    private static final String PONG = "PING 6832737065632020 ack";
    private static final String PROTOCOL = "GOAWAY 0 PROTOCOL_ERROR";
    private static final String SIZE = "GOAWAY 0 FRAME_SIZE_ERROR";
    private static final String FLOW = "GOAWAY 0 FLOW_CONTROL_ERROR";
    private static final String STREAM_CLOSED = "RST_STREAM 1 STREAM_CLOSED";

    private static SpecCase of(String id, String what, Frames frames, String last) {
        return client("client/" + id, what, frames, last);
    }

    /** Behind the complete response. */
    private static SpecCase closed(String id, String what, Frames frames, String last) {
        return of(id, what, frames, last).behindAnswer(frames().response(1, END_STREAM, "200"));
    }

    /** The HEADERS of a response whose section goes on. */
    private static Frames open() {
        return frames().frame(1, 0, 1, Frames.block(":status", "200"));
    }

    private static Frames end(Frames frames, int stream) {
        return frames.frame(9, END_HEADERS, stream, Frames.block("x-dummy", "a"));
    }

    static Stream<SpecCase> framing() {
        return Stream.of(
                of("1/1", "the server's preface", frames().response(1, END_STREAM, "200"), "1 200 {} end"),
                of(
                        "4.1/1",
                        "an unknown type",
                        frames().frame(0x16, 0, 0, "12345678").ping(0, EIGHT_BYTES),
                        PONG),
                of("4.1/2", "undefined flags", frames().ping(0x16, EIGHT_BYTES), PONG),
                of("4.1/3", "the reserved bit", frames().frame(6, 0x16, Integer.MIN_VALUE, EIGHT_BYTES), PONG),
                of(
                        "4.2/1",
                        "DATA of 2^14 bytes",
                        frames().response(1, 0, "200")
                                .data(1, 0, "x".repeat(16_384))
                                .ping(0, EIGHT_BYTES),
                        PONG),
                of(
                        "4.2/2",
                        "DATA that is too long",
                        frames().response(1, 0, "200").data(1, 0, "x".repeat(16_385)),
                        SIZE),
                of(
                        "4.2/3",
                        "HEADERS that are too long",
                        frames().response(1, 0, "200", "x-dummy", "x".repeat(16_384)),
                        SIZE),
                of(
                        "4.3/1",
                        "a block that cannot be decoded",
                        frames().frame(1, END_STREAM | END_HEADERS, 1, "\100"),
                        "GOAWAY 0 COMPRESSION_ERROR"),
                of(
                        "5.1.1/1",
                        "HEADERS on an odd stream that is idle",
                        frames().response(101, END_STREAM, "200"),
                        PROTOCOL),
                of("5.4.1/1", "an error of the connection", frames().ping(0, "h2spec"), SIZE),
                of(
                        "5.5/1",
                        "an extension frame",
                        frames().frame(0x16, 0, 0, "12345678").ping(0, EIGHT_BYTES),
                        PONG));
    }

    static Stream<SpecCase> states() {
        Frames response = frames().response(1, 0, "200");
        return Stream.of(
                of("5.1/1", "idle: DATA", frames().data(101, 0, "test"), PROTOCOL),
                of("5.1/2", "idle: RST_STREAM", cancel(frames(), 101), PROTOCOL),
                of("5.1/3", "idle: WINDOW_UPDATE", frames().windowUpdate(101, 100), PROTOCOL),
                of("5.1/4", "idle: CONTINUATION", end(frames(), 101), PROTOCOL),
                of("5.1/5", "closed by RST_STREAM: DATA", cancel(frames(), 1).data(1, 0, "test"), STREAM_CLOSED),
                of(
                        "5.1/6",
                        "closed by RST_STREAM: HEADERS",
                        cancel(frames(), 1).response(1, 0, "200"),
                        "GOAWAY 0 STREAM_CLOSED"),
                of("5.1/7", "closed by RST_STREAM: CONTINUATION", end(cancel(frames(), 1), 1), PROTOCOL),
                closed("5.1/8", "closed: DATA", frames().data(1, 0, "test"), STREAM_CLOSED),
                closed("5.1/9", "closed: HEADERS", frames().response(1, END_STREAM, "200"), "GOAWAY 0 STREAM_CLOSED"),
                closed("5.1/10", "closed: CONTINUATION", end(frames(), 1), PROTOCOL),
                of("6.1/1", "DATA on stream 0", frames().data(0, 0, "test"), PROTOCOL),
                closed("6.1/2", "DATA on a stream that is not open", frames().data(1, 0, "test"), STREAM_CLOSED),
                of(
                        "6.1/3",
                        "DATA with too much padding",
                        frames().response(1, 0, "200").frame(0, PADDED | END_STREAM, 1, "\6test"),
                        PROTOCOL),
                of("6.2/1", "PRIORITY in a header section", end(priority(open(), 1, 0, 256), 1), PROTOCOL),
                of("6.2/2", "HEADERS on stream 0", frames().response(0, END_STREAM, "200"), PROTOCOL),
                of(
                        "6.2/3",
                        "HEADERS with too much padding",
                        frames().frame(1, PADDED | END_HEADERS, 1, "\7\u0088abcd"),
                        PROTOCOL),
                of("6.3/1", "PRIORITY on stream 0", priority(frames(), 0, 0, 256), PROTOCOL),
                of(
                        "6.3/2",
                        "PRIORITY of 4 bytes",
                        frames().frame(2, 0, 1, "\u0080\0\0\1"),
                        "RST_STREAM 1 FRAME_SIZE_ERROR"),
                of("6.4/1", "RST_STREAM on stream 0", cancel(frames(), 0), PROTOCOL),
                of("6.4/2", "RST_STREAM on an idle stream", cancel(frames(), 101), PROTOCOL),
                of("6.4/3", "RST_STREAM of 3 bytes", frames().frame(3, 0, 1, "\0\0\0"), SIZE),
                of(
                        "6.10/1",
                        "several CONTINUATION",
                        end(open().frame(9, 0, 1, Frames.block("a", "b")), 1),
                        "1 200 {a: b, x-dummy: a}"),
                of(
                        "6.10/2",
                        "DATA in a header section",
                        open().frame(9, 0, 1, "").data(1, 0, "test"),
                        PROTOCOL),
                of("6.10/3", "CONTINUATION on stream 0", end(open(), 0), PROTOCOL),
                of("6.10/4", "CONTINUATION behind HEADERS with END_HEADERS", end(response, 1), PROTOCOL),
                of("6.10/5", "CONTINUATION behind one with END_HEADERS", end(end(open(), 1), 1), PROTOCOL),
                of(
                        "6.10/6",
                        "CONTINUATION behind DATA",
                        end(frames().response(1, 0, "200").data(1, 0, "test"), 1),
                        PROTOCOL));
    }

    static Stream<SpecCase> connection() {
        int most = Integer.MAX_VALUE;
        return Stream.of(
                of("6.5/1", "an ACK with settings", frames().frame(4, ACK, 0, "\0"), SIZE),
                of("6.5/2", "SETTINGS on a stream", frames().frame(4, 0, 1, "\0\3\0\0\0d"), PROTOCOL),
                of("6.5/3", "SETTINGS of 3 bytes", frames().frame(4, 0, 0, "\0\3\0"), SIZE),
                of("6.5.2/1", "INITIAL_WINDOW_SIZE of 2^31", frames().settings(4, Integer.MIN_VALUE), FLOW),
                of("6.5.2/2", "MAX_FRAME_SIZE of 16,383", frames().settings(5, 16_383), PROTOCOL),
                of("6.5.2/3", "MAX_FRAME_SIZE of 2^24", frames().settings(5, 1 << 24), PROTOCOL),
                of("6.5.2/4", "an unknown setting", frames().settings(0xFF, 1).ping(0, EIGHT_BYTES), PONG),
                of("6.5.3/1", "SETTINGS are acknowledged", frames().settings(3, 100), "SETTINGS ack"),
                of("6.7/1", "PING", frames().ping(0, EIGHT_BYTES), PONG),
                of("6.7/2", "PING with ACK", frames().ping(0, EIGHT_BYTES).ping(ACK, "invalid "), PONG),
                of("6.7/3", "PING on a stream", frames().frame(6, 0, 1, EIGHT_BYTES), PROTOCOL),
                of("6.7/4", "PING of 6 bytes", frames().frame(6, 0, 0, "h2spec"), SIZE),
                of("6.8/1", "GOAWAY on a stream", frames().frame(7, 0, 1, "\0\0\0\0\0\0\0\0"), PROTOCOL),
                of("6.9/1", "WINDOW_UPDATE of 0", frames().windowUpdate(0, 0), PROTOCOL),
                of(
                        "6.9/2",
                        "WINDOW_UPDATE of 0 of a stream",
                        frames().windowUpdate(1, 0),
                        "RST_STREAM 1 PROTOCOL_ERROR"),
                of("6.9/3", "WINDOW_UPDATE of 3 bytes", frames().frame(8, 0, 0, "\0\0\1"), SIZE),
                of(
                        "6.9.1/1",
                        "a window above 2^31 - 1",
                        frames().windowUpdate(0, most).windowUpdate(0, most),
                        FLOW),
                of(
                        "6.9.1/2",
                        "a stream's window above 2^31 - 1",
                        frames().windowUpdate(1, most).windowUpdate(1, most),
                        "RST_STREAM 1 FLOW_CONTROL_ERROR"));
    }

    @ParameterizedTest
    @MethodSource({"framing", "states", "connection"})
    void cases(SpecCase each) {
        each.run();
    }
}
