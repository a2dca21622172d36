// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The figures of a loop, in virtual time. */
class LoopMetricsTest {
    private final Prometheus metrics = new Prometheus();
    private final TestLoop test = new TestLoop(options -> options.observer(LoopMetrics.of(metrics)));
    private final String label = "{loop=\"" + test.loop + "\"} ";

    @AfterEach
    void close() {
        test.close();
    }

    private List<String> lines() {
        return metrics.text().lines().toList();
    }

    @Test
    void aTurnLastsAsLongAsItsCallbacks() {
        test.inTask(() -> test.ticker.advance(Duration.ofMillis(30)));
        test.turnUntilIdle();
        assertThat(lines()).contains("snowloop_loop_turn_seconds_sum" + label + "0.03");
    }

    @Test
    void aDelayIsCountedFromWhenATaskWasQueuedAndATimerWasDue() {
        test.loop.execute(() -> {
            test.loop.schedule(Duration.ofMillis(10), () -> {});
            test.loop.execute(() -> {}); // waits for the 30 ms below
            test.ticker.advance(Duration.ofMillis(30)); // and so do 20 of the timer
        });
        test.turn();
        test.turn();
        assertThat(lines())
                .contains(
                        "snowloop_loop_delay_seconds_sum" + label + "0.05",
                        "snowloop_loop_delay_seconds_count" + label + "3");
    }

    @Test
    void aTimerThatIsInTimeHasNoDelay() {
        test.loop.schedule(Duration.ofMillis(10), () -> {});
        test.turn();
        test.turnUntilIdle();
        assertThat(lines()).contains("snowloop_loop_delay_seconds_sum" + label + "0");
    }

    @Test
    void channelsComeAndGo() throws IOException {
        try (EventLoop loop = EventLoop.open(
                EventLoopOptions.builder().observer(LoopMetrics.of(metrics)).build())) {
            Pipe pipe = loop.reactor().provider().openPipe();
            pipe.source().configureBlocking(false);
            var registration = loop.reactor().register(pipe.source(), 0, new RecordingHandler(() -> {}));
            assertThat(lines()).contains("snowloop_loop_channels{loop=\"" + loop + "\"} 1");
            registration.close();
            pipe.sink().close();
            assertThat(lines()).contains("snowloop_loop_channels{loop=\"" + loop + "\"} 0");
        }
    }

    @Test
    void whatACallbackThrowsIsCounted() {
        test.inTask(() -> test.loop.execute(() -> {
            throw new IllegalStateException("a bug");
        }));
        test.turnUntilIdle();
        assertThat(test.reports.take()).hasSize(1);
        assertThat(lines()).contains("snowloop_loop_exceptions_total" + label + "1");
    }
}
