// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Peers that begin much and end nothing, or take next to nothing. No rule is broken, so the codec goes on; it holds little for
 * each of them. To end them after a time is up to the connection, which has a clock.
 */
class SlowPeersTest {
    private static final int STREAMS = 100;

    private final Http2Feed feed = Http2Feed.server();
    private final long empty;

    SlowPeersTest() {
        feed.frames(Frames.client());
        feed.sent();
        empty = Footprint.of(feed.codec);
    }

    private static Frames frames() {
        return new Frames();
    }

    private long held() {
        return Footprint.of(feed.codec) - empty;
    }

    private void assertNoError() {
        assertThat(feed.events).noneMatch(event -> event.startsWith("error"));
    }

    @Test
    void streamsThatAreLeftHalfOpenHoldLittle() {
        for (int i = 0; i < STREAMS; i++) {
            feed.frames(frames().post(2 * i + 1, "x", "y".repeat(10_000)).data(2 * i + 1, 0, "half of the body"));
        }
        assertThat(feed.codec.openStreams()).isEqualTo(STREAMS);
        assertThat(held() / STREAMS).as("bytes for a stream").isLessThan(1000); // its head is the caller's
        feed.sent();
        feed.frames(frames().post(2 * STREAMS + 1));
        assertThat(feed.sent()).containsExactly("RST_STREAM 201 REFUSED_STREAM");
    }

    @Test
    void windowsThatNeverOpenHoldLittle() {
        feed.frames(frames().settings(4, 0));
        ByteBuffer body = ByteBuffer.allocate(100_000);
        for (int i = 0; i < STREAMS; i++) {
            int stream = 2 * i + 1;
            feed.frames(frames().get(stream));
            feed.codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), body.remaining(), feed.out);
            assertThat(feed.codec.room(stream)).isZero();
            assertThat(feed.codec.sendData(stream, body, true, feed.out)).isZero();
            feed.codec.wantToSend(stream, true);
        }
        assertThat(feed.codec.nextStream()).isZero();
        assertThat(held() / STREAMS).as("bytes for a stream").isLessThan(1000);
        assertNoError();
    }

    /** CVE-2019-9511: the peer opens its window by one byte at a time. Each costs it more than it costs us. */
    @Test
    void aWindowOfOneByteTakesNoMoreThanItGives() {
        feed.frames(frames().settings(4, 0).get(1));
        ByteBuffer body = ByteBuffer.allocate(100_000);
        feed.codec.sendHead(1, Status.OK, Headers.empty(), Headers.empty(), body.remaining(), feed.out);
        feed.sent();
        for (int i = 0; i < 5000; i++) {
            feed.frames(frames().windowUpdate(1, 1));
            assertThat(feed.codec.sendData(1, body, true, feed.out)).isEqualTo(1);
            assertThat(feed.out.size()).isEqualTo(10);
            feed.sent();
            feed.events.clear();
        }
        assertThat(held()).isLessThan(4000);
        assertNoError();
    }

    /** A header section that does not end: what is held is bounded by the limit of its size. */
    @Test
    void aSectionThatDoesNotEndHoldsItsBytes() {
        String part = "x".repeat(16_000);
        feed.frames(frames().frame(1, 0, 1, part));
        for (int i = 0; i < 4; i++) {
            feed.frames(frames().frame(9, 0, 1, part));
        }
        assertThat(feed.codec.isMidFrame()).isTrue();
        assertThat(held()).isBetween(80_000L, 140_000L); // an array grows by doubling
        feed.frames(frames().frame(9, 0, 1, part));
        assertThat(feed.sent()).containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    }

    @Test
    void aFrameThatDoesNotEndHoldsItsBytes() {
        Frames frame = frames().header(16_384, 1, END_HEADERS | END_STREAM, 1).text("\0".repeat(16_383));
        feed.byteByByte(frame);
        assertThat(feed.codec.isMidFrame()).isTrue();
        assertThat(held()).isBetween(16_384L, 33_000L);
        assertNoError();
    }

    /** An unknown frame may be long, and is dropped as it comes. */
    @Test
    void anUnknownFrameHoldsNothing() {
        feed.byteByByte(frames().header(16_384, 0x77, 0, 1).text("x".repeat(16_383)));
        assertThat(held()).isLessThan(1000);
        assertNoError();
    }

    /** PRIORITY_UPDATE may come before its request. Here no request comes, and time refills the budget. */
    @Test
    void prioritiesOfStreamsThatNeverComeHoldLittle() {
        for (int i = 0; i < 2000; i++) {
            feed.codec.calm();
            feed.frames(frames().priorityUpdate(2 * i + 1, "u=" + i % 8));
        }
        assertThat(held()).isLessThan(20_000); // as many as there may be streams
        assertNoError();
    }

    /** Data that is not read stops at the window of the connection, and is not kept here. */
    @Test
    void dataThatIsNotReadStopsAtTheWindow() {
        feed.reads = false;
        String piece = "x".repeat(16_384);
        int pieces = 0;
        for (int stream = 1; feed.codec.openStreams() < 20; stream += 2) {
            feed.frames(frames().post(stream));
            for (int i = 0; i < 4 && pieces < 64; i++, pieces++) { // four are a stream's window, 64 the connection's
                feed.frames(frames().data(stream, 0, piece));
            }
        }
        assertNoError();
        assertThat(held() / 20).as("bytes for a stream").isLessThan(1000);
        feed.frames(frames().data(39, 0, "x"));
        assertThat(feed.sent()).last().isEqualTo("GOAWAY 39 FLOW_CONTROL_ERROR");
    }

    /** It was on the way when the stream was reset, or was sent by a peer that does not care. */
    @Test
    void dataForClosedStreamsIsDropped() {
        feed.frames(frames().post(1).windowUpdate(1, 0).post(3).reset(3, 8));
        feed.sent();
        String piece = "x".repeat(16_000);
        for (int i = 0; i < 2000; i++) {
            feed.frames(frames().data(1, 0, piece).data(3, 0, "x"));
        }
        List<String> sent = feed.sent();
        assertThat(sent).first().isEqualTo("RST_STREAM 3 STREAM_CLOSED");
        // The window of the connection comes back, half of it at a time.
        assertThat(sent.subList(1, sent.size()))
                .hasSizeBetween(55, 62)
                .allMatch(frame -> frame.startsWith("WINDOW_UPDATE 0 "));
        assertThat(held()).isLessThan(4000);
        assertNoError();
    }

    /** A header bomb: 16 KB stand for 48 MB of fields. Of them, no more are taken than the limit has. */
    @Test
    void aHeaderBombAllocatesNoMoreThanItsLimit() {
        byte[] bomb = Frames.latin1(frames().text("\100\1a\177\u00a1\36")
                        .text("v".repeat(4000))
                        .text("\u00be".repeat(12_000))
                        .toBytes())
                .getBytes(ISO_8859_1);
        feed.frames(frames().frame(1, END_STREAM | END_HEADERS, 1, bomb)); // loads classes
        byte[] frame = frames().frame(1, END_STREAM | END_HEADERS, 3, bomb).toBytes();
        ByteBuffer lent = ByteBuffer.wrap(frame);
        feed.codec.receive(lent);
        long before = allocated();
        feed.takeAll();
        long allocated = allocated() - before;
        feed.codec.keep();
        assertThat(feed.events).last().isEqualTo("reset 3 NO_ERROR");
        assertThat(allocated).as("bytes for a frame of %d", frame.length).isLessThan(100_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    // ---------------------------------------------------------------------------------------- frames that come late

    /** Frames for a stream that we have reset are on the way for a time, in which many other streams may end. */
    @Test
    void aStreamThatWeHaveResetIsKnownForLong() {
        feed.frames(frames().post(1).windowUpdate(1, 0));
        for (int i = 1; i < 1000; i++) {
            int stream = 2 * i + 1;
            feed.frames(frames().get(stream));
            feed.codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), 0, feed.out);
        }
        feed.sent();
        feed.events.clear();
        feed.frames(frames().data(1, 0, "late").headers(1, END_STREAM, "a", "b"));
        assertThat(feed.events).isEmpty();
        assertThat(feed.sent()).isEmpty();
    }

    /** A client cancels many requests at a time, more than it remembers; then the responses come. */
    @Test
    void lateResponsesToACancelledRequestAreDropped() {
        Http2Feed client = Http2Feed.client().frames(Frames.server().settings(3, 1000));
        for (int i = 0; i < 500; i++) {
            client.get();
        }
        for (int i = 0; i < 500; i++) {
            client.codec.reset(2 * i + 1, ErrorCode.CANCEL, client.out);
        }
        client.sent();
        client.events.clear();
        for (int i = 0; i < 500; i++) {
            client.frames(frames().response(2 * i + 1, 0, "200").data(2 * i + 1, END_STREAM, "late"));
        }
        assertThat(client.events).isEmpty();
        assertThat(client.sent()).isEmpty();
    }
}
