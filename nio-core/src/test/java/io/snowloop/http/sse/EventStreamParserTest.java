// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.snowloop.testing.Allocated;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WHATWG HTML, "Server-sent events": the rules and the examples of the standard, at every place where a stream can be cut. */
class EventStreamParserTest {
    /** A stream, and its events: {@code [name] data #id}, and what the client remembers of the stream. */
    static Stream<Arguments> streams() {
        return Stream.of(
                // the examples of the standard
                Arguments.of("data: YHOO\ndata: +2\ndata: 10\n\n", "[message] YHOO\n+2\n10"),
                Arguments.of(
                        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
                        "[message] first event #1|[message] second event|[message]  third event"),
                Arguments.of("data\n\ndata\ndata\n\ndata:", "[message] |[message] \n"),
                Arguments.of("data:test\n\ndata: test\n\n", "[message] test|[message] test"),
                Arguments.of("event: add\ndata: 1\n\nevent: remove\ndata: 2\n\n", "[add] 1|[remove] 2"),
                // line ends
                Arguments.of("data: a\r\rdata: b\r\n\r\ndata: c\n\n", "[message] a|[message] b|[message] c"),
                Arguments.of("data: a\rdata: b\r\ndata: c\n\r", "[message] a\nb\nc"),
                Arguments.of("data: a\n\rdata: b\r\n\n", "[message] a|[message] b"),
                Arguments.of("\r\n\r\n\n\rdata: a\n\n", "[message] a"),
                // characters
                Arguments.of("data: \u00e4\u20ac\ud83d\ude00\n\n", "[message] \u00e4\u20ac\ud83d\ude00"),
                Arguments.of("event: \u00e4\nid: \u20ac\ndata: a\n\n", "[\u00e4] a #\u20ac"),
                Arguments.of("data: a\u2028b\u0085c\u000bd\u000ce\n\n", "[message] a\u2028b\u0085c\u000bd\u000ce"),
                Arguments.of("data: a\0b\n\n", "[message] a\0b"),
                // the byte order mark
                Arguments.of("\uFEFFdata: a\n\n", "[message] a"),
                Arguments.of("\uFEFF\ndata: a\n\n", "[message] a"),
                Arguments.of("\uFEFF\uFEFFdata: a\n\n", ""),
                Arguments.of("data: a\n\uFEFFdata: b\n\n", "[message] a"),
                Arguments.of("\n\uFEFFdata: a\n\n", ""),
                // fields
                Arguments.of("data : a\nDATA: b\n data: c\nfoo: d\n\n", ""),
                Arguments.of("data:a:b\n\n", "[message] a:b"),
                Arguments.of("data:\ta\n\n", "[message] \ta"),
                Arguments.of(":data: a\n:\n: b\ndata: c\n:d\n\n", "[message] c"),
                Arguments.of("event: a\n\ndata: b\n\n", "[message] b"),
                Arguments.of("event: a\nevent\ndata: b\n\n", "[message] b"),
                Arguments.of("event: a\nevent: b\ndata: c\n\n", "[b] c"),
                // ids
                Arguments.of("id: 1\ndata: a\n\ndata: b\n\n", "[message] a #1|[message] b #1"),
                Arguments.of("id: 1\ndata: a\n\nid: 2\n\ndata: b\n\n", "[message] a #1|[message] b #2"),
                Arguments.of("id: 1\nid: 2\ndata: a\n\n", "[message] a #2"),
                Arguments.of("id: 1\ndata: a\nid: 2\0\n\n", "[message] a #1"),
                Arguments.of("id:\0\ndata: a\n\n", "[message] a"),
                Arguments.of("id: 1\ndata: a\n\nid\ndata: b\n\n", "[message] a #1|[message] b"),
                // the event at the end is not complete
                Arguments.of("data: a\n\ndata: b\n", "[message] a"),
                Arguments.of("data: a", ""));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamIsTheSameWhereverItIsCut(String stream, String events) {
        byte[] bytes = stream.getBytes(UTF_8);
        assertThat(events(bytes)).as("whole").isEqualTo(events);
        assertThat(events(pieces(bytes, 1))).as("byte by byte").isEqualTo(events);
        for (int at = 0; at <= bytes.length; at++) {
            assertThat(events(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length)))
                    .as("cut at %s", at)
                    .isEqualTo(events);
        }
    }

    private static byte[][] pieces(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        return pieces.toArray(byte[][]::new);
    }

    private static String events(byte[]... pieces) {
        List<String> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(1_000);
        for (byte[] piece : pieces) {
            feed(parser, piece, events);
        }
        return String.join("|", events);
    }

    private static void feed(EventStreamParser parser, byte[] piece, List<String> events) {
        parser.feed(ByteBuffer.wrap(piece));
        try {
            for (ServerSentEvent event = parser.next(); event != null; event = parser.next()) {
                String id = event.id() == null ? "" : " #" + event.id();
                events.add("[" + event.name() + "] " + event.data() + id);
            }
        } catch (EventTooLargeException e) {
            events.add("too large");
        }
    }

    private static String feed(EventStreamParser parser, String piece) {
        List<String> events = new ArrayList<>();
        feed(parser, piece.getBytes(UTF_8), events);
        return String.join("|", events);
    }

    @Test
    void anEventIsThereAsSoonAsItsEmptyLineIs() {
        EventStreamParser parser = new EventStreamParser(1_000);
        assertThat(feed(parser, "data: a\r\r")).isEqualTo("[message] a");
        assertThat(feed(parser, "\ndata: b\r\n\r")).isEqualTo("[message] b");
        assertThat(feed(parser, "\n")).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsReplaced() {
        byte[] bytes = "data: a\u00ffb\u00e2\u0082\n\n".getBytes(ISO_8859_1);
        assertThat(events(bytes)).isEqualTo("[message] a\uFFFDb\uFFFD");
        assertThat(events(pieces(bytes, 1))).isEqualTo("[message] a\uFFFDb\uFFFD");
    }

    @Test
    void theIdCountsWhenItsEventIsComplete() {
        EventStreamParser parser = new EventStreamParser(1_000);
        feed(parser, "id: 1\ndata: a\n\nid: 2\ndata: b\n");
        assertThat(parser.lastEventId()).isEqualTo("1");
        feed(parser, "\n");
        assertThat(parser.lastEventId()).isEqualTo("2");
        feed(parser, "id: 3\n\n");
        assertThat(parser.lastEventId()).isEqualTo("3");
        feed(parser, "id\n\n");
        assertThat(parser.lastEventId()).isEmpty();
    }

    static Stream<Arguments> retries() {
        return Stream.of(
                Arguments.of("", -1L),
                Arguments.of("retry: 1000\n", 1_000L),
                Arguments.of("retry:0\n", 0L),
                Arguments.of("retry: 007\n", 7L),
                Arguments.of("retry: 1\nretry: 2\n", 2L),
                Arguments.of(
                        "retry: 1\nretry: 1.5\nretry: -1\nretry: 1s\nretry\nretry: \nretry:  3\nretry: \u0663\n", 1L),
                Arguments.of("retry: 9223372036854775807\n", Long.MAX_VALUE),
                Arguments.of("retry: 9223372036854775808\n", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("retries")
    void retryHasDigitsOnly(String stream, long millis) {
        EventStreamParser parser = new EventStreamParser(1_000);
        feed(parser, stream);
        assertThat(parser.retryMillis()).isEqualTo(millis);
    }

    @Test
    void aNewStreamKeepsTheIdAndDropsWhatWasNotComplete() {
        EventStreamParser parser = new EventStreamParser(1_000);
        feed(parser, "retry: 5\nid: 1\ndata: a\n\nid: 2\nevent: b\ndata: c\ndata: d\r");
        parser.restart();
        assertThat(feed(parser, "\uFEFFdata: e\n\n")).isEqualTo("[message] e #1");
        assertThat(parser.lastEventId()).isEqualTo("1");
        assertThat(parser.retryMillis()).isEqualTo(5);
        feed(parser, "data: f\r");
        parser.restart();
        assertThat(feed(parser, "\n\uFEFFdata: not at the beginning\n\ndata: g\n\n"))
                .isEqualTo("[message] g #1"); // the LF is a line of its own
        parser.feed(ByteBuffer.wrap("data: h\n\n".getBytes(UTF_8)));
        parser.restart();
        assertThat(feed(parser, "data: i\n\n")).isEqualTo("[message] i #1");
    }

    @Test
    void aLineHasALimit() {
        EventStreamParser parser = new EventStreamParser(10);
        assertThat(feed(parser, "data: 5678\n\n:23456789\n\r\n:23456789\n")).isEqualTo("[message] 5678");
        assertThat(feed(parser, ":234567890")).isEmpty();
        assertThat(feed(parser, "1\n\n")).isEqualTo("too large");
        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(parser::next)
                .withMessage("the event stream has a line, or an event, of more than maxEvent = 10 bytes");
    }

    /** A server that sends lines of data and no empty line would fill the memory. */
    @Test
    void anEventHasALimit() {
        assertThat(feed(new EventStreamParser(15), "data: a\ndata: b\ndata: c\ndata: d\n\n"))
                .isEqualTo("[message] a\nb\nc\nd");
        assertThat(feed(new EventStreamParser(14), "data: a\n\ndata: b\ndata: c\ndata: d\ndata: e\ndata: f\n\n"))
                .isEqualTo("[message] a|too large");
        assertThat(feed(new EventStreamParser(9), "data: abc\n\ndata: d\n\n")).isEqualTo("[message] abc|[message] d");
    }

    /** They are kept, too. */
    @Test
    void theNameAndTheIdOfAnEventCount() {
        assertThat(feed(new EventStreamParser(13), "event: abc\nid: de\ndata: f\n\n"))
                .isEqualTo("[abc] f #de");
        assertThat(feed(new EventStreamParser(12), "event: abc\nid: de\ndata: fgh\n\n"))
                .isEqualTo("too large");
        assertThat(feed(new EventStreamParser(12), "id: de\n\nevent: abc\ndata: fgh\n\n"))
                .isEqualTo("too large");
    }

    @Test
    void commentsAndIdsDoNotAddUp() {
        EventStreamParser parser = new EventStreamParser(12);
        for (int i = 0; i < 100; i++) {
            assertThat(feed(parser, ":\nid: 123\nevent: a\n")).isEmpty();
        }
        assertThat(feed(parser, "data: b\n\n")).isEqualTo("[a] b #123");
    }

    @Test
    void theBytesBeforeAreParsedFirst() {
        EventStreamParser parser = new EventStreamParser(8);
        parser.feed(ByteBuffer.allocate(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> parser.feed(ByteBuffer.allocate(1)))
                .withMessageContaining("until it returns null");
    }

    @Test
    void theLimitIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventStreamParser(0))
                .withMessage("maxEvent must be at least 1, not 0");
    }

    /** A piece of a stream may have 8,000 lines: to make a pattern for each of them would hold up the loop. */
    @Test
    void aNumberInEachLineIsLittleWork() {
        byte[] lines = "retry: 1\n".repeat(8_000).getBytes(UTF_8);
        EventStreamParser parser = new EventStreamParser(100);

        long allocated = Allocated.bytes(() -> {
            parser.feed(ByteBuffer.wrap(lines));
            assertThatNoException().isThrownBy(parser::next);
        });
        assertThat(allocated / 8_000).isLessThan(600);
    }
}
