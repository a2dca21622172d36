// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Timer;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
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

    @Test
    void theTasksThatATurnLeavesForTheNextOneAreCounted() {
        List<String> seen = new ArrayList<>();
        test.loop.execute(() -> {
            test.loop.execute(() -> seen.addAll(lines()));
            test.loop.execute(() -> {});
        });
        test.turn();
        assertThat(lines()).contains("snowloop_loop_tasks" + label + "0");
        test.turn();
        assertThat(seen).contains("snowloop_loop_tasks" + label + "2");
        test.loop.runNow();
        assertThat(lines()).contains("snowloop_loop_tasks" + label + "0");
    }

    @Test
    void timersAreCountedUntilTheyFireOrAreCancelled() {
        Timer[] timers = new Timer[3];
        test.inTask(() -> {
            timers[0] = test.loop.schedule(Duration.ofMillis(10), () -> {});
            timers[1] = test.loop.schedule(Duration.ofMillis(20), () -> {});
            timers[2] = test.loop.scheduleAtFixedRate(Duration.ofMillis(30), Duration.ofMillis(30), () -> {});
        });
        test.turn();
        test.loop.runNow();
        assertThat(lines()).as("the first has fired").contains("snowloop_loop_timers" + label + "2");
        timers[1].cancel();
        test.turn();
        test.turn();
        test.loop.runNow();
        assertThat(lines()).as("the periodic one is set again").contains("snowloop_loop_timers" + label + "1");
        test.loop.close();
        assertThat(lines()).contains("snowloop_loop_timers" + label + "0");
    }

    private String busy() {
        return lines().stream()
                .filter(line -> line.startsWith("snowloop_loop_busy{"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    /** 250 ms of work, then a wait until the second is over; and once more, with 500 ms. */
    @Test
    void theBusyShareIsThatOfTheLastSecond() {
        workAndWait(250);
        assertThat(busy()).as("not over yet: the next turn tells").isEqualTo("0.25");
        workAndWait(500);
        assertThat(busy()).isEqualTo("0.5");
    }

    /** The turn after the wait begins a new window. */
    private void workAndWait(long millis) {
        test.inTask(() -> {
            test.loop.schedule(Duration.ofSeconds(1), () -> {});
            test.ticker.advance(Duration.ofMillis(millis));
        });
        test.turn(); // waits for the timer
    }

    @Test
    void aLoopThatWaitsOrIsNotRunForASecondIsNotBusy() {
        workAndWait(250);
        test.ticker.advance(Duration.ofMillis(999));
        assertThat(busy()).isEqualTo("0.25");
        test.ticker.advance(Duration.ofMillis(1));
        assertThat(busy()).isEqualTo("0");
    }

    @Test
    void aLoopThatHangsInACallbackIsBusyBeforeThatReturns() {
        test.inTask(() -> {
            test.ticker.advance(Duration.ofMillis(999));
            assertThat(busy()).isEqualTo("0");
            test.ticker.advance(Duration.ofMillis(1));
            assertThat(busy()).isEqualTo("1.0");
        });
        assertThat(busy()).isEqualTo("1.0");
    }

    @Test
    void aLoopWithTasksInEachTurnIsBusyAlthoughItSelects() {
        for (int turn = 0; turn < 11; turn++) {
            test.loop.execute(() -> {
                test.ticker.advance(Duration.ofMillis(100));
                test.loop.execute(() -> {}); // so the next select does not wait
            });
            test.turn();
        }
        assertThat(busy()).isEqualTo("1.0");
    }
}
