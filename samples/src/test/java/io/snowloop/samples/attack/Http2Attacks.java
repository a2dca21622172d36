// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h2.ErrorCode;
import io.snowloop.testing.Frames;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What clients of HTTP/2 do to a server (RFC 9113 §10.5), and what they see of its answer. */
final class Http2Attacks {
    private static final int TIMES = 5;
    private static final int STREAMS = 100;
    private static final int CANCEL = 8;
    private static final int WINDOW_SIZE = 4;
    private static final int END_STREAM = Frames.END_STREAM;

    private Http2Attacks() {}

    static Stream<Attack> all() {
        return Stream.of(floods(), broken(), onStreams(), Http2SlowAttacks.all())
                .flatMap(attacks -> attacks);
    }

    /** Each frame is allowed, and makes work for nothing. There are more of them than any limit has. */
    static Stream<Attack> floods() {
        return Stream.of(
                calmed(
                        "rapid reset",
                        300,
                        (frames, stream) -> get("/never", stream, frames).reset(stream, CANCEL)),
                calmed(
                        "rapid reset without a window",
                        300,
                        (frames, stream) -> get(
                                        "/endless", stream, stream == 1 ? frames.settings(WINDOW_SIZE, 0) : frames)
                                .reset(stream, CANCEL)),
                calmed(
                        "streams that make the server reset them: a window of 0 more",
                        300,
                        (frames, stream) -> get("/never", stream, frames).windowUpdate(stream, 0)),
                calmed(
                        "streams that make the server reset them: windows that overflow",
                        300,
                        (frames, stream) -> get("/never", stream, frames).windowUpdate(stream, Integer.MAX_VALUE)),
                calmed(
                        "streams that make the server reset them: data behind the end",
                        300,
                        (frames, stream) -> get("/never", stream, frames).data(stream, 0, "x")),
                calmed(
                        "streams that make the server reset them: more data than there should be",
                        300,
                        (frames, stream) ->
                                post(stream, frames, "content-length", "1").data(stream, 0, "too long")),
                calmed("more streams than the limit", 400, (frames, stream) -> get("/never", stream, frames)),
                calmed("requests without fields", 300, (frames, stream) -> frames.headers(stream, END_STREAM)),
                calmed(
                        "fields without a name",
                        300,
                        (frames, stream) -> frames.request(stream, "GET", END_STREAM, "", "", "", "")),
                calmed(
                        "CONTINUATION without fields",
                        100,
                        (frames, stream) -> section(stream, frames).frame(9, 0, 1, "")),
                calmed(
                        "CONTINUATION with fields without end",
                        100,
                        (frames, stream) ->
                                section(stream, frames).frame(9, 0, 1, Frames.block("x", "y".repeat(10_000)))),
                calmed("SETTINGS", 100, (frames, stream) -> frames.settings(1, stream)),
                calmed("PING", 2_000, (frames, stream) -> frames.ping(0, "12345678")),
                calmed("answers to no PING", 2_000, (frames, stream) -> frames.ping(Frames.ACK, "12345678")),
                calmed("GOAWAY", 100, (frames, stream) -> frames.goAway(0, 0, "")),
                calmed(
                        "DATA without data",
                        2_000,
                        (frames, stream) -> open(stream, frames).data(1, 0, "")),
                calmed(
                        "DATA with padding only",
                        2_000,
                        (frames, stream) -> open(stream, frames).data(1, Frames.PADDED, "\5.....")),
                calmed("WINDOW_UPDATE", 5_000, (frames, stream) -> frames.windowUpdate(0, 1)),
                calmed("PRIORITY", 5_000, (frames, stream) -> frames.frame(2, 0, stream, "\0\0\0\1\1")),
                calmed("PRIORITY_UPDATE", 5_000, (frames, stream) -> frames.priorityUpdate(stream, "u=1")),
                calmed("frames of no known type", 5_000, (frames, stream) -> frames.frame(99, 0, stream, "x")));
    }

    /** What no peer may do. */
    private static Stream<Attack> broken() {
        return Stream.of(
                ended(
                        "a window of the connection that overflows",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        Frames.client().windowUpdate(0, Integer.MAX_VALUE)),
                ended(
                        "SETTINGS that make windows overflow",
                        ErrorCode.FLOW_CONTROL_ERROR,
                        get("/never", 1, Frames.client())
                                .windowUpdate(1, 1 << 30)
                                .settings(WINDOW_SIZE, Integer.MAX_VALUE)),
                ended(
                        "a frame of 16 MiB",
                        ErrorCode.FRAME_SIZE_ERROR,
                        open(1, Frames.client()).header((1 << 24) - 1, 0, 0, 1)),
                ended(
                        "an index that is in no table",
                        ErrorCode.COMPRESSION_ERROR,
                        Frames.client().frame(1, END_STREAM | Frames.END_HEADERS, 1, "\u00ff\u00ff\u00ff\u00ff\u0007")),
                ended(
                        "something else in the middle of the fields",
                        ErrorCode.PROTOCOL_ERROR,
                        section(1, Frames.client()).ping(0, "12345678")));
    }

    /** They end streams, and leave the connection. */
    private static Stream<Attack> onStreams() {
        return Stream.of(
                Attack.of("a bomb of fields: one that is large, again and again", Http2Attacks::bomb),
                Attack.of("more fields than the limit", Http2Attacks::tooManyFields),
                Attack.of("priorities in a circle", Http2Attacks::circle));
    }

    // ------------------------------------------------------------------------------------------------------- frames

    static Frames get(String path, int stream, Frames frames) {
        return frames.headers(
                stream, END_STREAM, ":method", "GET", ":scheme", "http", ":authority", "a", ":path", path);
    }

    /** To a view that reads the body, which follows. */
    static Frames post(int stream, Frames frames, String name, String value) {
        return frames.headers(
                stream, 0, ":method", "POST", ":scheme", "http", ":authority", "a", ":path", "/upload", name, value);
    }

    /** A request on stream 1 whose body follows, if this is stream 1. */
    private static Frames open(int stream, Frames frames) {
        return stream == 1 ? post(1, frames, "x", "") : frames;
    }

    /** The first part of a request's fields, if this is stream 1. */
    private static Frames section(int stream, Frames frames) {
        return stream == 1 ? frames.frame(1, END_STREAM, 1, Frames.block(":method", "GET")) : frames;
    }

    // ------------------------------------------------------------------------------------------------------ actions

    /** The client sends these frames so many times, for streams 1, 3, 5 and so on, and is told to be calm. */
    private static Attack calmed(String name, int count, BiConsumer<Frames, Integer> each) {
        Frames frames = Frames.client();
        for (int i = 0; i < count; i++) {
            each.accept(frames, 2 * i + 1);
        }
        return ended(name, ErrorCode.ENHANCE_YOUR_CALM, frames);
    }

    private static Attack ended(String name, ErrorCode code, Frames frames) {
        return Attack.of(name, target -> {
            for (int i = 0; i < TIMES; i++) {
                try (FrameClient client = new FrameClient(target)) {
                    client.send(frames).awaitEnd();
                    assertThat(client.goAway).as(client.toString()).isEqualTo(code);
                }
            }
        });
    }

    /** RFC 7541 §7.3: a byte for a field of 4 kB. A request of 12 kB has 40 MB of fields, and a connection 4 GB. */
    private static void bomb(Target target) throws IOException {
        String large = "\u0040\1x\u007f\u00a1\u001e" + "y".repeat(4_000); // a literal that goes into the table
        String request = Frames.latin1(
                Frames.block(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/plaintext"));
        Frames frames = Frames.client();
        for (int i = 0; i < STREAMS; i++) {
            String first = i == 0 ? large : "";
            frames.frame(1, END_STREAM | Frames.END_HEADERS, 2 * i + 1, request + first + "\u00be".repeat(10_000));
        }
        refused(frames, STREAMS, target);
    }

    private static void tooManyFields(Target target) throws IOException {
        String fields = Frames.latin1(Frames.block("x", "y".repeat(15_000)));
        Frames frames = Frames.client();
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            frames.frame(1, END_STREAM, stream, Frames.block(":method", "GET", ":scheme", "http", ":path", "/"));
            for (int i = 0; i < 5; i++) {
                frames.frame(9, i == 4 ? Frames.END_HEADERS : 0, stream, fields);
            }
        }
        refused(frames, STREAMS, target);
    }

    /** Each request is answered with 431, and the connection is still there. */
    private static void refused(Frames frames, int count, Target target) throws IOException {
        try (FrameClient client = new FrameClient(target)) {
            client.send(frames);
            assertThat(client.catchUp()).as(client.toString()).isTrue();
            assertThat(client.statuses.values()).hasSize(count).containsOnly("431");
        }
    }

    /** The old priorities are ignored (RFC 9113 §5.3.2). */
    private static void circle(Target target) throws IOException {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            String parent = Frames.latin1(Frames.number(stream + 2 < 2 * STREAMS ? stream + 2 : 1));
            frames.frame(2, 0, stream, parent + "\1");
        }
        try (FrameClient client = new FrameClient(target)) {
            for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                get("/plaintext", stream, frames);
            }
            client.send(frames);
            assertThat(client.catchUp()).isTrue();
            assertThat(client.statuses.values()).hasSize(STREAMS).containsOnly("200");
        }
    }
}
