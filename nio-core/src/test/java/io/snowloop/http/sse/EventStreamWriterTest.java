// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamWriterTest {
    private final ByteQueue out = new ByteQueue();

    private String event(ServerSentEvent event) {
        EventStreamWriter.event(event, out);
        return taken();
    }

    private String taken() {
        return UTF_8.decode(out.takeAll()).toString();
    }

    @Test
    void anEventHasOnlyTheFieldsThatItNeeds() {
        assertThat(event(ServerSentEvent.of("a"))).isEqualTo("data: a\n\n");
        assertThat(event(ServerSentEvent.of("a").withName("message"))).isEqualTo("data: a\n\n");
        assertThat(event(ServerSentEvent.of("a").withName(""))).isEqualTo("data: a\n\n");
        assertThat(event(ServerSentEvent.of("a").withName("b").withId("c"))).isEqualTo("id: c\nevent: b\ndata: a\n\n");
        assertThat(event(ServerSentEvent.of("a").withId(""))).isEqualTo("id: \ndata: a\n\n");
    }

    @Test
    void eachLineOfDataIsAField() {
        assertThat(event(ServerSentEvent.of(""))).isEqualTo("data: \n\n");
        assertThat(event(ServerSentEvent.of("a\nb\r\nc\rd\n\re")))
                .isEqualTo("data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: e\n\n");
        assertThat(event(ServerSentEvent.of("\n"))).isEqualTo("data: \ndata: \n\n");
        assertThat(event(ServerSentEvent.of("id: 1\n\ndata: forged")))
                .isEqualTo("data: id: 1\ndata: \ndata: data: forged\n\n");
    }

    @Test
    void aCommentCannotBecomeAField() {
        EventStreamWriter.comment("", out);
        EventStreamWriter.comment("a\ndata: b\rc", out);
        assertThat(taken()).isEqualTo(": \n\n: a\n: data: b\n: c\n\n");
    }

    @Test
    void retryIsInMilliseconds() {
        EventStreamWriter.retry(0, out);
        EventStreamWriter.retry(3_000, out);
        assertThat(taken()).isEqualTo("retry: 0\n\nretry: 3000\n\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.retry(-1, out))
                .withMessage("retry must be at least 0, not -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "\n"})
    void aNameIsOneLine(String name) {
        ServerSentEvent event = ServerSentEvent.of("a").withName(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.event(event, out))
                .withMessageContaining("the name of an event is one line");
        assertThat(out.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "a\u0001", "\u007f", " a", "a ", "\ta", "a\t", " "})
    void anIdMustBeAbleToComeBack(String id) {
        ServerSentEvent event = ServerSentEvent.of("a").withId(id);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.event(event, out))
                .withMessageContaining("Last-Event-ID");
        assertThat(out.isEmpty()).isTrue();
    }

    @Test
    void anIdMayHaveCharactersOfAllLanguages() {
        assertThat(event(ServerSentEvent.of("a").withId("a b\tc \u00e4\u20ac\ud83d\ude00")))
                .isEqualTo("id: a b\tc \u00e4\u20ac\ud83d\ude00\ndata: a\n\n");
    }

    @Test
    void aSeparateCopyHasTheOtherParts() {
        ServerSentEvent event = ServerSentEvent.of("a").withName("b").withId("c");
        assertThat(event).isEqualTo(new ServerSentEvent("b", "a", "c"));
        assertThat(event.withName("d")).isEqualTo(new ServerSentEvent("d", "a", "c"));
    }

    /** Whatever is written, in whatever pieces, is read: the line ends of the data aside, which become LF. */
    @Seeds(500)
    void whatIsWrittenIsRead(long seed) throws EventTooLargeException {
        Random random = new Random(seed);
        List<ServerSentEvent> expected = new ArrayList<>();
        String id = null;
        for (int i = random.nextInt(8); i >= 0; i--) {
            ServerSentEvent event = ServerSentEvent.of(text(random, "ab :\r\n\0\uFEFF\u00e4\u20ac"));
            if (random.nextBoolean()) {
                event = event.withName(text(random, "ab :\u20ac"));
            }
            if (random.nextBoolean()) {
                id = text(random, "12:\u20ac");
                event = event.withId(id);
            }
            write(event, random);
            String name = event.name().isEmpty() ? ServerSentEvent.MESSAGE : event.name();
            String received = event.data().replace("\r\n", "\n").replace('\r', '\n');
            expected.add(new ServerSentEvent(name, received, id == null || id.isEmpty() ? null : id));
        }
        assertThat(parsed(random)).isEqualTo(expected);
    }

    private void write(ServerSentEvent event, Random random) {
        if (random.nextInt(3) == 0) {
            EventStreamWriter.comment(text(random, "ab:\r\n"), out);
        }
        if (random.nextInt(3) == 0) {
            EventStreamWriter.retry(random.nextInt(10_000), out);
        }
        EventStreamWriter.event(event, out);
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private List<ServerSentEvent> parsed(Random random) throws EventTooLargeException {
        List<ServerSentEvent> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(EventStreamParser.MAX_EVENT);
        ByteBuffer all = out.takeAll();
        while (all.hasRemaining()) {
            ByteBuffer piece = all.slice(all.position(), Math.min(all.remaining(), 1 + random.nextInt(20)));
            all.position(all.position() + piece.remaining());
            parser.feed(piece);
            for (ServerSentEvent event = parser.next(); event != null; event = parser.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
