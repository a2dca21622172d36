// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A comparison is of what was measured in its run, with a clock that the test moves. */
class JournalTest {
    private final List<Runnable> waiting = new ArrayList<>();
    private long now;
    private long millisOfTheFirst;
    private long millisOfAllTogether = 300;

    /** All that was started is done after the time of the slowest; the first run of all takes longer. */
    private void run() {
        boolean together = waiting.size() > 1;
        now += (millisOfTheFirst + (together ? millisOfAllTogether : 300)) * 1_000_000;
        millisOfTheFirst = 0;
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    private void start(String request, Consumer<Object> came) {
        waiting.add(() -> came.accept("done"));
    }

    private List<String> compare(String... requests) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Journal.compare(out, () -> now, List.of(requests), this::start, this::run);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatOnlyTheFirstRunTakesIsNotCompared() {
        millisOfTheFirst = 5_000;

        assertThat(compare("/a", "/b"))
                .containsExactly(
                        "    0 ms  main  sent  /a",
                        "    0 ms  main  sent  /b",
                        "  300 ms  main  came  /a: done",
                        "  300 ms  main  came  /b: done",
                        "",
                        "2 requests in 300 ms, on 1 thread.",
                        "One after the other, measured: 600 ms.");
    }

    @Test
    void whatTheRunDoesNotShowIsSaid() {
        millisOfAllTogether = 600;

        assertThat(compare("/a", "/b"))
                .endsWith(
                        "2 requests in 600 ms, on 1 thread.",
                        "One after the other, measured: 600 ms.",
                        "In this run waiting for all of them at once saved nothing. If the machine was",
                        "busy with other work, run it again.");
    }

    @Test
    void oneRequestHasNothingToSave() {
        assertThat(compare("/a")).last().isEqualTo("One after the other, measured: 300 ms.");
    }
}
