// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.Frames;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit allows its value, and refuses one more. */
class Http2LimitsTest {
    /** @param more what is one over the limit, behind {@code frames} */
    record Row(String name, Http2Limits limits, Frames frames, Frames more, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String CALM = "GOAWAY 0 ENHANCE_YOUR_CALM";

    private static Http2Limits limits(Consumer<Http2Limits.Builder> change) {
        Http2Limits.Builder limits = Http2Limits.builder();
        change.accept(limits);
        return limits.build();
    }

    static Stream<Row> settings() {
        return Stream.of(
                new Row(
                        "maxConcurrentStreams",
                        limits(limits -> limits.maxConcurrentStreams(2)),
                        Frames.client().post(1).post(3),
                        new Frames().post(5),
                        "RST_STREAM 5 REFUSED_STREAM"),
                new Row(
                        "initialWindowSize",
                        limits(limits -> limits.initialWindowSize(100_000)),
                        Frames.client()
                                .post(1)
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(1696)),
                        new Frames().data(1, 0, "x"),
                        "RST_STREAM 1 FLOW_CONTROL_ERROR"),
                new Row(
                        "connectionWindow",
                        limits(limits -> limits.connectionWindow(65_535).initialWindowSize(100_000)),
                        Frames.client()
                                .post(1)
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_384))
                                .data(1, 0, "x".repeat(16_383)),
                        new Frames().data(1, 0, "x"),
                        "GOAWAY 1 FLOW_CONTROL_ERROR"),
                new Row(
                        "maxFrameSize",
                        limits(limits -> limits.maxFrameSize(17_000)),
                        Frames.client().frame(99, 0, 0, "x".repeat(17_000)),
                        new Frames().frame(99, 0, 0, "x".repeat(17_001)),
                        "GOAWAY 0 FRAME_SIZE_ERROR"),
                new Row(
                        "maxHeaderListSize",
                        limits(limits -> limits.maxHeaderListSize(7 + 3 + 7 + 4 + 10 + 1 + 5 + 1 + 4 * 32)),
                        Frames.client().get(1),
                        new Frames().request(3, "GET", END_STREAM, "x", "y"),
                        "HEADERS 3 :status=431 content-length=0 end"),
                new Row(
                        "headerTableSize",
                        limits(limits -> limits.headerTableSize(100)),
                        Frames.client().settingsAck().frame(1, END_HEADERS, 1, "\77\105" + block()),
                        new Frames().frame(1, END_HEADERS, 3, "\77\106" + block()),
                        "GOAWAY 1 COMPRESSION_ERROR"));
    }

    private static String block() {
        return Frames.latin1(Frames.block(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void allowTheirValueAndNoMore(Row row) {
        Http2Feed feed = Http2Feed.server(row.limits);
        feed.reads = false;
        feed.frames(row.frames);
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
        assertThat(feed.sent()).doesNotContain(row.answer);
        feed.frames(row.more);
        assertThat(feed.sent()).last().isEqualTo(row.answer);
    }

    @Test
    void aLongSectionEndsTheConnection() {
        Http2Feed feed = Http2Feed.server(limits(limits -> limits.maxHeaderListSize(1000)));
        String first = Frames.latin1(Frames.block("x", "y".repeat(16_384 - 8)));
        feed.frames(Frames.client().frame(1, 0, 1, first).frame(9, 0, 1, "z".repeat(1000 + 16_384 - first.length())));
        assertThat(feed.events).containsExactly("settings");
        feed.frames(new Frames().frame(9, 0, 1, "z"));
        assertThat(feed.sent()).last().isEqualTo(CALM);
    }

    @Test
    void aRequestWithTooManyFieldsIsAnswered() {
        Http2Feed feed = Http2Feed.server(limits(limits -> limits.maxHeaderListSize(300)));
        feed.frames(Frames.client()
                .post(1, "x", "y".repeat(200))
                .data(1, 0, "ignored")
                .get(3));
        assertThat(feed.sent())
                .containsExactly("SETTINGS ack", "HEADERS 1 :status=431 content-length=0 end", "RST_STREAM 1 NO_ERROR");
        assertThat(feed.events).containsExactly("settings", "reset 1 NO_ERROR", "3 GET http a / {Host: a} end");
    }

    @Test
    void aResponseWithTooManyFieldsIsReset() {
        Http2Feed feed = Http2Feed.client(limits(limits -> limits.maxHeaderListSize(100)))
                .get();
        feed.frames(Frames.server().response(1, 0, "200", "x", "y".repeat(100)));
        assertThat(feed.sent()).last().isEqualTo("RST_STREAM 1 ENHANCE_YOUR_CALM");
    }

    @Test
    void informationalResponses() {
        Http2Feed feed =
                Http2Feed.client(limits(limits -> limits.informational(2))).get();
        feed.frames(Frames.server().response(1, 0, "103").response(1, 0, "100"));
        assertThat(feed.events).containsExactly("settings", "1 103 {}", "1 100 {}");
        feed.frames(new Frames().response(1, 0, "103"));
        assertThat(feed.sent()).last().isEqualTo("RST_STREAM 1 ENHANCE_YOUR_CALM");
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                setting(
                        "maxConcurrentStreams",
                        Http2Limits.Builder::maxConcurrentStreams,
                        Http2Limits::maxConcurrentStreams,
                        0,
                        100),
                setting(
                        "initialWindowSize",
                        Http2Limits.Builder::initialWindowSize,
                        Http2Limits::initialWindowSize,
                        1,
                        65_536),
                setting(
                        "connectionWindow",
                        Http2Limits.Builder::connectionWindow,
                        Http2Limits::connectionWindow,
                        65_535,
                        1 << 20),
                setting("maxFrameSize", Http2Limits.Builder::maxFrameSize, Http2Limits::maxFrameSize, 16_384, 16_384),
                setting(
                        "maxHeaderListSize",
                        Http2Limits.Builder::maxHeaderListSize,
                        Http2Limits::maxHeaderListSize,
                        0,
                        65_536),
                setting("headerTableSize", Http2Limits.Builder::headerTableSize, Http2Limits::headerTableSize, 0, 4096),
                setting("informational", Http2Limits.Builder::informational, Http2Limits::informational, 0, 100),
                flood("resets", FloodLimits.Builder::resets, FloodLimits::resets, 0, 200),
                flood("pings", FloodLimits.Builder::pings, FloodLimits::pings, 0, 100),
                flood("settings", FloodLimits.Builder::settings, FloodLimits::settings, 1, 20),
                flood("emptyFrames", FloodLimits.Builder::emptyFrames, FloodLimits::emptyFrames, 0, 100),
                flood("continuations", FloodLimits.Builder::continuations, FloodLimits::continuations, 0, 20),
                flood("updates", FloodLimits.Builder::updates, FloodLimits::updates, 0, 1000),
                flood("queued", FloodLimits.Builder::queued, FloodLimits::queued, 1, 1000));
    }

    private static Arguments setting(
            String name,
            BiFunction<Http2Limits.Builder, Integer, Http2Limits.Builder> set,
            ToIntFunction<Http2Limits> get,
            int least,
            int byDefault) {
        BiFunction<Http2Limits, Integer, Http2Limits> with =
                (limits, value) -> set.apply(limits.toBuilder(), value).build();
        return Arguments.of(name, with, get, least, byDefault);
    }

    private static Arguments flood(
            String name,
            BiFunction<FloodLimits.Builder, Integer, FloodLimits.Builder> set,
            ToIntFunction<FloodLimits> get,
            int least,
            int byDefault) {
        BiFunction<Http2Limits, Integer, Http2Limits> with = (limits, value) -> limits.toBuilder()
                .floods(set.apply(limits.floods().toBuilder(), value).build())
                .build();
        ToIntFunction<Http2Limits> flood = limits -> get.applyAsInt(limits.floods());
        return Arguments.of(name, with, flood, least, byDefault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bounds(
            String name,
            BiFunction<Http2Limits, Integer, Http2Limits> with,
            ToIntFunction<Http2Limits> get,
            int least,
            int byDefault) {
        assertThat(get.applyAsInt(Http2Limits.DEFAULT)).isEqualTo(byDefault);
        assertThat(get.applyAsInt(with.apply(Http2Limits.DEFAULT, least))).isEqualTo(least);
        Http2Limits changed = with.apply(Http2Limits.DEFAULT, byDefault + 1);
        assertThat(get.applyAsInt(changed.toBuilder().build())).isEqualTo(byDefault + 1);
        assertThat(changed).asString().contains(name + " " + (byDefault + 1));
        assertThatThrownBy(() -> with.apply(Http2Limits.DEFAULT, least - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
