// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.http.Request;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import io.snowloop.trace.Cause.Kind;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateReportTest {
    private final TestLoop test = new TestLoop(builder -> builder.observer(LoopTrace.ofCapacity(4096)));
    private final long start = test.ticker.nanoTime();
    private final List<Pauses.Pause> collections = new ArrayList<>();
    private final Pauses pauses = (from, to) ->
            collections.stream().filter(pause -> pause.isWithin(from, to)).toList();

    @AfterEach
    void close() {
        test.close();
    }

    private Runnable task(String name, long millis) {
        return new NamedTask(name, () -> test.ticker.advance(Duration.ofMillis(millis)));
    }

    private Runnable handler(Request request, long millis) {
        return () -> {
            test.loop.reactor().observe(LoopEvent.CALL, 0, request);
            test.ticker.advance(Duration.ofMillis(millis));
            test.loop.reactor().observe(LoopEvent.END, 0, request);
        };
    }

    /** The collector stops all threads, so many milliseconds after the beginning. */
    private void collect(long fromMillis, long toMillis) {
        collections.add(new Pauses.Pause(start + fromMillis * 1_000_000, start + toMillis * 1_000_000));
    }

    private LateReport report(String owner) {
        Recording recording = LoopTrace.of(test.loop).recording();
        TraceRecord record = recording.records().stream()
                .filter(each -> each.event().begins() && each.owner().equals(owner))
                .reduce((first, second) -> second)
                .orElseThrow();
        return LateReport.of(recording, record, pauses, List.of());
    }

    // region why-late
    @Test
    void aLateTimerIsASum() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(10), task("retry", 0)));
        test.loop.execute(handler(Request.get("/report"), 116)); // from 0 on, with a collection from 60 to 80
        for (int i = 0; i < 31; i++) {
            test.loop.execute(task("small " + i, 1));
        }
        collect(60, 80);
        test.turn();
        test.turn();

        assertThat(report("retry"))
                .hasToString("timer retry ran 137 ms late: 86 ms in handler GET /report, 31 ms behind 31 queued tasks, "
                        + "20 ms garbage collection");
    }
    // endregion

    @Test
    void itSaysToTheNanosecondWhatEachCauseTook() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(10), task("retry", 0)));
        test.loop.execute(task("blocker", 50));
        test.turn();
        test.turn();

        LateReport report = report("retry");

        assertThat(report.late()).isEqualTo(Duration.ofMillis(40).toNanos());
        assertThat(report.causes())
                .containsExactly(new Cause(
                        Kind.TASK, "task blocker", Duration.ofMillis(40).toNanos(), 1, List.of()));
    }

    @Test
    void timeInsideAnotherCallbackIsTheInnerOnes() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(1), task("retry", 0)));
        test.loop.execute(new NamedTask("outer", () -> {
            test.ticker.advance(Duration.ofMillis(21));
            handler(Request.get("/inner"), 30).run();
            test.ticker.advance(Duration.ofMillis(20));
        }));
        test.turn();
        test.turn();

        assertThat(report("retry"))
                .hasToString("timer retry ran 70 ms late: 40 ms in task outer, 30 ms in handler GET /inner");
    }

    @Test
    void callbacksOfTheSameNameAreAddedUp() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(1), task("retry", 0)));
        test.loop.execute(task("again", 31));
        test.loop.execute(task("again", 20));
        test.turn();
        test.turn();

        assertThat(report("retry")).hasToString("timer retry ran 50 ms late: 50 ms in task again, 2 times");
    }

    @Test
    void aTaskWaitsForThoseBeforeItAndForTimers() {
        test.inTask(() -> {
            test.loop.schedule(Duration.ZERO, task("tick", 60));
            test.loop.execute(task("first", 5));
            test.loop.execute(task("late", 0));
        });
        test.turn();

        assertThat(report("late")).hasToString("task late ran 65 ms late: 60 ms in timer tick, 5 ms in task first");
    }

    @Test
    void roundedCausesStillAddUp() {
        for (String name : List.of("a", "b", "c")) {
            test.loop.execute(new NamedTask(name, () -> test.ticker.advance(Duration.ofNanos(3_333_333))));
        }
        test.loop.execute(new NamedTask("d", () -> test.ticker.advance(Duration.ofNanos(3_333_334))));
        LoopTrace trace = LoopTrace.of(test.loop);
        test.loop.execute(new NamedTask("last", () -> {}));
        test.turn();

        assertThat(LateReport.of(trace.recording(), lastTask(trace), pauses, List.of()))
                .hasToString(
                        "task last ran 13 ms late: 4 ms in task d, 3 ms in task a, 3 ms in task b, 3 ms in task c");
    }

    private static TraceRecord lastTask(LoopTrace trace) {
        return trace.recording().records().stream()
                .filter(record -> record.event() == LoopEvent.TASK)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void whatIsShortIsToldInShorterUnits() {
        assertThat(Sums.duration(9_999)).isEqualTo("9999 ns");
        assertThat(Sums.duration(10_000)).isEqualTo("10 µs");
        assertThat(Sums.duration(9_999_999)).isEqualTo("10000 µs");
        assertThat(Sums.duration(10_000_000)).isEqualTo("10 ms");
    }

    @Test
    void whatWasOnTimeHasNoCauses() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(1), task("punctual", 0)));
        test.turn();

        assertThat(report("punctual")).hasToString("timer punctual ran 0 ns late");
        assertThat(report("punctual").causes()).isEmpty();
    }

    @Test
    void aLoopThatNobodyRunsIsACauseAndSoIsItsSelect() {
        test.loop.execute(task("waiting", 0));
        test.ticker.advance(Duration.ofMillis(30));
        test.turn();
        assertThat(report("waiting")).hasToString("task waiting ran 30 ms late: 30 ms while the loop was not running");

        test.provider.beforeNextWait(
                () -> { // the machine is slow, or asleep
                    Threads.runElsewhere(() -> test.loop.execute(task("woken", 0)));
                    test.ticker.advance(Duration.ofMillis(20));
                });
        test.turn();
        assertThat(report("woken")).hasToString("task woken ran 20 ms late: 20 ms in select");
    }

    @Test
    void whatTheRingHasLostIsACauseToo() {
        try (TestLoop small = new TestLoop(builder -> builder.observer(LoopTrace.ofCapacity(8)))) {
            small.inTask(() -> {
                small.loop.execute(new NamedTask("late", () -> {}));
                small.ticker.advance(Duration.ofMillis(40));
            });
            small.loop.execute(() -> {});
            small.turn();
            Recording recording = LoopTrace.of(small.loop).recording();
            TraceRecord late = recording.records().stream()
                    .filter(record -> record.owner().equals("late"))
                    .findFirst()
                    .orElseThrow();

            assertThat(recording.lost()).isPositive();
            assertThat(LateReport.of(recording, late, pauses, List.of()))
                    .hasToString("task late ran 40 ms late: 40 ms before the trace begins");
        }
    }

    @Test
    void aReadyChannelIsLateSinceTheSelectThatDidNotFindIt() throws IOException {
        try (Loopback one = new Loopback(test.loop.reactor().provider())) {
            test.loop.reactor().register(one.source, SelectionKey.OP_READ, new RecordingHandler(one::drain));
            test.loop.execute(new NamedTask("blocker", () -> {
                one.fill();
                test.ticker.advance(Duration.ofMillis(50));
            }));
            test.turn();
            test.turn();

            assertThat(report("RecordingHandler"))
                    .hasToString("RecordingHandler 1 ran 50 ms late: 50 ms in task blocker");
            one.fill();
        }
    }

    @Test
    void aReadyChannelThatTheSelectHadToWaitForIsLateSinceThen() {
        Recording recording = new Recording(
                "loop-1",
                0,
                List.of(
                        new TraceRecord(0, 0, LoopEvent.SELECT_END, 0, 0, ""),
                        new TraceRecord(1, 10, LoopEvent.SELECT_BEGIN, -1, 0, ""),
                        new TraceRecord(2, 2_000_010, LoopEvent.SELECT_END, 2, 0, ""),
                        new TraceRecord(3, 2_000_010, LoopEvent.READY, 1, 1, "A"),
                        new TraceRecord(4, 2_000_030, LoopEvent.END, 0, 1, "A"),
                        new TraceRecord(5, 2_000_030, LoopEvent.READY, 1, 2, "B")));

        assertThat(LateReport.of(recording, recording.records().get(5), pauses, List.of()))
                .hasToString("B 2 ran 20 ns late: 20 ns in A 1");
    }

    /** The end of the first select is at 30: the second one has asked at 80, and did not wait. */
    private static Recording asked(long found) {
        return new Recording(
                "loop-1",
                0,
                List.of(
                        new TraceRecord(4, 30, LoopEvent.SELECT_END, 0, 0, ""),
                        new TraceRecord(5, 30, LoopEvent.TASK, 0, 0, "blocker"),
                        new TraceRecord(6, 80, LoopEvent.END, 0, 0, "blocker"),
                        new TraceRecord(7, 80, LoopEvent.SELECT_BEGIN, -1, 0, ""),
                        new TraceRecord(8, found, LoopEvent.SELECT_END, 1, 0, ""),
                        new TraceRecord(9, found, LoopEvent.READY, 1, 1, "A")));
    }

    @Test
    void aChannelThatWasFoundAtOnceMayHaveBeenReadySinceTheEndOfTheSelectBefore() {
        Recording recording = asked(90);
        assertThat(LateReport.of(recording, recording.records().get(5), pauses, List.of())
                        .late())
                .isEqualTo(60);
    }

    @Test
    void aSelectOfAMillisecondHasWaited() {
        for (long found : new long[] {1_000_079, 1_000_080}) {
            Recording recording = asked(found);
            assertThat(LateReport.of(recording, recording.records().get(5), pauses, List.of())
                            .late())
                    .isEqualTo(found == 1_000_080 ? 0 : found - 30);
        }
    }

    @Test
    void aReadyChannelOfWhichNoSelectIsKnownIsNotLate() {
        Recording recording = new Recording("loop-1", 0, List.of(new TraceRecord(9, 50, LoopEvent.READY, 1, 1, "A")));

        assertThat(LateReport.of(recording, recording.records().get(0), pauses, List.of())
                        .late())
                .isZero();
    }

    @Test
    void onlyWhatHasATimeCanBeLate() {
        test.turnUntilIdle();
        test.inTask(() -> {});
        Recording recording = LoopTrace.of(test.loop).recording();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LateReport.of(recording, recording.records().get(0), pauses, List.of()))
                .withMessageContaining("only timers");
    }

    @Test
    void allThatWereLateAreFound() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(10), task("retry", 0)));
        test.loop.execute(task("first", 50));
        test.loop.execute(task("second", 0));
        test.turn();
        test.turn();
        Recording recording = LoopTrace.of(test.loop).recording();

        assertThat(LateReport.all(recording, Duration.ofMillis(40), pauses, List.of()))
                .extracting(LateReport::what)
                .containsExactly("task second", "timer retry");
    }

    @Test
    void aSampleOfTheCulpritIsTold() {
        test.inTask(() -> test.loop.schedule(Duration.ofMillis(1), task("retry", 0)));
        test.loop.execute(task("blocker", 101));
        test.turn();
        test.turn();
        Recording recording = LoopTrace.of(test.loop).recording();
        TraceRecord blocker = recording.records().stream()
                .filter(record ->
                        record.event() == LoopEvent.TASK && record.owner().equals("blocker"))
                .findFirst()
                .orElseThrow();
        StackTraceElement inJdk = new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 1);
        StackTraceElement mine = new StackTraceElement("org.example.Report", "render", "Report.java", 31);
        StackSample sample = new StackSample(blocker.number(), List.of(inJdk, mine));

        List<LateReport> reports = LateReport.all(
                recording, Duration.ofMillis(50), pauses, List.of(new StackSample(-1, List.of()), sample));

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report)
                    .hasToString("timer retry ran 100 ms late: 100 ms in task blocker "
                            + "(sampled at Report.render(Report.java:31))");
            assertThat(report.causes().get(0).stack()).containsExactly(inJdk, mine);
        });
        assertThat(StackSample.place(List.of(inJdk)))
                .as("there is nothing else")
                .startsWith("Thread.sleep");
    }
}
