// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.testing.Frames;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Floods (RFC 9113 §10.5): frames that make work and are of no use, again and again. With the limits as they are by default
 * each of them ends the connection soon, with ENHANCE_YOUR_CALM. Until then the codec answers with few bytes, and what it
 * holds does not grow.
 */
class HostilePeersTest {
    /** No flood goes on for more steps. */
    private static final int MOST_STEPS = 1200;

    /** What the codec may hold more than before: its streams, its table of fields, one section. */
    private static final int MOST_BYTES = 128 * 1024;

    /**
     * A flood.
     *
     * @param codec behind the preface and the settings
     * @param step what the peer sends again and again
     */
    record Flood(String name, Supplier<Http2Feed> codec, IntFunction<Frames> step) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Http2Feed server(Frames first) {
        return Http2Feed.server().frames(Frames.client()).frames(first);
    }

    /** A client that has sent a GET on stream 1. */
    private static Http2Feed client(Frames first) {
        return Http2Feed.client().get().frames(Frames.server()).frames(first);
    }

    private static Flood toServer(String name, Frames first, IntFunction<Frames> step) {
        return new Flood(name, () -> server(first), step);
    }

    private static Flood toServer(String name, IntFunction<Frames> step) {
        return toServer(name, frames(), step);
    }

    private static Flood toClient(String name, Frames first, IntFunction<Frames> step) {
        return new Flood("client: " + name, () -> client(first), step);
    }

    private static Frames frames() {
        return new Frames();
    }

    /** The number of the client's next stream. */
    private static int stream(int step) {
        return 2 * step + 1;
    }

    /** HEADERS that open as many streams as a client may have. */
    private static Frames hundredRequests() {
        Frames frames = frames();
        for (int i = 0; i < 100; i++) {
            frames.post(stream(i));
        }
        return frames;
    }

    /** Streams that the client opens, and of which nothing comes. */
    static Stream<Flood> resets() {
        byte[] bomb = bomb();
        return Stream.of(
                toServer(
                        "rapid reset, CVE-2023-44487",
                        i -> frames().post(stream(i)).reset(stream(i), 8)),
                toServer(
                        "the server is made to reset, CVE-2025-8671: no window",
                        i -> frames().post(stream(i)).windowUpdate(stream(i), 0)),
                toServer(
                        "the server is made to reset: a window too large",
                        i -> frames().post(stream(i)).windowUpdate(stream(i), Integer.MAX_VALUE)),
                toServer(
                        "the server is made to reset: data behind the end",
                        i -> frames().get(stream(i)).data(stream(i), 0, "a")),
                toServer(
                        "the server is made to reset: fields behind the end",
                        i -> frames().get(stream(i)).get(stream(i))),
                toServer(
                        "the server is made to reset: PRIORITY",
                        i -> frames().post(stream(i)).frame(2, 0, stream(i), "1234")),
                toServer("malformed requests", i -> frames().headers(stream(i), END_STREAM, "x", "y")),
                toServer(
                        "Content-Length that is wrong",
                        i -> frames().post(stream(i), "content-length", "1").data(stream(i), END_STREAM, "abc")),
                toServer("too many streams", hundredRequests(), i -> frames().post(stream(100 + i))),
                toServer("RST_STREAM of a closed stream", frames().post(1).reset(1, 8), i -> frames().reset(1, 8)),
                toServer("header bombs", i -> frames().frame(1, END_STREAM | END_HEADERS, stream(i), bomb)));
    }

    /** A field of 4000 bytes that enters the table, and 12,000 bytes which mean the same field. */
    private static byte[] bomb() {
        Frames bomb =
                frames().text("\100\1a\177\u00a1\36").text("v".repeat(4000)).text("\u00be".repeat(12_000));
        return bomb.toBytes();
    }

    static Stream<Flood> sections() {
        byte[] first = SpecCase.request();
        String field = Frames.latin1(Frames.block("a", "b"));
        return Stream.of(
                toServer(
                        "CONTINUATION without fields, CVE-2024-27316",
                        frames().frame(1, 0, 1, first),
                        i -> frames().frame(9, 0, 1, "")),
                toServer(
                        "CONTINUATION with a field",
                        frames().frame(1, 0, 1, first),
                        i -> frames().frame(9, 0, 1, field)),
                toServer(
                        "CONTINUATION with many fields",
                        frames().frame(1, 0, 1, first),
                        i -> frames().frame(9, 0, 1, field.repeat(3000))),
                toServer(
                        "CONTINUATION with a part of one long field",
                        frames().frame(1, 0, 1, "\0\177\u0080\u0080\u0080\1"),
                        i -> frames().frame(9, 0, 1, "x".repeat(16_000))),
                toServer(
                        "HEADERS for a stream that we have reset",
                        frames().post(1).windowUpdate(1, 0),
                        i -> frames().headers(1, 0, "a", "b")),
                new Flood(
                        "requests behind our GOAWAY",
                        () -> {
                            Http2Feed feed = server(frames());
                            feed.codec.goAway(0, ErrorCode.NO_ERROR, feed.out);
                            return feed;
                        },
                        i -> frames().get(stream(i))),
                toClient("CONTINUATION without fields", frames().frame(1, 0, 1, ""), i -> frames().frame(9, 0, 1, "")),
                toClient("103 (Early Hints)", frames(), i -> frames().response(1, 0, "103")));
    }

    static Stream<Flood> data() {
        return Stream.of(
                toServer("empty DATA, CVE-2019-9518", frames().post(1), i -> frames().data(1, 0, "")),
                toServer("DATA of padding only", frames().post(1), i -> frames().frame(0, PADDED, 1, "\3abc")),
                toServer(
                        "empty DATA for a stream that we have reset",
                        frames().post(1).windowUpdate(1, 0),
                        i -> frames().data(1, 0, "")),
                toServer(
                        "DATA of padding only for a stream that we have reset",
                        frames().post(1).windowUpdate(1, 0),
                        i -> frames().frame(0, PADDED, 1, "\3abc")),
                toClient("empty DATA", frames().response(1, 0, "200"), i -> frames().data(1, 0, "")));
    }

    static Stream<Flood> controls() {
        return Stream.of(
                toServer("PING, CVE-2019-9512", i -> frames().ping(0, "12345678")),
                toServer("answers to no PING", i -> frames().ping(1, "12345678")),
                toServer("SETTINGS, CVE-2019-9515", i -> frames().settings()),
                toServer(
                        "SETTINGS that change the windows of many streams",
                        hundredRequests(),
                        i -> frames().settings(4, i % 2 == 0 ? 0 : 100_000)),
                toServer("SETTINGS with thousands of table sizes", i -> frames().settings(tableSizes())),
                toServer("acknowledged SETTINGS", i -> frames().settingsAck()),
                toServer("GOAWAY", i -> frames().goAway(0, 0, "debug".repeat(1000))),
                toServer("WINDOW_UPDATE of the connection, CVE-2019-9511", i -> frames().windowUpdate(0, 1)),
                toServer("WINDOW_UPDATE of a stream", frames().post(1), i -> frames().windowUpdate(1, 1)),
                toServer(
                        "WINDOW_UPDATE of a closed stream",
                        frames().post(1).reset(1, 8),
                        i -> frames().windowUpdate(1, 1)),
                toServer("PRIORITY, CVE-2019-9513", i -> priority(stream(i), 0)),
                toServer("PRIORITY that depend on each other", i -> i % 2 == 0 ? priority(1, 3) : priority(3, 1)),
                toServer("PRIORITY that depend on themselves", frames().post(1), i -> priority(1, 1)),
                toServer("PRIORITY_UPDATE of ever more streams", i -> frames().priorityUpdate(stream(i), "u=1, i")),
                toServer(
                        "PRIORITY_UPDATE of a stream", frames().post(1), i -> frames().priorityUpdate(1, "u=" + i % 8)),
                toServer("unknown frames", i -> frames().frame(0x77, 0, i, "")),
                toClient("PING", frames(), i -> frames().ping(0, "12345678")),
                toClient("SETTINGS", frames(), i -> frames().settings(3, i)),
                toClient("GOAWAY", frames(), i -> frames().goAway(1, 0, "")),
                toClient("WINDOW_UPDATE", frames(), i -> frames().windowUpdate(0, 1)),
                toClient(
                        "WINDOW_UPDATE of a closed stream",
                        frames().response(1, END_STREAM, "200"),
                        i -> frames().windowUpdate(1, 1)),
                toClient("unknown frames", frames(), i -> frames().frame(0x77, 0, i, "x".repeat(1000))));
    }

    private static Frames priority(int stream, int dependsOn) {
        return SpecCase.priority(frames(), stream, dependsOn, 16);
    }

    private static int[] tableSizes() {
        int[] settings = new int[5000];
        for (int i = 0; i < settings.length; i += 2) {
            settings[i] = 1;
            settings[i + 1] = i % 4 == 0 ? 0 : 4096;
        }
        return settings;
    }

    @ParameterizedTest
    @MethodSource({"resets", "sections", "data", "controls"})
    void areToldToCalmDown(Flood flood) {
        Http2Feed feed = flood.codec.get();
        feed.sent();
        long before = Footprint.of(feed.codec);
        long received = 0;
        long sent = 0;
        int step = 0;
        while (feed.events.stream().noneMatch(event -> event.startsWith("error"))) {
            assertThat(step).as("steps without an end").isLessThan(MOST_STEPS);
            Frames frames = flood.step.apply(step++);
            received += frames.toBytes().length;
            feed.events.clear();
            feed.frames(frames);
            sent += feed.out.size();
            feed.sent();
            assertThat(Footprint.of(feed.codec) - before)
                    .as("bytes held behind step %d", step)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(feed.events).contains("error ENHANCE_YOUR_CALM");
        assertThat(sent).as("bytes sent for %d received", received).isLessThan(2 * received + 200);
    }

    /** A server that resets makes no work: the client has asked. It asks again only if it wants to. */
    @ParameterizedTest
    @MethodSource
    void streamsThatAServerResets(Method method) {
        Http2Feed feed = client(frames());
        for (int i = 0; i < MOST_STEPS; i++) {
            feed.frames(frames().reset(stream(i), 7));
            feed.request(method);
        }
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
        assertThat(feed.codec.openStreams()).isEqualTo(1);
    }

    static Stream<Method> streamsThatAServerResets() {
        return Stream.of(Method.GET, Method.CONNECT);
    }
}
