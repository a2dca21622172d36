// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h2.ErrorCode;
import io.snowloop.loop.LoopEvent;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.LoopState.Stream;
import io.snowloop.trace.Recording;
import io.snowloop.trace.TraceRecord;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a trace says of the streams of HTTP/2, at both ends. */
class StreamsInTracesTest {
    private static Outcome outcome;

    @BeforeAll
    static void run() {
        outcome = Scenes.traced(StreamScenes::streams, 1);
        assertThat(outcome.failure()).isNull();
    }

    private static Recording trace(String loop) {
        return Objects.requireNonNull(outcome.traces().get(loop));
    }

    /** Of each stream the states that it had, in their order; and at the end how it was reset. */
    private static Map<String, List<String>> lives(String loop) {
        Map<String, List<String>> lives = new TreeMap<>();
        for (TraceRecord record : trace(loop).records()) {
            int value = (int) record.value();
            String told = switch (record.event()) {
                case STREAM_OPENED, STREAM_STATE -> "" + value;
                case STREAM_RESET -> new ErrorCode(value).toString();
                default -> "";
            };
            if (record.event().isOfStream()) {
                List<String> life = lives.computeIfAbsent(record.owner(), added -> new ArrayList<>());
                if (!told.isEmpty()) {
                    life.add(told);
                }
            }
        }
        return lives;
    }

    @Test
    void aServerTellsHowEachStreamBeginsAndEnds() {
        assertThat(lives("server"))
                .containsOnly(
                        Map.entry("GET /large", List.of("2", "3")),
                        Map.entry("GET /small", List.of("2", "3")),
                        Map.entry("GET /last", List.of("2", "3")),
                        Map.entry("POST /upload", List.of("0", "2", "3")),
                        Map.entry("GET /slow", List.of("2", "CANCEL")));
    }

    @Test
    void aClientTellsTheSameFromItsSide() {
        assertThat(lives("client"))
                .containsOnly(
                        Map.entry("GET /large", List.of("1", "3")),
                        Map.entry("GET /small", List.of("1", "3")),
                        Map.entry("GET /last", List.of("1", "3")),
                        Map.entry("POST /upload", List.of("0", "1", "3")),
                        Map.entry("GET /slow", List.of("1", "CANCEL")));
    }

    /** The large response has 300,000 bytes, and its stream a window of 64 KiB at first. */
    @Test
    void aBodyWaitsWhileItsWindowIsShut() {
        assertThat(states("server", "GET /large"))
                .anyMatch(stream -> stream.window() <= 0 && stream.queued() > 200_000)
                .anyMatch(stream -> stream.window() <= 0 && stream.queued() > 0 && stream.queued() < 110_000);
        assertThat(states("client", "POST /upload")).anyMatch(stream -> stream.window() <= 0 && stream.queued() > 0);
        assertThat(states("server", "GET /small")).noneMatch(stream -> stream.queued() > 0);
    }

    private static List<Stream> states(String loop, String name) {
        LoopState state = new LoopState();
        List<Stream> states = new ArrayList<>();
        for (TraceRecord record : trace(loop).records()) {
            state.apply(record);
            state.streams().stream()
                    .filter(stream -> stream.name().equals(name) && stream.window() != -1)
                    .forEach(states::add);
        }
        return states;
    }

    @Test
    void aStreamThatIsOverIsThereToTheEndOfItsTurn() {
        LoopState state = new LoopState();
        boolean wasReset = false;
        for (TraceRecord record : trace("server").records()) {
            state.apply(record);
            if (record.event() == LoopEvent.STREAM_RESET) {
                wasReset = true;
                assertThat(state.streams())
                        .anyMatch(stream -> stream.state() == 3 && stream.reset() == ErrorCode.CANCEL.value());
            } else if (record.event() == LoopEvent.TURN_BEGIN) {
                assertThat(state.streams()).noneMatch(stream -> stream.state() == 3);
            }
        }
        assertThat(wasReset).isTrue();
        assertThat(state.streams()).isEmpty();
    }

    @Test
    void aFileHasTheStreams() throws Exception {
        String text = JsonLines.text(trace("server"));

        assertThat(text)
                .contains(
                        "\"event\":\"stream-opened\",\"state\":2,\"stream\":1,\"channel\":2,\"owner\":\"GET /large\"}")
                .contains("\"event\":\"stream-reset\",\"code\":8,\"stream\":7,")
                .doesNotContain("secret");
        assertThat(JsonLines.read(new BufferedReader(new StringReader(text)))).isEqualTo(trace("server"));
    }

    /** A trace without futures, as the debug mode and metrics: no connection keeps anything for it. */
    @Test
    void whoDoesNotAskForFuturesIsNotToldOfStreams() throws Exception {
        List<LoopEvent> events = new ArrayList<>();
        Outcome untraced = Scenes.run(
                stage -> StreamScenes.streams(stage, loop -> (event, value, owner) -> events.add(event)), 1L);

        assertThat(untraced.failure()).isNull();
        assertThat(events).isNotEmpty().noneMatch(LoopEvent::isOfStream);
    }
}
