// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.snowloop.future.Owned;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Timer;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTraceTest {
    private final TestLoop test = new TestLoop(builder -> builder.observer(LoopTrace.ofCapacity(64)));
    private final EventLoop loop = test.loop;
    private final LoopTrace trace = LoopTrace.of(loop);

    @AfterEach
    void close() {
        test.close();
    }

    private List<TraceRecord> records(LoopEvent event) {
        return trace.recording().records().stream()
                .filter(record -> record.event() == event)
                .toList();
    }

    @Test
    void aTimerIsRecordedWithItsNameAndItsLateness() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(5), new NamedTask("retry", () -> {})));
        test.ticker.advance(Duration.ofMillis(12));

        test.turn();

        assertThat(records(LoopEvent.TIMER)).singleElement().satisfies(record -> {
            assertThat(record.owner()).isEqualTo("retry");
            assertThat(record.value()).isEqualTo(Duration.ofMillis(7).toNanos());
            assertThat(record.time()).isEqualTo(Duration.ofMillis(12).toNanos());
            assertThat(record.id()).isZero();
        });
    }

    @Test
    void aTaskIsRecordedWithTheTimeThatItWaited() {
        loop.execute(new NamedTask("first", () -> test.ticker.advance(Duration.ofMillis(3))));
        loop.execute(new NamedTask("second", () -> {}));

        test.turn();

        assertThat(records(LoopEvent.TASK)).extracting(TraceRecord::owner).containsExactly("first", "second");
        assertThat(records(LoopEvent.TASK))
                .extracting(TraceRecord::value)
                .containsExactly(0L, Duration.ofMillis(3).toNanos());
    }

    @Test
    void ownersAreRecordedByWhatSaysMostAboutThem() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            loop.reactor()
                    .register(channel.source, SelectionKey.OP_READ, new RecordingHandler(channel::drain))
                    .interest(SelectionKey.OP_READ | 0);
            loop.execute(() -> {});
            loop.newPromise().onComplete((value, error) -> {}).cancel();
            loop.newPromise().fail(new IOException("unseen, which is no event of this thread alone"));
            Owned cycle = new Owned() {
                @Override
                public Object owner() {
                    return this;
                }
            };
            loop.reactor().observe(LoopEvent.CALL, 0, Request.get("/report?token=secret"));
            loop.reactor().observe(LoopEvent.CALL, 0, Request.get("/home/"));
            loop.reactor().observe(LoopEvent.CALL, 0, cycle);
            loop.reactor().observe(LoopEvent.EXCEPTION, 0, new IOException("mine"));
            test.turn();
        }
        assertThat(records(LoopEvent.READY)).extracting(TraceRecord::title).containsExactly("RecordingHandler 1");
        assertThat(records(LoopEvent.TASK))
                .extracting(TraceRecord::title)
                .containsExactly("task a lambda of LoopTraceTest", "task a lambda of LoopTraceTest");
        assertThat(records(LoopEvent.CALL))
                .extracting(TraceRecord::title)
                .containsExactly("handler GET /report", "handler GET /home/", "LoopTraceTest$1");
        assertThat(records(LoopEvent.EXCEPTION)).extracting(TraceRecord::owner).containsExactly("IOException");
        assertThat(records(LoopEvent.UNSEEN_FAILURE)).isEmpty();
    }

    @Test
    void anEndHasTheNamesOfWhatItEndsThoughTheHandlerIsAnotherOneByThen() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            Registration[] registration = new Registration[1];
            registration[0] = loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                loop.reactor().observe(LoopEvent.CALL, 0, Request.get("/report"));
                registration[0].handler(new AnotherHandler());
                loop.reactor().observe(LoopEvent.END, 0, null);
                channel.drain();
            }));

            test.turn();

            assertThat(records(LoopEvent.END))
                    .extracting(TraceRecord::title)
                    .containsExactly("handler GET /report", "RecordingHandler 1");
            registration[0].close();
        }
    }

    private static final class AnotherHandler implements ReadyHandler {
        @Override
        public void ready(int readyOps) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    @Test
    void anEndWithoutABeginHasItsOwnNameAndATurnForgetsWhatHasNoEnd() {
        loop.reactor().observe(LoopEvent.END, 0, "stray");
        loop.reactor().observe(LoopEvent.CALL, 0, "endless");
        loop.execute(new NamedTask("task", () -> {}));
        test.turn();
        loop.reactor().observe(LoopEvent.END, 0, "late");

        assertThat(records(LoopEvent.END)).extracting(TraceRecord::owner).containsExactly("stray", "task", "late");
    }

    @Test
    void anEndWhoseBeginTheRingHasOverwrittenHasItsOwnName() {
        loop.reactor().observe(LoopEvent.CALL, 0, "begin");
        for (int i = 0; i < 64; i++) {
            loop.reactor().observe(LoopEvent.READ, i, null);
        }
        loop.reactor().observe(LoopEvent.END, 0, "its own");

        assertThat(records(LoopEvent.END)).extracting(TraceRecord::owner).containsExactly("its own");
    }

    @Test
    void timesOfTheTickerAreRecordedAsTimesBeforeOrAfterTheEvent() {
        Threads.runElsewhere(() -> loop.execute(new NamedTask("waits", () -> {})));
        test.ticker.advance(Duration.ofNanos(7));
        test.turn();
        test.inTask(() -> {
            Timer timer = loop.schedule(Duration.ofNanos(50), new NamedTask("timer", () -> {}));
            test.ticker.advance(Duration.ofNanos(20));
            timer.cancel();
        });

        assertThat(records(LoopEvent.TASK_QUEUED))
                .first()
                .extracting(TraceRecord::value)
                .isEqualTo(7L);
        assertThat(records(LoopEvent.TIMER_SET)).extracting(TraceRecord::value).containsExactly(50L);
        assertThat(records(LoopEvent.TIMER_UNSET))
                .extracting(TraceRecord::value)
                .containsExactly(30L);
    }

    @Test
    void aTraceIsFoundAmongSeveralObservers() {
        List<LoopEvent> seen = new ArrayList<>();
        LoopObserver.Factory counter = each -> (event, value, owner) -> seen.add(event);
        DebugMode debug = DebugMode.builder().build();
        try (TestLoop several = new TestLoop(builder ->
                builder.observer(counter.and(LoopTrace.ofCapacity(64)).and(debug)))) {
            several.turnUntilIdle();
            several.inTask(() -> {});
            assertThat(LoopTrace.of(several.loop).recording().records())
                    .extracting(TraceRecord::event)
                    .containsExactlyElementsOf(seen)
                    .isNotEmpty();
            assertThat(DebugMode.lateReports(several.loop, Duration.ofMillis(1)))
                    .isEmpty();
        }
    }

    @Test
    void aRequestsHandlerIsNamedByItAsATaskToo() {
        assertThat(new TraceRecord(0, 0, LoopEvent.TASK, 0, 0, "handler POST /x").title())
                .isEqualTo("handler POST /x");
    }

    @Test
    void whenTheRingIsFullTheOldestAreForgotten() {
        for (int i = 0; i < 100; i++) {
            loop.reactor().observe(LoopEvent.READ, i, null);
        }

        Recording recording = trace.recording();

        assertThat(trace.count()).isEqualTo(100);
        assertThat(trace.capacity()).isEqualTo(64);
        assertThat(recording.records())
                .hasSize(64)
                .extracting(TraceRecord::value)
                .first()
                .isEqualTo(36L);
        assertThat(recording.lost()).isEqualTo(36);
        assertThat(recording.find(36))
                .hasValueSatisfying(record -> assertThat(record.value()).isEqualTo(36));
        assertThat(recording.find(35)).isEmpty();
        assertThat(recording.find(100)).isEmpty();
        assertThat(trace.holds(36)).isTrue();
        assertThat(trace.holds(35)).isFalse();
    }

    @Test
    void whatIsNotFullIsReadFromItsBeginning() {
        assertThat(trace.recording().records()).isEmpty();
        assertThat(trace.recording().lost()).isZero();

        loop.reactor().observe(LoopEvent.READ, 1, null);

        assertThat(trace.recording().records()).hasSize(1);
        assertThat(trace.recording().loop()).isEqualTo(loop.toString());
    }

    @Test
    void aCopyIsReadOnAnyThreadAndHasWhatWasThere() {
        for (int i = 0; i < 100; i++) {
            loop.reactor().observe(LoopEvent.READ, i, "reader");
        }
        Supplier<Recording> copy = trace.copy(90);
        for (int i = 0; i < 100; i++) {
            loop.reactor().observe(LoopEvent.WRITTEN, i, "writer");
        }

        Threads.runElsewhere(() -> assertThat(copy.get().records())
                .extracting(TraceRecord::number, TraceRecord::event, TraceRecord::value, TraceRecord::owner)
                .startsWith(tuple(90L, LoopEvent.READ, 90L, "reader"))
                .hasSize(10));
        assertThat(trace.copy(trace.count()).get().records()).isEmpty();
        assertThatThrownBy(() -> Threads.runElsewhere(() -> trace.copy(0))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "64, 64", "65, 128", "16777216, 16777216"})
    void capacitiesAreRoundedUpToAPowerOfTwo(int asked, int rounded) {
        assertThat(LoopTrace.rounded(asked)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16777217})
    void capacitiesOutOfBoundsAreRefused(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopTrace.ofCapacity(capacity))
                .withMessageContaining("not " + capacity);
    }

    @Test
    void aLoopWithoutATraceSaysHowToHaveOne() {
        try (TestLoop plain = new TestLoop()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> LoopTrace.of(plain.loop))
                    .withMessageContaining("observer(LoopTrace.ofCapacity(...))");
        }
    }

    @Test
    void itIsReadOnTheLoopsThreadAndAfterwardsOnAny() {
        test.turnUntilIdle();
        assertThatThrownBy(() -> Threads.runElsewhere(trace::recording)).isInstanceOf(IllegalStateException.class);
        loop.close();
        Threads.runElsewhere(() -> assertThat(trace.recording().records())
                .last()
                .extracting(TraceRecord::event)
                .isEqualTo(LoopEvent.CLOSED));
    }

    @Test
    void whatRanIsNotKeptAlive() {
        WeakReference<Object> task = runAndForget();

        while (task.get() != null) { // until JUnit's limit, if the trace holds it
            System.gc();
            assertThat(Thread.interrupted()).as("something holds %s", task).isFalse();
        }
        assertThat(records(LoopEvent.TASK)).isNotEmpty();
    }

    private WeakReference<Object> runAndForget() {
        NamedTask task = new NamedTask("a name, which may be kept", () -> {});
        loop.execute(task);
        test.turn();
        return new WeakReference<>(task);
    }

    @Test
    void anEventAllocatesNothing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Request request = Request.get("/report");
        NamedTask task = new NamedTask("retry", () -> {});
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            Object registration = loop.reactor().register(channel.source, 0, new RecordingHandler(() -> {}));
            observeMany(registration, request, task); // once for the classes that are loaded by it
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();

            observeMany(registration, request, task);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes in 40,000 events")
                    .isLessThan(40_000); // the smallest object has 16; the measuring itself allocates a little
        }
    }

    private void observeMany(Object registration, Request request, NamedTask task) {
        for (int i = 0; i < 10_000; i++) {
            loop.reactor().observe(LoopEvent.READY, i, registration);
            loop.reactor().observe(LoopEvent.CALL, i, request);
            loop.reactor().observe(LoopEvent.TIMER, i, task);
            loop.reactor().observe(LoopEvent.END, i, null);
        }
    }
}
