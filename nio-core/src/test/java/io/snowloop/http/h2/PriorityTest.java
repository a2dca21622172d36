// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The priority of a stream, and the order of data by it (RFC 9218). */
class PriorityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | u=3",
                "u=0           | u=0",
                "u=7, i        | u=7, i",
                "i             | u=3, i",
                "i=?1 ,u=1     | u=1, i",
                "i, i=?0       | u=3",
                "u=1, u=2      | u=2",
                "u=8           | u=3",
                "u=-1          | u=3",
                "u=10          | u=3",
                "u=a, i        | u=3, i",
                "u=5;x=1, i;y  | u=5, i",
                "foo=1, u=2    | u=2",
                "U=1, I        | u=3"
            })
    void whatAFieldStates(String value, String priority) {
        assertThat(Priority.parse(value)).hasToString(priority);
    }

    @Test
    void urgenciesAreFrom0To7() {
        assertThat(new Priority(0, false).urgency()).isZero();
        assertThat(new Priority(7, true).urgency()).isEqualTo(7);
        assertThatThrownBy(() -> new Priority(-1, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Priority(8, false)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A server with requests of these priorities, on the streams 1, 3, 5, ... that all want to send. */
    private static Http2Feed wanting(Frames frames, String... priorities) {
        for (int i = 0; i < priorities.length; i++) {
            frames.request(2 * i + 1, "GET", Frames.END_STREAM, "priority", priorities[i]);
        }
        Http2Feed feed = Http2Feed.server().frames(frames);
        for (int i = priorities.length - 1; i >= 0; i--) { // the order in which they are ready does not matter
            int stream = 2 * i + 1;
            feed.codec.sendHead(
                    stream, Status.OK, Headers.empty(), Headers.empty(), Http2Codec.UNKNOWN_LENGTH, feed.out);
            feed.codec.wantToSend(stream, true);
        }
        feed.sent();
        return feed;
    }

    /** Sends two frames of each stream, in the order of the codec. */
    private static List<Integer> order(Http2Feed feed) {
        List<Integer> order = new ArrayList<>();
        int stream;
        while ((stream = feed.codec.nextStream()) != 0) {
            boolean again = order.contains(stream);
            order.add(stream);
            feed.codec.sendData(stream, ByteBuffer.allocate(1), again, feed.out);
        }
        return order;
    }

    @Test
    void theMostUrgentIsFirst() {
        Http2Feed feed = wanting(Frames.client(), "u=5", "u=0", "", "u=2");
        assertThat(order(feed)).containsExactly(3, 3, 7, 7, 5, 5, 1, 1);
    }

    @Test
    void thoseOfTheSameUrgencyAreServedByTheirNumbers() {
        assertThat(order(wanting(Frames.client(), "u=1", "u=1", "u=1"))).containsExactly(1, 1, 3, 3, 5, 5);
    }

    @Test
    void incrementalOnesTakeTurnsBehindTheOthers() {
        assertThat(order(wanting(Frames.client(), "i", "u=3", "i", "u=3"))).containsExactly(3, 3, 7, 7, 5, 1, 5, 1);
    }

    @Test
    void oneThatIsNotIncrementalPassesThoseThatAre() {
        Http2Feed feed = wanting(Frames.client(), "i", "u=3");
        feed.codec.wantToSend(3, false);
        feed.codec.wantToSend(3, true);
        assertThat(order(feed)).containsExactly(3, 3, 1, 1);
    }

    @Test
    void aStreamWithoutAWindowLetsTheNextOnePass() {
        Http2Feed feed = wanting(Frames.client().settings(4, 1), "u=0", "u=1");
        assertThat(feed.codec.nextStream()).isEqualTo(1);
        feed.codec.sendData(1, ByteBuffer.allocate(2), false, feed.out);
        assertThat(feed.codec.nextStream()).isEqualTo(3);
        feed.frames(new Frames().windowUpdate(1, 1));
        assertThat(feed.codec.nextStream()).isEqualTo(1);
    }

    @Test
    void withoutTheWindowOfTheConnectionNoneIsNext() {
        Http2Feed feed = wanting(Frames.client().settings(4, 100_000, 5, 100_000), "", "");
        assertThat(feed.codec.sendData(1, ByteBuffer.allocate(70_000), false, feed.out))
                .isEqualTo(65_535);
        assertThat(feed.codec.nextStream()).isZero();
        feed.frames(new Frames().windowUpdate(0, 1));
        assertThat(feed.codec.nextStream()).isEqualTo(1);
    }

    @Test
    void whatHasNothingToSendOrHasEndedIsNotNext() {
        Http2Feed feed = wanting(Frames.client(), "", "", "", "");
        feed.codec.wantToSend(1, false);
        feed.codec.sendEnd(3, Headers.empty(), feed.out);
        feed.codec.reset(5, ErrorCode.CANCEL, feed.out);
        assertThat(feed.codec.nextStream()).isEqualTo(7);
        feed.frames(new Frames().reset(7, 8));
        assertThat(feed.codec.nextStream()).isZero();
        feed.codec.wantToSend(1, true);
        assertThat(feed.codec.nextStream()).isEqualTo(1);
    }

    @Test
    void anUpdateChangesTheOrder() {
        Http2Feed feed = wanting(Frames.client(), "u=1", "u=2");
        feed.frames(new Frames().priorityUpdate(3, "u=0, i"));
        assertThat(feed.codec.priority(3)).isEqualTo(new Priority(0, true));
        assertThat(order(feed)).containsExactly(3, 3, 1, 1);
    }

    /** RFC 9218 §7.1: it may come before the request, and wins over its field. */
    @Test
    void anUpdateMayComeFirst() {
        Http2Feed feed = wanting(Frames.client().priorityUpdate(3, "u=0").priorityUpdate(99, "u=7"), "u=1", "u=2");
        assertThat(feed.codec.priority(3)).isEqualTo(new Priority(0, false));
        assertThat(feed.codec.priority(1)).isEqualTo(new Priority(1, false));
        assertThat(order(feed)).containsExactly(3, 3, 1, 1);
    }

    /** It may send without an end: the streams behind it have their turns. */
    @Test
    void aTunnelIsIncremental() {
        Http2Feed feed = Http2Feed.server()
                .frames(Frames.client()
                        .request(1, "CONNECT", 0, ":protocol", "websocket")
                        .headers(3, 0, ":method", "CONNECT", ":authority", "a:1")
                        .get(5));
        for (int stream : new int[] {1, 3, 5}) {
            feed.codec.sendHead(
                    stream, Status.OK, Headers.empty(), Headers.empty(), Http2Codec.UNKNOWN_LENGTH, feed.out);
            feed.codec.wantToSend(stream, true);
        }
        assertThat(order(feed)).containsExactly(5, 5, 1, 3, 1, 3);
    }

    @Test
    void aTunnelHasThePriorityThatItsClientStates() {
        Http2Feed feed = Http2Feed.server()
                .frames(Frames.client()
                        .request(1, "CONNECT", 0, ":protocol", "websocket", "priority", "u=2")
                        .request(3, "CONNECT", 0, ":protocol", "websocket", "priority", "")
                        .priorityUpdate(5, "u=1")
                        .request(5, "CONNECT", 0, ":protocol", "websocket"));
        assertThat(feed.codec.priority(1)).isEqualTo(new Priority(2, false));
        assertThat(feed.codec.priority(3)).isEqualTo(Priority.DEFAULT);
        assertThat(feed.codec.priority(5)).isEqualTo(new Priority(1, false));
    }

    @Test
    void aClientSendsOnATunnelInTurns() {
        Http2Feed feed = Http2Feed.client().request(Method.CONNECT);
        assertThat(feed.codec.priority(1)).isEqualTo(new Priority(3, true));
    }

    @Test
    void noMoreUpdatesAreKeptThanThereMayBeStreams() {
        Http2Feed feed =
                Http2Feed.server(Http2Limits.builder().maxConcurrentStreams(2).build());
        feed.frames(Frames.client()
                .priorityUpdate(5, "u=1")
                .priorityUpdate(7, "u=1")
                .priorityUpdate(9, "u=1")
                .priorityUpdate(5, "u=2")
                .get(5)
                .get(9));
        assertThat(feed.codec.priority(5)).isEqualTo(new Priority(2, false));
        assertThat(feed.codec.priority(9)).isEqualTo(Priority.DEFAULT);
    }

    @Test
    void aClientChangesItsMind() {
        Http2Feed feed = Http2Feed.client().get();
        feed.sent();
        feed.codec.updatePriority(1, new Priority(0, true), feed.out);
        assertThat(feed.sent()).containsExactly("PRIORITY_UPDATE 1 u=0, i");
        assertThat(feed.codec.priority(1)).isEqualTo(new Priority(0, true));
        assertThatThrownBy(() -> feed.codec.updatePriority(3, Priority.DEFAULT, feed.out))
                .isInstanceOf(IllegalStateException.class);
        Http2Feed server = Http2Feed.server().frames(Frames.client().get(1));
        assertThatThrownBy(() -> server.codec.updatePriority(1, Priority.DEFAULT, server.out))
                .isInstanceOf(IllegalStateException.class);
    }
}
