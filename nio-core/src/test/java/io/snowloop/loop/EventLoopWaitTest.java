// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static io.snowloop.testing.TestSelectorProvider.FOR_EVER;
import static io.snowloop.testing.TestSelectorProvider.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the loop asks the selector to wait. */
class EventLoopWaitTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void doesNotWaitWhileATaskIsQueued() {
        loop.execute(() -> loop.execute(() -> {}));
        assertThat(loop.timeToWait()).isZero();

        test.turn();
        assertThat(loop.timeToWait()).isZero();
        test.turn();

        assertThat(test.provider.waits()).containsExactly(NOW, NOW);
    }

    @Test
    void waitsForEverWhereThereIsNothingToWaitFor() {
        assertThat(loop.timeToWait()).isNegative();
        test.provider.beforeNextWait(loop::stop);

        loop.run();

        assertThat(test.provider.waits()).containsExactly(FOR_EVER);
    }

    @Test
    void waitsUntilTheFirstTimerIsDueAndNotInSteps() {
        test.inTask(() -> {
            loop.schedule(Duration.ofHours(2), () -> log.add("late"));
            loop.schedule(Duration.ofHours(1), () -> log.add("early"));
        });
        assertThat(loop.timeToWait()).isEqualTo(Duration.ofHours(1).toNanos());

        test.turn();
        assertThat(log).containsExactly("early");
        test.turn();
        assertThat(log).containsExactly("early", "late");

        long hour = Duration.ofHours(1).toMillis();
        assertThat(test.provider.waits()).containsExactly(NOW, hour, hour);
        assertThat(test.ticker.elapsed()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void roundsPartsOfAMillisecondUp() {
        test.inTask(() -> loop.schedule(Duration.ofNanos(1), () -> log.add("1 ns")));
        test.turn();
        assertThat(log).containsExactly("1 ns");

        test.inTask(() -> loop.schedule(Duration.ofNanos(2_000_001), () -> log.add("2 ms and 1 ns")));
        test.turn();
        assertThat(log).containsExactly("1 ns", "2 ms and 1 ns");

        test.inTask(() -> loop.schedule(Duration.ofMillis(3), () -> log.add("3 ms")));
        test.turn();

        assertThat(log).hasSize(3);
        assertThat(test.provider.waits()).containsExactly(NOW, 1L, NOW, 3L, NOW, 3L);
    }

    @Test
    void doesNotWaitForATimerThatIsOverdue() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(5), () -> log.add("timer")));
        test.ticker.advance(Duration.ofMillis(9));
        assertThat(loop.timeToWait()).isZero();

        test.turn();

        assertThat(log).containsExactly("timer");
        assertThat(test.provider.waits()).containsExactly(NOW, NOW);
    }

    @Test
    void doesNotWaitForATimerThatWasCancelled() {
        test.inTask(() ->
                loop.schedule(Duration.ofMillis(5), () -> log.add("timer")).cancel());

        assertThat(loop.timeToWait()).isNegative();
    }

    @Test
    void doesNotWaitOnceItIsToStop() {
        loop.stop();

        assertThat(loop.timeToWait()).isZero();
    }

    @Test
    void runNowDoesNotWaitWhenThereIsNothingToDo() {
        loop.runNow();

        assertThat(test.provider.waits()).containsExactly(NOW);
    }

    @Test
    void runNowDoesNotWaitForATimerThatIsNotDue() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(5), () -> log.add("timer")));

        loop.runNow();
        assertThat(log).isEmpty();

        test.ticker.advance(Duration.ofMillis(5));
        loop.runNow();
        assertThat(log).containsExactly("timer");
        assertThat(test.provider.waits()).containsExactly(NOW, NOW, NOW);
    }

    @Test
    void runNowRunsTheTasksThatWereQueuedBeforeItsTurn() {
        loop.execute(() -> loop.execute(() -> log.add("second")));
        loop.execute(() -> log.add("first"));

        loop.runNow();
        assertThat(log).containsExactly("first");

        loop.runNow();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void doesNotSleepOnATaskThatComesJustBeforeItFallsAsleep() {
        try (TestLoop racing = new TestLoop(builder -> builder.ticker(new InterruptingTicker(test)))) {
            InterruptingTicker ticker = (InterruptingTicker) racing.loop.ticker();
            racing.inTask(() -> racing.loop.schedule(Duration.ofHours(1), () -> log.add("timer")));
            ticker.onNextReading = () -> racing.loop.execute(() -> log.add("task"));

            racing.turn();

            assertThat(log).containsExactly("task");
            assertThat(racing.provider.waits()).containsExactly(NOW, NOW);
        }
    }

    @Test
    void doesNotSleepOnAStopThatComesJustBeforeItFallsAsleep() {
        try (TestLoop racing = new TestLoop(builder -> builder.ticker(new InterruptingTicker(test)))) {
            InterruptingTicker ticker = (InterruptingTicker) racing.loop.ticker();
            racing.inTask(() -> racing.loop.schedule(Duration.ofHours(1), () -> log.add("timer")));
            ticker.onNextReading = racing.loop::stop;

            racing.loop.run();

            assertThat(log).isEmpty();
            assertThat(racing.provider.waits()).containsExactly(NOW, NOW);
        }
    }

    /** A clock that, when the loop reads it to work out how long to wait, has another thread interfere. */
    private static final class InterruptingTicker implements Ticker {
        private final TestLoop clock;
        private Runnable onNextReading;

        InterruptingTicker(TestLoop clock) {
            this.clock = clock;
        }

        @Override
        public long nanoTime() {
            Runnable action = onNextReading;
            onNextReading = null;
            if (action != null) {
                Threads.runElsewhere(action);
            }
            return clock.ticker.nanoTime();
        }
    }
}
