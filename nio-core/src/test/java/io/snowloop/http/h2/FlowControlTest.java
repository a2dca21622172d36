// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_STREAM;
import static io.snowloop.testing.Frames.PADDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The windows of both levels, in both directions (RFC 9113 §5.2, §6.9). */
class FlowControlTest {
    private static final String FRAME = "x".repeat(16_384);

    // --------------------------------------------------------------------------------------------------- receiving

    @Test
    void aWindowIsGivenBackWhenHalfOfItWasRead() {
        Http2Feed feed = unread(Http2Limits.builder().initialWindowSize(65_536).build());
        feed.frames(Frames.client().settingsAck().post(1).data(1, 0, FRAME).data(1, 0, FRAME));
        feed.sent();
        feed.codec.consumed(1, 32_767, feed.out);
        assertThat(feed.sent()).isEmpty();
        feed.codec.consumed(1, 1, feed.out);
        assertThat(feed.sent()).containsExactly("WINDOW_UPDATE 1 32768");
    }

    @Test
    void theWindowOfTheConnectionIsGivenBackForAllStreams() {
        Http2Feed feed = unread(Http2Limits.builder().connectionWindow(65_536).build());
        feed.frames(Frames.client().post(1).post(3).data(1, 0, FRAME).data(3, 0, FRAME));
        feed.sent();
        feed.codec.consumed(1, 16_384, feed.out);
        assertThat(feed.sent()).isEmpty();
        feed.codec.consumed(3, 16_384, feed.out);
        assertThat(feed.sent()).containsExactly("WINDOW_UPDATE 0 32768");
    }

    @Test
    void aStreamThatIsNotReadStopsItselfOnly() {
        Http2Feed feed = unread(Http2Limits.DEFAULT);
        feed.frames(Frames.client()
                .settingsAck()
                .post(1)
                .post(3)
                .data(1, 0, FRAME)
                .data(1, 0, FRAME)
                .data(1, 0, FRAME)
                .data(1, 0, FRAME));
        for (int i = 0; i < 100; i++) {
            feed.frames(new Frames().data(3, 0, FRAME));
            feed.codec.consumed(3, FRAME.length(), feed.out);
        }
        assertThat(feed.events).noneMatch(event -> event.startsWith("error") || event.startsWith("reset"));
        feed.frames(new Frames().data(1, 0, "x"));
        assertThat(feed.events).last().isEqualTo("reset 1 FLOW_CONTROL_ERROR");
    }

    /** More than half of the window can never come back: an update comes with as much as the peer has left. */
    @Test
    void streamsThatAreNotReadStopThemselvesOnly() {
        Http2Feed feed = unread(Http2Limits.DEFAULT);
        feed.frames(Frames.client().settingsAck());
        for (int stream = 1; stream <= 17; stream += 2) {
            feed.frames(new Frames()
                    .post(stream)
                    .data(stream, 0, FRAME)
                    .data(stream, 0, FRAME)
                    .data(stream, 0, FRAME)
                    .data(stream, 0, FRAME));
        }
        feed.frames(new Frames().post(19));
        long left = 1024 * 1024 - 9 * 65_536;
        for (int i = 0; i < 200; i++) {
            assertThat(left).as("of the connection's window, frame %d", i).isGreaterThanOrEqualTo(FRAME.length());
            feed.frames(new Frames().data(19, 0, FRAME));
            feed.codec.consumed(19, FRAME.length(), feed.out);
            left -= FRAME.length();
            for (String frame : feed.sent()) {
                left += frame.startsWith("WINDOW_UPDATE 0 ") ? Long.parseLong(frame.substring(16)) : 0;
            }
        }
        assertThat(feed.events).noneMatch(event -> event.startsWith("error") || event.startsWith("reset"));
    }

    /** The peer has used the default window, and our smaller one is in force before it has more. */
    @Test
    void whatWasReadBeforeTheWindowBecameSmallerIsGivenBack() {
        Http2Feed feed = unread(Http2Limits.builder().initialWindowSize(16_384).build());
        feed.frames(Frames.client().post(1).data(1, 0, FRAME).data(1, 0, "x".repeat(13_616)));
        feed.codec.consumed(1, 30_000, feed.out);
        assertThat(feed.sent()).noneMatch(frame -> frame.startsWith("WINDOW_UPDATE 1"));
        feed.frames(new Frames().settingsAck());
        assertThat(feed.sent()).contains("WINDOW_UPDATE 1 30000");
    }

    @Test
    void aClosedStreamHasNoWindowButTheConnectionHas() {
        Http2Feed feed = unread(Http2Limits.builder().connectionWindow(65_535).build());
        feed.frames(Frames.client().post(1).data(1, 0, FRAME).data(1, 0, FRAME).data(1, END_STREAM, ""));
        feed.sent();
        feed.codec.consumed(1, 32_768, feed.out);
        assertThat(feed.sent()).containsExactly("WINDOW_UPDATE 0 32768");
    }

    /** RFC 9113 §5.1: what was on the way when a stream was reset still counts for the connection. */
    @Test
    void dataOfAResetStreamIsGivenBackToTheConnection() {
        Http2Feed feed = unread(Http2Limits.builder().connectionWindow(65_535).build());
        feed.frames(Frames.client().post(1).data(1, 0, FRAME));
        feed.codec.reset(1, ErrorCode.CANCEL, feed.out);
        feed.codec.consumed(1, 16_384, feed.out);
        assertThat(feed.sent()).containsExactly("SETTINGS ack", "RST_STREAM 1 CANCEL");
        feed.frames(new Frames().data(1, 0, FRAME).headers(1, END_STREAM, "late", "trailers"));
        assertThat(feed.sent()).containsExactly("WINDOW_UPDATE 0 32768");
        assertThat(feed.events).last().asString().startsWith("data 1");
    }

    @Test
    void theRestOfAFrameIsDroppedWhenItsStreamIsReset() {
        Http2Feed feed = unread(Http2Limits.builder().connectionWindow(65_535).build());
        feed.frames(Frames.client().post(1).header(16_384, 0, 0, 1).text("x".repeat(384)));
        feed.codec.reset(1, ErrorCode.CANCEL, feed.out);
        feed.frames(new Frames().text("y".repeat(16_000)).post(3).data(3, 0, FRAME));
        feed.sent();
        assertThat(feed.events)
                .filteredOn(event -> event.startsWith("data 1"))
                .containsExactly("data 1 " + "x".repeat(384));
        feed.codec.consumed(1, 384, feed.out);
        feed.codec.consumed(3, 16_384, feed.out);
        assertThat(feed.sent()).contains("WINDOW_UPDATE 0 32768");
    }

    /** §6.1: no reader sees the padding, so it is given back at once. */
    @Test
    void paddingCountsAndIsGivenBack() {
        Http2Feed feed = unread(Http2Limits.builder()
                .initialWindowSize(65_535)
                .connectionWindow(65_535)
                .build());
        feed.frames(Frames.client().settingsAck().post(1));
        for (int i = 0; i < 128; i++) {
            feed.frames(new Frames().frame(0, PADDED, 1, "\u00ff" + "a" + "\0".repeat(255)));
        }
        assertThat(feed.sent()).containsExactly("SETTINGS ack", "WINDOW_UPDATE 0 32768", "WINDOW_UPDATE 1 32768");
        feed.codec.consumed(1, 128, feed.out);
        assertThat(feed.sent()).isEmpty();
    }

    /** §6.9.2: until the peer has acknowledged our settings it may use the default window. */
    @Test
    void aSmallerWindowIsInForceWhenItIsAcknowledged() {
        Http2Limits limits = Http2Limits.builder().initialWindowSize(100).build();
        Http2Feed feed = unread(limits);
        feed.frames(Frames.client().post(1).data(1, 0, FRAME));
        assertThat(feed.codec.session.own.isAcknowledged()).isFalse();
        assertThat(feed.events).last().asString().startsWith("data 1");
        feed.frames(new Frames().settingsAck());
        assertThat(feed.codec.session.own.isAcknowledged()).isTrue();
        feed.frames(new Frames().post(3).data(3, 0, "x".repeat(100)).data(1, 0, "x"));
        assertThat(feed.events).last().isEqualTo("reset 1 FLOW_CONTROL_ERROR");
        feed.frames(new Frames().data(3, 0, "x"));
        assertThat(feed.events).last().isEqualTo("reset 3 FLOW_CONTROL_ERROR");
    }

    @Test
    void noReaderHasMoreThanHasCome() {
        Http2Feed feed = unread(Http2Limits.DEFAULT);
        feed.frames(Frames.client().post(1).data(1, 0, "abc"));
        assertThatThrownBy(() -> feed.codec.consumed(1, 4, feed.out)).isInstanceOf(IllegalArgumentException.class);
        feed.codec.consumed(1, 3, feed.out);
        assertThatThrownBy(() -> feed.codec.consumed(1, 1, feed.out)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feed.codec.consumed(1, -1, feed.out)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Http2Feed unread(Http2Limits limits) {
        Http2Feed feed = Http2Feed.server(limits);
        feed.reads = false;
        return feed;
    }

    // ----------------------------------------------------------------------------------------------------- sending

    /** A server that has sent the head of its response on stream 1. */
    private static Http2Feed answering(Frames settings) {
        Http2Feed feed = Http2Feed.server();
        feed.frames(settings.get(1));
        feed.codec.sendHead(1, Status.OK, Headers.empty(), Headers.empty(), Http2Codec.UNKNOWN_LENGTH, feed.out);
        feed.sent();
        return feed;
    }

    private static int send(Http2Feed feed, int count) {
        return feed.codec.sendData(1, ByteBuffer.allocate(count), false, feed.out);
    }

    @Test
    void aFrameHasAsMuchAsThePeerTakes() {
        Http2Feed feed = answering(Frames.client());
        assertThat(feed.codec.room(1)).isEqualTo(16_384);
        assertThat(send(feed, 20_000)).isEqualTo(16_384);
        assertThat(send(feed, 16_384) + send(feed, 16_384)).isEqualTo(32_768);
        assertThat(feed.codec.room(1)).isEqualTo(16_383);
        assertThat(send(feed, 20_000)).isEqualTo(16_383);
        assertThat(feed.codec.room(1)).isZero();
        feed.sent();
        assertThat(send(feed, 1)).isZero();
        assertThat(feed.sent()).isEmpty();
    }

    @Test
    void aWindowOpensForItsStream() {
        Http2Feed feed = answering(Frames.client().settings(4, 10));
        assertThat(send(feed, 11)).isEqualTo(10);
        feed.frames(new Frames().windowUpdate(0, 5));
        assertThat(feed.events).noneMatch(event -> event.startsWith("window"));
        feed.frames(new Frames().windowUpdate(1, 3));
        assertThat(feed.events).last().isEqualTo("window 1");
        assertThat(feed.codec.room(1)).isEqualTo(3);
    }

    @Test
    void theWindowOfTheConnectionOpensForAll() {
        Http2Feed feed = answering(Frames.client().settings(4, 100_000, 5, 100_000));
        assertThat(send(feed, 100_000)).isEqualTo(65_535);
        feed.frames(new Frames().windowUpdate(1, 1));
        assertThat(feed.codec.room(1)).isZero();
        feed.frames(new Frames().windowUpdate(0, 2));
        assertThat(feed.events).last().isEqualTo("window 0");
        assertThat(feed.codec.room(1)).isEqualTo(2);
    }

    /** So that a stream which its peer stops is told apart from one that waits for others. */
    @Test
    void theWindowOfAStreamIsToldWithoutThatOfTheConnection() {
        Http2Feed feed = answering(Frames.client().settings(4, 65_545));
        assertThat(send(feed, 65_545) + send(feed, 49_161) + send(feed, 32_777) + send(feed, 16_393))
                .isEqualTo(65_535);
        assertThat(feed.codec.room(1)).isZero();
        assertThat(feed.codec.window(1)).isEqualTo(10);
        assertThat(feed.codec.window(3)).isZero();
        assertThat(feed.codec.dataSent()).isEqualTo(65_535);
        feed.frames(new Frames().settings(4, 65_525));
        assertThat(feed.codec.window(1)).isEqualTo(-10);
        feed.frames(new Frames().get(3));
        feed.codec.sendHead(3, Status.OK, Headers.empty(), Headers.empty(), 2, feed.out);
        feed.frames(new Frames().windowUpdate(0, 2));
        feed.codec.sendData(3, ByteBuffer.allocate(2), true, feed.out);
        assertThat(feed.codec.dataSent()).isEqualTo(65_537);
    }

    /** §6.9.2: a window may be negative by SETTINGS, and opens when it is positive again. */
    @Test
    void settingsChangeTheWindowsOfAllStreams() {
        Http2Feed feed = answering(Frames.client().settings(4, 10));
        assertThat(send(feed, 10)).isEqualTo(10);
        feed.frames(new Frames().settings(4, 4));
        assertThat(feed.codec.room(1)).as("not negative").isZero();
        assertThat(send(feed, 1)).isZero();
        feed.frames(new Frames().windowUpdate(1, 6));
        assertThat(feed.codec.room(1)).isZero();
        feed.frames(new Frames().settings(4, 7));
        assertThat(feed.events).endsWith("settings", "window 0");
        assertThat(feed.codec.room(1)).isEqualTo(3);
        feed.frames(new Frames().get(3));
        feed.codec.sendHead(3, Status.OK, Headers.empty(), Headers.empty(), Http2Codec.UNKNOWN_LENGTH, feed.out);
        assertThat(feed.codec.room(3)).isEqualTo(7);
    }

    @Test
    void theEndNeedsNoWindow() {
        Http2Feed feed = answering(Frames.client().settings(4, 0));
        assertThat(send(feed, 1)).isZero();
        assertThat(feed.codec.sendData(1, ByteBuffer.allocate(0), true, feed.out))
                .isZero();
        assertThat(feed.sent()).containsExactly("DATA 1  end");
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.CLOSED);
    }
}
