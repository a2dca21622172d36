// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each limit of what a peer may do without a use allows its value, and one more ends the connection with ENHANCE_YOUR_CALM (RFC
 * 9113 §10.5).
 */
class Http2FloodsTest {
    /** @param more what is one over the limit, behind {@code frames} */
    record Row(String name, Http2Limits limits, Frames frames, Frames more, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String CALM = "GOAWAY 0 ENHANCE_YOUR_CALM";

    private static Http2Limits floods(Consumer<FloodLimits.Builder> change) {
        FloodLimits.Builder floods = FloodLimits.builder();
        change.accept(floods);
        return Http2Limits.builder().floods(floods.build()).build();
    }

    private static Frames times(int count, Consumer<Frames> action) {
        Frames frames = Frames.client();
        for (int i = 0; i < count; i++) {
            action.accept(frames);
        }
        return frames;
    }

    static Stream<Row> floods() {
        return Stream.of(
                new Row(
                        "resets by the peer",
                        floods(floods -> floods.resets(2)),
                        Frames.client().post(1).reset(1, 8).post(3).reset(3, 8),
                        new Frames().post(5).reset(5, 8),
                        "GOAWAY 5 ENHANCE_YOUR_CALM"),
                new Row(
                        "resets by us",
                        floods(floods -> floods.resets(2)),
                        Frames.client().post(1).windowUpdate(1, 0).post(3).windowUpdate(3, 0),
                        new Frames().post(5).windowUpdate(5, 0),
                        "GOAWAY 5 ENHANCE_YOUR_CALM"),
                new Row(
                        "resets of refused streams",
                        floods(floods -> floods.resets(2)).toBuilder()
                                .maxConcurrentStreams(0)
                                .build(),
                        Frames.client().post(1).post(3),
                        new Frames().post(5),
                        CALM),
                new Row(
                        "pings",
                        floods(floods -> floods.pings(2)),
                        times(2, frames -> frames.ping(0, "12345678")),
                        new Frames().ping(0, "12345678"),
                        CALM),
                new Row(
                        "pongs without a ping",
                        floods(floods -> floods.pings(2)),
                        times(2, frames -> frames.ping(1, "12345678")),
                        new Frames().ping(1, "12345678"),
                        CALM),
                new Row(
                        "settings",
                        floods(floods -> floods.settings(3)),
                        times(2, Frames::settings),
                        new Frames().settings(),
                        CALM),
                new Row(
                        "goaways",
                        floods(floods -> floods.settings(3)),
                        times(2, frames -> frames.goAway(0, 0, "")),
                        new Frames().goAway(0, 0, ""),
                        CALM),
                new Row(
                        "emptyFrames",
                        floods(floods -> floods.emptyFrames(2)),
                        Frames.client().post(1).data(1, 0, "").data(1, 0, ""),
                        new Frames().data(1, 0, ""),
                        "GOAWAY 1 ENHANCE_YOUR_CALM"),
                new Row(
                        "emptyFrames with padding",
                        floods(floods -> floods.emptyFrames(2)),
                        Frames.client().post(1).data(1, 8, "\1x").data(1, 8, "\0"),
                        new Frames().data(1, 8, "\0"),
                        "GOAWAY 1 ENHANCE_YOUR_CALM"),
                new Row(
                        "continuations",
                        floods(floods -> floods.continuations(2)),
                        Frames.client()
                                .frame(1, 0, 1, block())
                                .frame(9, 0, 1, "")
                                .frame(9, END_HEADERS, 1, "")
                                .frame(1, 0, 3, block())
                                .frame(9, 0, 3, "")
                                .frame(9, 0, 3, ""),
                        new Frames().frame(9, 0, 3, ""),
                        "GOAWAY 1 ENHANCE_YOUR_CALM"),
                new Row(
                        "window updates",
                        floods(floods -> floods.updates(2)),
                        times(2, frames -> frames.windowUpdate(0, 1)),
                        new Frames().windowUpdate(0, 1),
                        CALM),
                new Row(
                        "priorities",
                        floods(floods -> floods.updates(2)),
                        times(2, frames -> frames.frame(2, 0, 9, "\0\0\0\0\1")),
                        new Frames().priorityUpdate(1, "u=1"),
                        CALM),
                new Row(
                        "unknown frames",
                        floods(floods -> floods.updates(2)),
                        times(2, frames -> frames.frame(99, 0, 9, "")),
                        new Frames().frame(99, 0, 0, ""),
                        CALM),
                new Row(
                        "acknowledgements",
                        floods(floods -> floods.updates(2)),
                        times(3, Frames::settingsAck),
                        new Frames().settingsAck(),
                        CALM));
    }

    private static String block() {
        return Frames.latin1(Frames.block(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/"));
    }

    @ParameterizedTest
    @MethodSource("floods")
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
    void framesThatWaitToBeSent() {
        Http2Feed feed = Http2Feed.server(floods(floods -> floods.queued(3)));
        feed.frames(Frames.client().ping(0, "12345678").ping(0, "12345678"));
        assertThat(feed.sent()).hasSize(3);
        feed.frames(new Frames().ping(0, "1".repeat(8)).ping(0, "2".repeat(8)).ping(0, "3".repeat(8)));
        assertThat(feed.sent()).hasSize(3);
        feed.frames(new Frames()
                .ping(0, "1".repeat(8))
                .ping(0, "2".repeat(8))
                .ping(0, "3".repeat(8))
                .ping(0, "4".repeat(8)));
        assertThat(feed.sent()).hasSize(4).last().isEqualTo(CALM);
    }

    @Test
    void usefulWorkRefillsTheBudgets() {
        Http2Feed feed = Http2Feed.server(floods(
                floods -> floods.resets(1).pings(1).settings(2).emptyFrames(1).updates(4)));
        feed.frames(Frames.client());
        for (int stream = 1; stream < 1000; stream += 4) {
            feed.frames(new Frames()
                    .settings()
                    .ping(0, "12345678")
                    .windowUpdate(0, 1)
                    .post(stream)
                    .data(stream, 0, "")
                    .data(stream, 0, "x")
                    .data(stream, END_STREAM, "")
                    .post(stream + 2)
                    .reset(stream + 2, 8));
            feed.codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), 0, feed.out);
        }
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
    }

    @Test
    void timeRefillsTheBudgets() {
        Http2Feed feed =
                Http2Feed.server(floods(floods -> floods.pings(1).settings(1).updates(1)));
        feed.frames(Frames.client());
        for (int i = 0; i < 100; i++) {
            feed.codec.calm();
            feed.frames(new Frames().ping(0, "12345678").settings().windowUpdate(0, 1));
        }
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
    }

    /** A client that looks now and then whether an idle connection is alive. */
    @Test
    void anAnswerToOurPingIsNotCounted() {
        Http2Feed feed = Http2Feed.client(floods(floods -> floods.pings(0)));
        feed.frames(Frames.server());
        for (int i = 0; i < 10; i++) {
            feed.codec.ping(i, feed.out);
            feed.frames(new Frames().ping(Frames.ACK, "1234567" + i));
        }
        assertThat(feed.events).last().isEqualTo("pong 3132333435363739");
        feed.frames(new Frames().ping(Frames.ACK, "12345678"));
        assertThat(feed.events).last().isEqualTo("error ENHANCE_YOUR_CALM");
    }

    /** Otherwise a connection that was useful for an hour could flood for as long. */
    @Test
    void usefulWorkSavesNothingUp() {
        Http2Feed feed = Http2Feed.server(floods(floods -> floods.pings(2)));
        feed.frames(Frames.client());
        for (int stream = 1; stream < 100; stream += 2) {
            feed.frames(new Frames().get(stream));
        }
        feed.frames(new Frames().ping(0, "12345678").ping(0, "12345678"));
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
        feed.frames(new Frames().ping(0, "12345678"));
        assertThat(feed.events).last().isEqualTo("error ENHANCE_YOUR_CALM");
    }
}
