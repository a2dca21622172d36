// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import io.snowloop.future.Promise;
import io.snowloop.future.UnseenFailure;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import io.snowloop.trace.Cause.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebugModeTest {
    private final Queue<DebugReport> reports = new ConcurrentLinkedQueue<>();
    private final CapturedLog log = new CapturedLog(DebugMode.class);
    private final DebugMode mode =
            DebugMode.builder().capacity(512).listener(this::take).build();
    private final TestLoop test = open(mode);
    private final EventLoop loop = test.loop;

    /** In milliseconds. */
    private long reportTakes;

    /** In virtual time, and with a watchdog that looks when it is told to. */
    private static TestLoop open(DebugMode mode) {
        return new TestLoop(builder ->
                builder.observer(loop -> new DebugObserver(loop, mode, Pauses.NONE, DebugModeTest::stackOf)));
    }

    /** As another thread would see it: without that it is being looked at. */
    private static StackTraceElement[] stackOf(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .dropWhile(frame -> !frame.getMethodName().equals("render"))
                .toArray(StackTraceElement[]::new);
    }

    @AfterEach
    void close() {
        test.close();
        log.close();
    }

    private Watchdog watchdog() {
        return ((DebugObserver) loop.reactor().observer()).watchdog();
    }

    private void spend(long millis) {
        test.ticker.advance(Duration.ofMillis(millis));
    }

    private NamedTask task(String name, long millis) {
        return new NamedTask(name, () -> spend(millis));
    }

    private void take(DebugReport report) {
        reports.add(report);
        if (reportTakes > 0) {
            spend(reportTakes);
        }
    }

    private List<DebugReport> take() {
        List<DebugReport> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }

    @Test
    void keepsATraceLikeAnyObserverThatDoes() {
        test.inTask(() -> {});

        assertThat(LoopTrace.of(loop).recording().records()).isNotEmpty();
        assertThat(((DebugObserver) loop.reactor().observer()).trace()).isSameAs(LoopTrace.of(loop));
    }

    // ------------------------------------------------------------------------------------------------------- slow

    @Test
    void aSlowCallbackIsToldWithTheStackTakenWhileItRan() {
        loop.execute(new NamedTask("report", this::render));
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowCallback.class, slow -> {
            assertThat(slow.loop()).isEqualTo(loop.toString());
            assertThat(slow.callback()).isEqualTo("task report");
            assertThat(slow.lasted()).isEqualTo(Duration.ofMillis(110));
            assertThat(slow.sample())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("render")
                    .contains("turn");
            assertThat(slow.toString())
                    .startsWith(loop + " was blocked for 110 ms by task report; one stack sample:")
                    .contains("\tat io.snowloop.trace.DebugModeTest.render(DebugModeTest.java:");
        });
    }

    private void render() {
        watchdog().check();
        spend(60);
        watchdog().check();
        spend(50);
    }

    @Test
    void afterACallbackInsideItTheOuterOneIsWatchedAgain() {
        loop.execute(new NamedTask("outer", () -> {
            loop.reactor().observe(LoopEvent.CALL, 0, "inner");
            loop.reactor().observe(LoopEvent.END, 0, "inner");
            render();
        }));
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowCallback.class, slow -> {
            assertThat(slow.callback()).isEqualTo("task outer");
            assertThat(slow.sample())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("render");
        });
    }

    @Test
    void theTimeOfAReportIsNotThatOfTheCallbackAround() {
        reportTakes = 265;
        loop.execute(new NamedTask("outer", () -> {
            loop.reactor().observe(LoopEvent.CALL, 0, "inner");
            spend(110);
            loop.reactor().observe(LoopEvent.END, 0, "inner");
        }));
        test.turn();

        assertThat(take()).singleElement().asString().contains("for 110 ms by ");
    }

    @Test
    void withoutASampleItIsToldAllTheSame() {
        loop.execute(task("quick enough for the watchdog", 100));
        test.turn();

        assertThat(take())
                .singleElement()
                .satisfies(slow -> assertThat(slow)
                        .hasToString(loop + " was blocked for 100 ms by task quick enough for the watchdog"));
    }

    @Test
    void aCallbackThatIsNotSlowIsNotTold() {
        loop.execute(task("good", 99));
        test.turn();

        assertThat(take()).isEmpty();
    }

    @Test
    void ofCallbacksInsideOneAnotherTheOneThatTookTheTimeIsSlow() {
        Request request = Request.get("/report");
        loop.execute(new NamedTask("outer", () -> {
            spend(10);
            loop.reactor().observe(LoopEvent.CALL, 0, request);
            spend(150);
            loop.reactor().observe(LoopEvent.END, 0, request);
            spend(10);
        }));
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowCallback.class, slow -> {
            assertThat(slow.callback()).isEqualTo("handler GET /report");
            assertThat(slow.lasted()).isEqualTo(Duration.ofMillis(150));
        });
    }

    @Test
    void anyNumberOfCallbacksMayBeInsideOneAnother() {
        loop.execute(new NamedTask("outermost", () -> {
            for (int i = 0; i < 40; i++) {
                loop.reactor().observe(LoopEvent.CALL, 0, "call " + i);
                spend(5);
            }
            for (int i = 0; i < 40; i++) {
                loop.reactor().observe(LoopEvent.END, 0, null);
            }
            spend(100);
        }));
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowCallback.class, slow -> {
            assertThat(slow.callback()).isEqualTo("task outermost");
            assertThat(slow.lasted()).isEqualTo(Duration.ofMillis(100));
        });
    }

    @Test
    void anEndWithoutABeginIsIgnored() {
        loop.reactor().observe(LoopEvent.END, 0, null);
        loop.execute(task("slow", 200));
        test.turn();

        assertThat(take()).hasSize(1);
    }

    @Test
    void aSlowCallbackWhoseBeginningTheRingHasLostIsTold() {
        loop.execute(() -> {
            spend(200);
            for (int i = 0; i < 600; i++) {
                loop.reactor().observe(LoopEvent.READ, i, null);
            }
        });
        test.turn();

        assertThat(take())
                .first()
                .satisfies(slow -> assertThat(slow).hasToString(loop + " was blocked for 200 ms by a callback"));
    }

    @Test
    void aSlowTurnIsToldThoughNoCallbackIsSlow() {
        loop.execute(task("a", 40));
        loop.execute(task("b", 35));
        loop.execute(task("c", 30));
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowTurn.class, slow -> {
            assertThat(slow.lasted()).isEqualTo(Duration.ofMillis(105));
            assertThat(slow.causes()).extracting(Cause::kind).containsOnly(Kind.TASK);
            assertThat(slow)
                    .hasToString(
                            "a turn of " + loop + " took 105 ms: 40 ms in task a, 35 ms in task b, 30 ms in task c");
        });
    }

    @Test
    void aSlowTurnWithASlowCallbackIsToldOnce() {
        loop.execute(task("a", 150));
        test.turn();
        assertThat(take()).hasSize(1).hasOnlyElementsOfType(DebugReport.SlowCallback.class);

        loop.execute(task("b", 60));
        loop.execute(task("c", 60));
        test.turn();
        assertThat(take()).as("of the next turn").hasOnlyElementsOfType(DebugReport.SlowTurn.class);
    }

    @Test
    void timeInTheSelectMakesNoTurnSlow() {
        loop.schedule(Duration.ofSeconds(5), () -> {});
        test.turn();
        test.turn();

        assertThat(take()).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------------- late

    @Test
    void aLateTimerIsToldWithItsCauses() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(10), task("retry", 0)));
        loop.execute(new NamedTask("report", this::render));
        test.turn();
        take();
        test.turn();

        assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.Late.class, late -> {
            assertThat(late.report().what()).isEqualTo("timer retry");
            assertThat(late.toString())
                    .startsWith("in " + loop + " timer retry ran 100 ms late: 100 ms in task report (sampled at "
                            + "DebugModeTest.render(DebugModeTest.java:");
        });
    }

    @Test
    void ofATurnTheLatestIsToldAndThenThereIsSilenceForAWhile() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(1), task("retry", 0)));
        loop.execute(task("first", 60));
        loop.execute(task("second", 60));
        loop.execute(task("third", 0));
        loop.execute(task("fourth", 0));
        test.turn();
        assertThat(lateOnes()).containsExactly("task third");

        test.turn();
        assertThat(lateOnes()).as("the timer, right after that").isEmpty();

        loop.execute(task("late", 0));
        spend(100);
        test.turn();
        assertThat(lateOnes()).containsExactly("task late");
    }

    private List<String> lateOnes() {
        return take().stream()
                .filter(DebugReport.Late.class::isInstance)
                .map(report -> ((DebugReport.Late) report).report().what())
                .toList();
    }

    @Test
    void allThatWasLateCanBeAskedFor() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(10), task("retry", 0)));
        loop.execute(new NamedTask("report", this::render));
        loop.execute(task("waiting", 0));
        test.turn();
        test.turn();

        assertThat(DebugMode.lateReports(loop, Duration.ofMillis(100)))
                .extracting(LateReport::what)
                .containsExactly("task waiting", "timer retry");
        assertThat(DebugMode.lateReports(loop, Duration.ofMillis(101)))
                .singleElement()
                .satisfies(late -> assertThat(late.toString()).contains("sampled at DebugModeTest.render"));
        try (TestLoop plain = new TestLoop()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> DebugMode.lateReports(plain.loop, Duration.ZERO))
                    .withMessageContaining("observer(DebugMode.DEFAULT)");
        }
    }

    @Test
    void onlyTheLastSamplesAreKept() {
        for (int i = 0; i < 20; i++) {
            loop.execute(new NamedTask("report", this::render));
            test.turn();
        }

        assertThat(((DebugObserver) loop.reactor().observer()).samples()).hasSize(16);
        take();
    }

    // ---------------------------------------------------------------------------------------------------- mistakes

    @Test
    void aCallFromTheWrongThreadIsTold() {
        assertThatThrownBy(() -> Threads.runElsewhere(loop::pendingTimers)).isInstanceOf(IllegalStateException.class);

        assertThat(take())
                .singleElement()
                .satisfies(report -> assertThat(report.toString())
                        .startsWith("wrong thread: called from thread elsewhere, but " + loop + " belongs to thread "));
    }

    @Test
    void aFailureThatNobodyCanLookAtAnyMoreIsTold() {
        UnseenFailure failure = unseen();
        watchdog().check();
        assertThat(take()).as("somebody may yet look").isEmpty();

        failure.clear(); // as the garbage collector does with a promise that nobody holds
        watchdog().check();

        assertThat(take())
                .singleElement()
                .satisfies(report -> assertThat(report)
                        .hasToString("a future of " + loop
                                + " failed, and no code has handled it: java.io.IOException: mine"));
        watchdog().check();
        assertThat(take()).as("once").isEmpty();
    }

    @Test
    void aFailureThatSomebodyHasLookedAtIsNot() {
        UnseenFailure failure = unseen();
        failure.get().onComplete((value, error) -> {});
        watchdog().check();
        failure.clear();
        watchdog().check();

        assertThat(take()).isEmpty();
        test.turnUntilIdle();
    }

    @Test
    void noMoreThanSoManyFailuresAreFollowed() {
        UnseenFailure first = unseen();
        for (int i = 0; i < 10_000; i++) {
            unseen();
        }
        watchdog().check();
        first.clear();
        watchdog().check();

        assertThat(take()).isEmpty();
    }

    private UnseenFailure unseen() {
        Promise<Object> promise = new Promise<>(new Unwatched());
        promise.fail(new IOException("mine"));
        UnseenFailure failure = UnseenFailure.of(promise, promise.outcome(), false);
        held.add(promise);
        loop.reactor().observe(LoopEvent.UNSEEN_FAILURE, 0, failure);
        return failure;
    }

    private final Queue<Object> held = new ConcurrentLinkedQueue<>();

    /** Runs nothing and tells nobody. */
    private static final class Unwatched implements EventExecutor {
        @Override
        public void execute(Runnable task) {}

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean inEventLoop() {
            return false;
        }
    }

    @Test
    void aChannelThatIsNotClosedIsReported() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            loop.reactor().register(channel.source, 0, new RecordingHandler(() -> {}) {
                @Override
                public String toString() {
                    return "the handler of this test";
                }
            });
            loop.close();
        }
        assertThat(take())
                .singleElement()
                .satisfies(report -> assertThat(report)
                        .hasToString(loop + " was closed before its channel: the handler of this test"));
    }

    // ------------------------------------------------------------------------------------------------------ around

    @Test
    void reportsAreEventsOfTheFlightRecorderToo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
            recording.enable("io.snowloop.SlowCallback");
            recording.start();
            loop.execute(task("slow", 100));
            test.turn();
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("callback")).isEqualTo("task slow"));
    }

    @Test
    void closingTheLoopReleasesThePauses() {
        boolean[] closed = {false};
        Pauses pauses = new Pauses() {
            @Override
            public List<Pause> between(long from, long to) {
                return List.of();
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        new TestLoop(builder ->
                        builder.observer(created -> new DebugObserver(created, mode, pauses, DebugModeTest::stackOf)))
                .close();

        assertThat(closed[0]).isTrue();
    }

    @Test
    void whereNobodyListensReportsAreLoggedAsWarnings() {
        IllegalStateException refusal = new IllegalStateException("mine");
        List<DebugReport> all = List.of(
                new DebugReport.SlowCallback("loop-1", "task a", Duration.ofMillis(120), List.of()),
                new DebugReport.WrongThread("loop-1", refusal),
                new DebugReport.LostFailure("loop-1", refusal));

        all.forEach(DebugMode.DEFAULT.listener());

        assertThat(log.records()).extracting(LogRecord::getLevel).containsOnly(Level.WARNING);
        assertThat(log.records())
                .extracting(LogRecord::getMessage)
                .containsExactlyElementsOf(
                        all.stream().map(DebugReport::toString).toList());
        assertThat(log.records()).extracting(LogRecord::getThrown).containsExactly(null, refusal, refusal);
    }

    @Test
    void aListenerThatThrowsIsLogged() {
        try (TestLoop fragile = open(mode.toBuilder()
                .listener(report -> {
                    throw new IllegalStateException("mine");
                })
                .build())) {
            fragile.loop.execute(() -> fragile.ticker.advance(Duration.ofSeconds(1)));
            fragile.turn();
        }

        assertThat(log.records()).last().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getThrown()).hasMessage("mine");
        });
    }

    @Test
    void thresholdsAreSettings() {
        DebugMode strict = mode.toBuilder()
                .slowCallback(Duration.ofMillis(1))
                .slowTurn(Duration.ofMillis(2))
                .late(Duration.ofMillis(3))
                .build();

        assertThat(strict.slowCallback()).isEqualTo(Duration.ofMillis(1));
        assertThat(strict.slowTurn()).isEqualTo(Duration.ofMillis(2));
        assertThat(strict.late()).isEqualTo(Duration.ofMillis(3));
        assertThat(strict.capacity()).isEqualTo(512);
        assertThat(strict.listener()).isSameAs(mode.listener());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mode.toBuilder().slowTurn(Duration.ZERO).build())
                .withMessage("slowTurn must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mode.toBuilder().late(Duration.ofMillis(-1)).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mode.toBuilder().capacity(0).build());
    }

    @Test
    void aLoopInDebugModeHasATrace() {
        assertThat(LoopTrace.of(loop).capacity()).isEqualTo(512);
    }

    @Test
    void inRealTimeTheWatchdogChecksByItself() throws Exception {
        try (EventLoop real = EventLoop.open(EventLoopOptions.builder()
                .observer(mode.toBuilder()
                        .slowCallback(Duration.ofMillis(40))
                        .slowTurn(Duration.ofHours(1))
                        .late(Duration.ofHours(1))
                        .build())
                .build())) {
            DebugObserver observer = (DebugObserver) real.reactor().observer();
            LoopTrace trace = LoopTrace.of(real);
            Thread watchdog = WatchdogTest.threadNamed(real + "-watchdog");
            real.execute(new NamedTask("busy", () -> untilSampled(observer, trace.count() - 1, real)));
            real.runOnce();

            assertThat(take()).singleElement().isInstanceOfSatisfying(DebugReport.SlowCallback.class, slow -> {
                assertThat(slow.callback()).isEqualTo("task busy");
                assertThat(slow.sample())
                        .extracting(StackTraceElement::getMethodName)
                        .contains("untilSampled");
            });
            real.close();
            watchdog.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(watchdog.isAlive()).isFalse();
        }
    }

    private static void untilSampled(DebugObserver observer, long number, EventLoop loop) {
        long begin = loop.ticker().nanoTime();
        while (observer.watchdog().sampleOf(number) == null || loop.ticker().nanoTime() - begin < 40_000_000) {
            Thread.onSpinWait();
        }
    }
}
