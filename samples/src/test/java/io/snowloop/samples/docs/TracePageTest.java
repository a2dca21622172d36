// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.trace.DebugMode;
import io.snowloop.trace.DebugReport;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.LateReport;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Pauses;
import io.snowloop.trace.Recording;
import io.snowloop.trace.TraceRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What {@code docs/trace.md} shows. */
class TracePageTest {
    private final AtomicLong clock = new AtomicLong();

    private void spend(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void anObserverCountsTurns() throws IOException {
        // region observer
        AtomicLong turns = new AtomicLong();
        EventLoopOptions options = EventLoopOptions.builder()
                .observer(loop -> (event, value, owner) -> {
                    if (event == LoopEvent.TURN_END) {
                        turns.incrementAndGet();
                    }
                })
                .build();
        // endregion
        try (EventLoop loop = EventLoop.open(options)) {
            loop.execute(() -> {});
            loop.runOnce();
        }
        assertThat(turns).hasValue(1);
    }

    @Test
    void aTraceIsReadAndWritten() throws Exception {
        // region trace
        try (EventLoop loop = EventLoop.open(
                EventLoopOptions.builder().observer(LoopTrace.ofCapacity(8192)).build())) {
            loop.schedule(Duration.ofMillis(5), new NamedTask("retry", () -> {}));
            loop.runUntil(loop.sleep(Duration.ofMillis(10)));

            Recording recording = LoopTrace.of(loop).recording();
            assertThat(recording.records()).extracting(TraceRecord::owner).contains("retry");

            String file = JsonLines.text(recording);
            assertThat(JsonLines.read(new BufferedReader(new StringReader(file))))
                    .isEqualTo(recording);
        }
        // endregion
    }

    @Test
    void aLateTimerIsExplained() throws IOException {
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(clock::get)
                .observer(LoopTrace.ofCapacity(1024))
                .build();
        // region late
        try (EventLoop loop = EventLoop.open(options)) { // on a clock that the test moves
            loop.schedule(Duration.ofMillis(10), new NamedTask("retry", () -> {}));
            loop.runOnce(); // takes the timer over
            loop.execute(() -> {
                loop.reactor()
                        .observe(LoopEvent.CALL, 0, Request.get("/report")); // as a server does around each handler
                spend(Duration.ofMillis(106));
                loop.reactor().observe(LoopEvent.END, 0, null);
            });
            for (int i = 0; i < 30; i++) {
                loop.execute(() -> spend(Duration.ofMillis(1)));
            }
            loop.runOnce();
            loop.runOnce();

            Recording recording = LoopTrace.of(loop).recording();
            Pauses pauses = (from, to) -> List.of(pause(60, 91));
            List<LateReport> reports = LateReport.all(recording, Duration.ofMillis(110), pauses, List.of());
            assertThat(reports.get(reports.size() - 1))
                    .hasToString("timer retry ran 126 ms late: 65 ms in handler GET /report, "
                            + "31 ms garbage collection, 30 ms in task a lambda of TracePageTest, 30 times");
        }
        // endregion
    }

    private static Pauses.Pause pause(long startMillis, long endMillis) {
        return new Pauses.Pause(startMillis * 1_000_000, endMillis * 1_000_000);
    }

    @Test
    void aLoopComplains() throws IOException {
        EventLoopOptions options = EventLoopOptions.builder().ticker(clock::get).build();
        // region debug
        List<DebugReport> reports = new ArrayList<>();
        DebugMode debug = DebugMode.builder()
                .slowCallback(Duration.ofMillis(50))
                .listener(reports::add)
                .build();
        try (EventLoop loop = EventLoop.open(options.toBuilder().observer(debug).build())) {
            loop.execute(new NamedTask("import", () -> spend(Duration.ofMillis(80))));
            loop.runOnce();

            assertThat(reports.get(0)).hasToString(loop + " was blocked for 80 ms by task import");
        }
        // endregion
    }
}
