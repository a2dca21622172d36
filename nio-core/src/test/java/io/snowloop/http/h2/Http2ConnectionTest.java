// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.Http2Codec.MAX_STREAM;
import static io.snowloop.http.h2.Http2Codec.UNKNOWN_LENGTH;
import static io.snowloop.testing.Frames.END_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.Outcome;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is said on stream 0: the beginning, the settings, how many streams there may be, and the end (RFC 9113 §3, §6). */
class Http2ConnectionTest {
    private static final Headers NONE = Headers.empty();

    private static int open(Http2Feed feed) {
        return feed.codec.openStream(new RequestHead(Method.GET, "http", "a", "/", NONE), 0, feed.out);
    }

    private static void answer(Http2Feed feed, int stream) {
        feed.codec.sendHead(stream, Status.OK, NONE, NONE, 0, feed.out);
    }

    // --------------------------------------------------------------------------------------------------- beginning

    @Test
    void eachSideBeginsWithItsSettings() {
        Http2Limits limits = Http2Limits.builder()
                .maxConcurrentStreams(7)
                .initialWindowSize(70_000)
                .connectionWindow(65_545)
                .maxFrameSize(20_000)
                .maxHeaderListSize(9000)
                .headerTableSize(100)
                .build();
        ByteQueue out = new ByteQueue();
        new Http2Codec(Role.CLIENT, limits).begin(out);
        assertThat(new FrameText().take(out))
                .containsExactly("preface", "SETTINGS 1=100 4=70000 5=20000 6=9000 9=1 2=0", "WINDOW_UPDATE 0 10");
        new Http2Codec(Role.SERVER, limits).begin(out);
        assertThat(new FrameText().take(out))
                .containsExactly("SETTINGS 1=100 4=70000 5=20000 6=9000 9=1 3=7 8=1", "WINDOW_UPDATE 0 10");
        new Http2Codec(
                        Role.SERVER,
                        Http2Limits.builder().connectionWindow(65_535).build())
                .begin(out);
        assertThat(new FrameText().take(out)).containsExactly("SETTINGS 4=65536 6=65536 9=1 3=100 8=1");
    }

    @Test
    void thePrefaceIsToldFromOtherBytes() {
        ByteBuffer preface = ByteBuffer.wrap((Frames.PREFACE + "more").getBytes());
        for (int count = 0; count <= preface.capacity(); count++) {
            Http2Preface.Match match = count < 24 ? Http2Preface.Match.MAYBE : Http2Preface.Match.YES;
            assertThat(Http2Preface.matches(preface.limit(count))).isEqualTo(match);
        }
        assertThat(Http2Preface.matches(ByteBuffer.wrap("PRI * HTTP/1.1\r\n".getBytes())))
                .isEqualTo(Http2Preface.Match.NO);
        assertThat(Http2Preface.matches(ByteBuffer.wrap("P".repeat(2).getBytes())))
                .isEqualTo(Http2Preface.Match.NO);
    }

    @Test
    void theExtendedConnectNeedsTheServersSettings() {
        Http2Feed feed = Http2Feed.client();
        assertThat(feed.codec.peerTakesExtendedConnect()).isFalse();
        feed.frames(Frames.server().settings(8, 1));
        assertThat(feed.codec.peerTakesExtendedConnect()).isTrue();
        RequestHead head = new RequestHead(0, Method.CONNECT, "https", "a", "/c", "websocket", NONE, false);
        feed.codec.openStream(head, UNKNOWN_LENGTH, feed.out);
        assertThat(feed.sent())
                .last()
                .isEqualTo("HEADERS 1 :method=CONNECT :scheme=https :authority=a :path=/c :protocol=websocket");
    }

    /** RFC 7541 §4.2: a smaller table is told at the beginning of the next section, and one of no size is used. */
    @Test
    void fieldsAreEncodedWithTheTableThatThePeerAllows() throws Exception {
        Http2Feed feed =
                Http2Feed.server().frames(Frames.client().settings(1, 0).get(1));
        feed.codec.sendHead(1, Status.OK, Headers.of("X", "y"), NONE, 0, feed.out);
        assertThat(feed.sent()).last().isEqualTo("HEADERS 1 :status=200 x=y content-length=0 end");
        Http2Feed again =
                Http2Feed.server().frames(Frames.client().settings(1, 0).get(1));
        again.sent();
        again.codec.sendHead(1, Status.OK, NONE, NONE, 0, again.out);
        assertThat(again.out.get(9)).as("a size of 0").isEqualTo((byte) 0x20);
    }

    // ------------------------------------------------------------------------------------------------- many streams

    @Test
    void aClientOpensAsManyStreamsAsTheServerAllows() {
        Http2Feed feed = Http2Feed.client();
        assertThat(feed.codec.streamsLeft()).as("before its settings").isEqualTo(100);
        feed.frames(Frames.server());
        assertThat(feed.codec.streamsLeft()).as("no limit").isEqualTo(Integer.MAX_VALUE);
        feed.frames(new Frames().settings(3, 2));
        assertThat(open(feed)).isEqualTo(1);
        assertThat(open(feed)).isEqualTo(3);
        assertThat(feed.codec.openStreams()).isEqualTo(2);
        assertThat(feed.codec.streamsLeft()).isZero();
        assertThatThrownBy(() -> open(feed)).isInstanceOf(IllegalStateException.class);
        feed.frames(new Frames().response(1, END_STREAM, "200"));
        assertThat(feed.codec.streamsLeft()).isEqualTo(1);
        feed.frames(new Frames().settings(3, 0));
        assertThat(feed.codec.streamsLeft()).isZero();
        feed.frames(new Frames().settings(3, -1));
        assertThat(feed.codec.streamsLeft()).isEqualTo(Integer.MAX_VALUE - 1);
    }

    @Test
    void aRefusedStreamTakesNoPlaceAndNoOneElses() {
        Http2Feed feed =
                Http2Feed.server(Http2Limits.builder().maxConcurrentStreams(1).build());
        feed.frames(Frames.client().post(1).post(3).data(3, 0, "on its way").headers(3, END_STREAM, "a", "b"));
        assertThat(feed.events).containsExactly("settings", "1 POST http a / {Host: a}", "reset 3 REFUSED_STREAM");
        assertThat(feed.sent()).containsExactly("SETTINGS ack", "RST_STREAM 3 REFUSED_STREAM");
        feed.frames(new Frames().data(1, END_STREAM, "x"));
        answer(feed, 1);
        feed.frames(new Frames().get(5));
        assertThat(feed.events).last().isEqualTo("5 GET http a / {Host: a} end");
    }

    @Test
    void bothSidesAgreeOnTheStates() {
        Http2Feed feed = Http2Feed.server();
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.IDLE);
        feed.frames(Frames.client().post(1).get(5));
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.OPEN);
        assertThat(feed.codec.state(3)).as("left out").isEqualTo(StreamState.CLOSED);
        assertThat(feed.codec.state(5)).isEqualTo(StreamState.HALF_CLOSED_REMOTE);
        assertThat(feed.codec.state(2)).isEqualTo(StreamState.IDLE);
        answer(feed, 1);
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.HALF_CLOSED_LOCAL);
        feed.frames(new Frames().data(1, END_STREAM, ""));
        answer(feed, 5);
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.CLOSED);
        assertThat(feed.codec.state(5)).isEqualTo(StreamState.CLOSED);
        assertThat(feed.codec.openStreams()).isZero();
    }

    @Test
    void aResetEndsAStreamOnce() {
        Http2Feed feed = Http2Feed.server().frames(Frames.client().post(1));
        feed.codec.reset(1, ErrorCode.INTERNAL_ERROR, feed.out);
        feed.codec.reset(1, ErrorCode.INTERNAL_ERROR, feed.out);
        assertThat(feed.sent()).containsExactly("SETTINGS ack", "RST_STREAM 1 INTERNAL_ERROR");
        feed.frames(new Frames().reset(1, 8));
        assertThat(feed.events).hasSize(2);
        assertThatThrownBy(() -> answer(feed, 1)).isInstanceOf(IllegalStateException.class);
    }

    // -------------------------------------------------------------------------------------------------------- pings

    @Test
    void aPingIsAnswered() {
        Http2Feed feed = Http2Feed.client();
        feed.codec.ping(0x0123_4567_89AB_CDEFL, feed.out);
        assertThat(feed.sent()).containsExactly("PING 123456789abcdef");
        feed.frames(Frames.server().ping(Frames.ACK, "\u0001#Eg\u0089\u00ab\u00cd\u00ef"));
        assertThat(feed.events).last().isEqualTo("pong 123456789abcdef");
    }

    // ------------------------------------------------------------------------------------------------------- the end

    /** §6.8: the first GOAWAY stops new requests, the second one names those that were on the way. */
    @Test
    void aServerDrainsWithTwoGoaways() {
        Http2Feed feed = Http2Feed.server().frames(Frames.client().get(1));
        feed.sent();
        feed.codec.goAway(MAX_STREAM, ErrorCode.NO_ERROR, feed.out);
        feed.frames(new Frames().get(3));
        assertThat(feed.events).last().isEqualTo("3 GET http a / {Host: a} end");
        feed.codec.goAway(feed.codec.lastPeerStream(), ErrorCode.NO_ERROR, feed.out);
        assertThat(feed.sent()).containsExactly("GOAWAY 2147483647 NO_ERROR", "GOAWAY 3 NO_ERROR");
        feed.frames(new Frames()
                .post(5)
                .data(5, 0, "late")
                .headers(5, END_STREAM, "a", "b")
                .reset(5, 8));
        assertThat(feed.events).hasSize(3);
        answer(feed, 1);
        answer(feed, 3);
        assertThat(feed.sent()).hasSize(2).noneMatch(frame -> frame.startsWith("RST"));
        assertThat(feed.codec.openStreams()).isZero();
        assertThat(feed.codec.isGoingAway()).isTrue();
        assertThatThrownBy(() -> feed.codec.goAway(5, ErrorCode.NO_ERROR, feed.out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not grow");
    }

    @Test
    void aGoawayOfAServerThatCannotGoOnClosesWhatItLeavesOut() {
        Http2Feed feed = Http2Feed.server().frames(Frames.client().post(1).post(3));
        feed.codec.goAway(1, ErrorCode.INTERNAL_ERROR, feed.out);
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.OPEN);
        assertThat(feed.codec.state(3)).isEqualTo(StreamState.CLOSED);
    }

    @Test
    void aClientKnowsWhichRequestsAreUntouched() {
        Http2Feed feed = Http2Feed.client().get().get().get();
        feed.frames(Frames.server().goAway(MAX_STREAM, 0, ""));
        assertThat(feed.codec.isGoingAway()).isTrue();
        assertThat(feed.codec.streamsLeft()).isZero();
        assertThat(feed.codec.openStreams()).isEqualTo(3);
        feed.frames(new Frames().goAway(3, 0, "").response(3, END_STREAM, "200").response(1, END_STREAM, "200"));
        assertThat(feed.events)
                .containsExactly(
                        "settings",
                        "goaway 2147483647 NO_ERROR ",
                        "goaway 3 NO_ERROR ",
                        "reset 5 REFUSED_STREAM by the peer",
                        "3 200 {} end",
                        "1 200 {} end");
        assertThat(feed.codec.openStreams()).isZero();
    }

    @Test
    void afterAnErrorTheConnectionStaysBroken() {
        Http2Feed feed = Http2Feed.server()
                .frames(Frames.client().get(1).ping(0, "1234567").get(3));
        assertThat(feed.events).last().isEqualTo("error FRAME_SIZE_ERROR");
        assertThat(feed.sent()).containsExactly("SETTINGS ack", "GOAWAY 1 FRAME_SIZE_ERROR");
        feed.frames(new Frames().get(3));
        assertThatThrownBy(feed.codec::next).isInstanceOf(Http2Exception.class).hasMessageContaining("PING of 7 bytes");
        assertThat(feed.sent()).isEmpty();
        assertThat(feed.events).hasSize(3);
    }

    @Test
    void theEndOfTheBytesIsAnOutcome() throws Exception {
        Http2Feed feed = Http2Feed.server().frames(Frames.client().post(1));
        feed.codec.receive(ByteBuffer.wrap(new Frames().get(3).toBytes()));
        feed.codec.receiveEnd();
        assertThat(feed.codec.next()).isInstanceOf(RequestHead.class);
        assertThat(feed.codec.next()).isEqualTo(Outcome.CLOSED);
        feed.codec.keep();
        assertThat(feed.codec.next()).isEqualTo(Outcome.CLOSED);
        assertThatThrownBy(() -> feed.codec.receive(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsBegunAndNotEndedIsKnown() {
        Http2Feed feed = Http2Feed.server();
        assertThat(feed.codec.isMidFrame()).isFalse();
        assertThat(feed.frames(new Frames().text("PRI")).codec.isMidFrame())
                .as("preface")
                .isTrue();
        feed.frames(new Frames().text(Frames.PREFACE.substring(3)));
        assertThat(feed.codec.isMidFrame()).isFalse();
        assertThat(feed.frames(new Frames().text("\0\0")).codec.isMidFrame())
                .as("a header")
                .isTrue();
        feed.frames(new Frames().text("\0\4\0\0\0\0\0"));
        assertThat(feed.codec.isMidFrame()).isFalse();
        assertThat(feed.frames(new Frames().header(8, 6, 0, 0).text("1234"))
                        .codec
                        .isMidFrame())
                .as("PING")
                .isTrue();
        feed.frames(new Frames().text("5678"));
        assertThat(feed.codec.isMidFrame()).isFalse();
        feed.frames(new Frames().frame(1, 0, 1, Frames.block(":method", "POST", ":scheme", "http")));
        assertThat(feed.codec.isMidFrame()).as("CONTINUATION is to come").isTrue();
        feed.frames(new Frames().frame(9, 4, 1, Frames.block(":authority", "a", ":path", "/")));
        assertThat(feed.codec.isMidFrame()).isFalse();
        feed.frames(new Frames().header(9, 0, 0, 1).text("data"));
        assertThat(feed.codec.isMidFrame()).as("a body may be slow").isFalse();
    }

    @Test
    void oneLoanAtATime() {
        Http2Codec codec = new Http2Codec(Role.SERVER, Http2Limits.DEFAULT);
        codec.receive(ByteBuffer.allocate(0));
        assertThatThrownBy(() -> codec.receive(ByteBuffer.allocate(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIdleConnectionHoldsNoFields() {
        Http2Feed feed = Http2Feed.server().frames(Frames.client().get(1));
        answer(feed, 1);
        long before = Footprint.of(feed.codec);
        feed.frames(new Frames().request(3, "GET", END_STREAM, "x", "y".repeat(5000), "cookie", "z".repeat(5000)));
        answer(feed, 3);
        assertThat(Footprint.of(feed.codec) - before).isLessThan(1000);
    }
}
