// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.management.ThreadMXBean;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Heap;
import io.snowloop.testing.NullArguments;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that Prometheus reads, of what was counted. */
class PrometheusTest {
    private final Prometheus metrics = new Prometheus();

    @Test
    void withoutFiguresItIsEmpty() {
        assertThat(metrics.text()).isEmpty();
    }

    @Test
    void whatIsAddedToANameIsNotGivenWithIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter(Metric.of("notes_total", "Notes")))
                .withMessage("notes_total would be notes_total_total in the text: leave out _total, which is added");
        assertThatIllegalArgumentException().isThrownBy(() -> metrics.histogram(Metric.of("a_seconds", "Durations")));
        assertThat(metrics.text()).isEmpty();
        metrics.gauge(Metric.of("files_total", "Files")); // nothing is added to it
    }

    @Test
    void aCounterAndAGauge() {
        Counter written = metrics.counter(Metric.of("notes", "Notes that were written"));
        Gauge open = metrics.gauge(Metric.of("files", "Files that are open"));
        written.increment();
        written.add(2);
        open.add(5);
        open.add(-7);
        assertThat(metrics.text()).isEqualTo("""
                        # HELP notes_total Notes that were written
                        # TYPE notes_total counter
                        notes_total 3
                        # HELP files Files that are open
                        # TYPE files gauge
                        files -2
                        """);
    }

    @Test
    void aGaugeThatIsAskedForItsValue() {
        double[] share = {0.25};
        metrics.gauge(Metric.of("busy", "Share of the time"), () -> share[0]);
        assertThat(metrics.text()).isEqualTo("""
                        # HELP busy Share of the time
                        # TYPE busy gauge
                        busy 0.25
                        """);
        share[0] = 0;
        metrics.gauge(Metric.of("busy", "Share of the time")).add(2);
        assertThat(metrics.text()).as("those of one name count together").endsWith("busy 2\n");
    }

    @Test
    void thoseOfOneNameAndLabelsCountTogetherAndEachLabelApart() {
        Metric answers = Metric.of("answers", "Answers");
        metrics.counter(answers.with("status", "2xx").with("loop", "1")).add(1);
        metrics.counter(answers.with("status", "4xx").with("loop", "1")).add(10);
        metrics.counter(answers.with("status", "2xx").with("loop", "1")).add(100);
        assertThat(metrics.text()).isEqualTo("""
                        # HELP answers_total Answers
                        # TYPE answers_total counter
                        answers_total{status="2xx",loop="1"} 101
                        answers_total{status="4xx",loop="1"} 10
                        """);
    }

    @Test
    void aHistogramCountsUpToEachBound() {
        Metric metric = Metric.of("wait", "Waits").with("loop", "1");
        Histogram waits = metrics.histogram(metric);
        waits.record(0);
        waits.record(100_000); // a bound belongs to what is below it
        waits.record(100_001);
        waits.record(Duration.ofMillis(3).toNanos());
        metrics.histogram(metric).record(Duration.ofSeconds(11).toNanos());
        assertThat(metrics.text()).isEqualTo("""
                        # HELP wait_seconds Waits
                        # TYPE wait_seconds histogram
                        wait_seconds_bucket{loop="1",le="0.0001"} 2
                        wait_seconds_bucket{loop="1",le="0.00025"} 3
                        wait_seconds_bucket{loop="1",le="0.0005"} 3
                        wait_seconds_bucket{loop="1",le="0.001"} 3
                        wait_seconds_bucket{loop="1",le="0.0025"} 3
                        wait_seconds_bucket{loop="1",le="0.005"} 4
                        wait_seconds_bucket{loop="1",le="0.01"} 4
                        wait_seconds_bucket{loop="1",le="0.025"} 4
                        wait_seconds_bucket{loop="1",le="0.05"} 4
                        wait_seconds_bucket{loop="1",le="0.1"} 4
                        wait_seconds_bucket{loop="1",le="0.25"} 4
                        wait_seconds_bucket{loop="1",le="0.5"} 4
                        wait_seconds_bucket{loop="1",le="1"} 4
                        wait_seconds_bucket{loop="1",le="2.5"} 4
                        wait_seconds_bucket{loop="1",le="5"} 4
                        wait_seconds_bucket{loop="1",le="10"} 4
                        wait_seconds_bucket{loop="1",le="+Inf"} 5
                        wait_seconds_sum{loop="1"} 11.003200001
                        wait_seconds_count{loop="1"} 5
                        """);
    }

    /** A label may be what a user has typed. */
    @Test
    void textOfOthersEndsNoLine() {
        metrics.gauge(new Metric("a", "one\\two\nthree", Map.of("user", "\"\\\n")))
                .add(1);
        assertThat(metrics.text())
                .isEqualTo("# HELP a one\\\\two\\nthree\n# TYPE a gauge\na{user=\"\\\"\\\\\\n\"} 1\n");
    }

    @Test
    void theHandlerNamesTheVersionOfTheFormat() {
        metrics.gauge(Metric.of("a", "b")).add(1);
        Response response = metrics.handle(Request.get("/metrics")).resultNow();
        assertThat(response.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.text()).isEqualTo(metrics.text());
    }

    @Test
    void aCounterNeverSinks() {
        Counter notes = metrics.counter(Metric.of("notes", "Notes"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.add(-1))
                .withMessage("the counter notes never sinks, and can't count -1: make it a gauge");
        assertThat(metrics.text()).endsWith("notes_total 0\n");
    }

    /** As users of other libraries write it: a counter is asked for by its name each time that it counts. */
    @Test
    void whatIsMadeForEachRequestTakesNoMemoryForEach() {
        Metric notes = Metric.of("notes", "Notes");
        Metric open = Metric.of("open", "Open");
        Metric waits = Metric.of("wait", "Waits");
        long before = Heap.used();
        for (int i = 0; i < 20_000; i++) {
            metrics.counter(notes).increment();
            metrics.gauge(open).add(2);
            metrics.histogram(waits).record(1);
        }
        assertThat(Heap.used() - before).isLessThan(2_000_000);
        assertThat(metrics.text()).contains("notes_total 20000\n", "open 40000\n", "wait_seconds_count 20000\n");
    }

    @Test
    void functionsThatAreMadeForEachRequestAreRefused() {
        Metric files = Metric.of("files", "Files");
        for (int i = 0; i < 1_000; i++) {
            metrics.gauge(files, () -> 1);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> metrics.gauge(files, () -> 1))
                .withMessageContaining("make it once, when the program begins, and not for each request");
    }

    @Test
    void aFunctionThatThrowsTakesNoOtherFigureAway() {
        boolean[] broken = {true};
        metrics.gauge(Metric.of("queue", "Queue"), () -> {
            if (broken[0]) {
                throw new IllegalStateException("the queue is closed");
            }
            return 7;
        });
        metrics.gauge(Metric.of("files", "Files")).add(3);
        try (CapturedLog log = new CapturedLog(Prometheus.class)) {
            assertThat(metrics.text()).contains("queue NaN\n").endsWith("files 3\n");
            metrics.text();
            assertThat(log.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly("the function of the gauge queue has thrown: its value is NaN"); // once
            broken[0] = false;
            assertThat(metrics.text()).contains("queue 7.0\n");
        }
    }

    @Test
    void aHistogramHasItsOwnLabelLe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.histogram(Metric.of("wait", "Waits").with("le", "1")))
                .withMessageContaining("choose another name");
        metrics.counter(Metric.of("notes", "Notes").with("le", "1"));
    }

    @Test
    void aNameHasOneKind() {
        metrics.gauge(Metric.of("a", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter(Metric.of("a", "b")))
                .withMessage("a is a gauge already, and can't be a counter, too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a-b", "ä", "a{b}"})
    void namesAreWhatPrometheusAllows(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.of(name, "help"))
                .withMessageStartingWith("a name of a metric has letters, digits and underscores")
                .withMessageEndingWith("not \"" + name + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.of("a", "help").with(name, "x"))
                .withMessageStartingWith("a label of a metric");
    }

    @Test
    void aLabelIsGivenOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.of("a", "b").with("c", "1").with("c", "2"))
                .withMessage("a has the label c already");
    }

    @Test
    void toCountAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Counter counter = metrics.counter(Metric.of("a", "b"));
        Histogram histogram = metrics.histogram(Metric.of("c", "d"));
        countMany(counter, histogram); // once for the classes that are loaded by it
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();

        countMany(counter, histogram);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes in 20,000 figures")
                .isLessThan(20_000); // the smallest object has 16; the measuring itself allocates a little
    }

    private static void countMany(Counter counter, Histogram histogram) {
        for (int i = 0; i < 10_000; i++) {
            counter.increment();
            histogram.record(i * 1_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Metric.class, Prometheus.class, LoopMetrics.class})
    void aNullArgumentIsRefusedByItsName(Class<?> type) throws Exception {
        NullArguments arguments = new NullArguments()
                .sample(DoubleSupplier.class, () -> () -> 1)
                .sample(String.class, () -> "a")
                .sample(Map.class, Map::of)
                .sample(Metrics.class, Prometheus::new)
                .sample(LoopMetrics.class, () -> LoopMetrics.of(metrics))
                .sample(Prometheus.class, Prometheus::new)
                .sample(Metric.class, () -> Metric.of("a", "b"));
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
