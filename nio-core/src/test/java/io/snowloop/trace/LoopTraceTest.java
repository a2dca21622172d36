package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.snowloop.future.Owned;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopTraceTest {
    private final TestLoop test = new TestLoop(options -> options.withObserver(LoopTrace.ofCapacity(64)));
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
    void aTimerIsRecordedWithItsNameAndItsDelay() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(5), new NamedTask("retry", () -> {})));
        test.ticker.advance(Duration.ofMillis(12));

        test.turn();

        assertThat(records(LoopEvent.TIMER)).singleElement().satisfies(record -> {
            assertThat(record.owner()).isEqualTo("retry");
            assertThat(record.value()).isEqualTo(Duration.ofMillis(7).toNanos());
            assertThat(record.time()).isEqualTo(Duration.ofMillis(12).toNanos());
            assertThat(record.channel()).isZero();
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
        try (Loopback channel = new Loopback(loop.provider()).fill()) {
            loop.register(channel.source, SelectionKey.OP_READ, new RecordingHandler(channel::drain))
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
            loop.observe(LoopEvent.CALL, 0, Request.get("/report?token=secret"));
            loop.observe(LoopEvent.CALL, 0, Request.get("/home/"));
            loop.observe(LoopEvent.CALL, 0, cycle);
            loop.observe(LoopEvent.EXCEPTION, 0, new IOException("mine"));
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
    void aTaskOfARequestIsNamedByTheRequest() {
        assertThat(new TraceRecord(0, 0, LoopEvent.TASK, 0, 0, "handler POST /x").title())
                .isEqualTo("handler POST /x");
    }

    @Test
    void aFullRingOverwritesTheOldest() {
        for (int i = 0; i < 100; i++) {
            loop.observe(LoopEvent.READ, i, null);
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
    void aRingThatIsNotFullIsReadFromItsStart() {
        assertThat(trace.recording().records()).isEmpty();
        assertThat(trace.recording().lost()).isZero();

        loop.observe(LoopEvent.READ, 1, null);

        assertThat(trace.recording().records()).hasSize(1);
        assertThat(trace.recording().loop()).isEqualTo(loop.toString());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "64, 64", "65, 128", "16777216, 16777216"})
    void capacitiesAreRoundedUpToAPowerOfTwo(int asked, int rounded) {
        assertThat(LoopTrace.rounded(asked)).isEqualTo(rounded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16777217})
    void capacitiesOutOfBoundsAreRejected(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopTrace.ofCapacity(capacity))
                .withMessageContaining("not " + capacity);
    }

    @Test
    void aLoopWithoutATraceSaysHowToGetOne() {
        try (TestLoop plain = new TestLoop()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> LoopTrace.of(plain.loop))
                    .withMessageContaining("withObserver");
        }
    }

    @Test
    void itIsReadOnTheLoopsThreadAndAfterCloseOnAny() {
        test.turnUntilIdle();
        assertThatThrownBy(() -> Threads.runElsewhere(trace::recording)).isInstanceOf(IllegalStateException.class);
        loop.close();
        Threads.runElsewhere(() -> assertThat(trace.recording().records())
                .last()
                .extracting(TraceRecord::event)
                .isEqualTo(LoopEvent.CLOSED));
    }

    @Test
    void tasksAreNotKeptReachable() {
        WeakReference<Object> task = runAndForget();

        while (task.get() != null) { // until the test's time limit, if the trace refers to it
            System.gc();
            assertThat(Thread.interrupted()).as("%s is still reachable", task).isFalse();
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
        try (Loopback channel = new Loopback(loop.provider())) {
            Object registration = loop.register(channel.source, 0, new RecordingHandler(() -> {}));
            observeMany(registration, request, task); // once for the classes that are loaded by it
            threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadAllocatedBytes();

            observeMany(registration, request, task);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes in 40,000 events")
                    .isLessThan(40_000); // one object per event would be 640,000; the measurement allocates a little
        }
    }

    private void observeMany(Object registration, Request request, NamedTask task) {
        for (int i = 0; i < 10_000; i++) {
            loop.observe(LoopEvent.READY, i, registration);
            loop.observe(LoopEvent.CALL, i, request);
            loop.observe(LoopEvent.TIMER, i, task);
            loop.observe(LoopEvent.END, i, null);
        }
    }
}
