// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void firesWhenItIsDueAndNotBefore() {
        test.inTask(() -> loop.schedule(Duration.ofMillis(10), () -> log.add("fired")));
        loop.execute(() -> {});
        test.ticker.advance(Duration.ofNanos(9_999_999));
        test.turn();
        assertThat(log).isEmpty();

        test.ticker.advance(Duration.ofNanos(1));
        test.turn();
        assertThat(log).containsExactly("fired");
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void timersFireInTheOrderOfTheirDeadlines() {
        test.inTask(() -> {
            for (int millis : new int[] {30, 10, 50, 20, 40}) {
                loop.schedule(Duration.ofMillis(millis), () -> log.add(millis + " ms"));
            }
        });
        test.ticker.advance(Duration.ofSeconds(1));

        test.turn();

        assertThat(log).containsExactly("10 ms", "20 ms", "30 ms", "40 ms", "50 ms");
    }

    @Test
    void ofTimersThatAreDueAtOnceTheFirstScheduledFiresFirst() {
        test.inTask(() -> {
            for (int i = 0; i < 20; i++) {
                String name = "timer " + i;
                loop.schedule(Duration.ofMillis(5), () -> log.add(name));
            }
        });

        test.turn();

        assertThat(log).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(log.get(i)).isEqualTo("timer " + i);
        }
    }

    @Test
    void aTimerWithNoDelayThatATimerSchedulesFiresInTheNextTurn() {
        test.inTask(() -> loop.schedule(Duration.ZERO, () -> {
            log.add("first");
            loop.schedule(Duration.ZERO, () -> log.add("second"));
        }));

        test.turn();
        assertThat(log).containsExactly("first");
        assertThat(loop.timeToWait()).isZero();
        test.turn();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void aNegativeDelayIsNone() {
        test.inTask(() -> {
            loop.schedule(Duration.ZERO, () -> log.add("first"));
            loop.schedule(Duration.ofHours(-1), () -> log.add("second"));
        });

        test.turn();

        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void aDelayThatNobodyWillSeeTheEndOfIsNoMistake() {
        List<String> fired = new ArrayList<>();
        test.inTask(() -> {
            loop.schedule(ChronoUnit.FOREVER.getDuration(), () -> fired.add("for ever"));
            loop.scheduleAtFixedRate(
                    ChronoUnit.FOREVER.getDuration(), ChronoUnit.FOREVER.getDuration(), () -> fired.add("again"));
            loop.schedule(Duration.ofDays(365_000 / 10), () -> fired.add("in a hundred years"));
        });

        test.turnUntil(() -> !fired.isEmpty());

        assertThat(fired).containsExactly("in a hundred years");
        assertThat(loop.pendingTimers()).isEqualTo(2);
    }

    @Test
    void scheduledFromAnotherThreadCountsFromThen() {
        Threads.runElsewhere(() -> loop.schedule(Duration.ofMillis(10), () -> log.add("fired")));
        test.ticker.advance(Duration.ofMillis(9));
        test.turn();
        assertThat(log).isEmpty();

        test.ticker.advance(Duration.ofMillis(1));
        test.turn();
        assertThat(log).containsExactly("fired");
    }

    @Test
    void cancelledBeforeItIsDueNeverFires() {
        test.inTask(() -> {
            Timer timer = loop.schedule(Duration.ofMillis(5), () -> log.add("fired"));
            assertThat(timer.isEnded()).isFalse();
            assertThat(timer.cancel()).isTrue();
            assertThat(timer.isEnded()).isTrue();
            assertThat(timer.cancel()).isFalse();
            assertThat(loop.pendingTimers()).isZero();
        });
        test.ticker.advance(Duration.ofSeconds(1));
        loop.execute(() -> {});

        test.turn();

        assertThat(log).isEmpty();
    }

    @Test
    void cancelledByATimerOfTheSameTurnDoesNotFire() {
        AtomicReference<Timer> second = new AtomicReference<>();
        test.inTask(() -> {
            loop.schedule(
                    Duration.ofMillis(5),
                    () -> assertThat(second.get().cancel()).isTrue());
            second.set(loop.schedule(Duration.ofMillis(5), () -> log.add("fired")));
        });

        test.turn();

        assertThat(log).isEmpty();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void cancelledFromInsideItsOwnTaskIsTooLate() {
        AtomicReference<Timer> timer = new AtomicReference<>();
        test.inTask(() -> timer.set(loop.schedule(
                Duration.ofMillis(5), () -> log.add("cancelled " + timer.get().cancel()))));

        test.turn();

        assertThat(log).containsExactly("cancelled false");
    }

    @Test
    void cancelledAfterItFiredChangesNothing() {
        AtomicReference<Timer> timer = new AtomicReference<>();
        test.inTask(() -> timer.set(loop.schedule(Duration.ZERO, () -> log.add("fired"))));
        test.turn();

        assertThat(timer.get().isEnded()).isTrue();
        assertThat(timer.get().cancel()).isFalse();
        assertThat(log).containsExactly("fired");
    }

    @Test
    void cancelledByAnotherThreadBeforeTheLoopHasSeenItNeverFires() {
        Threads.runElsewhere(
                () -> loop.schedule(Duration.ZERO, () -> log.add("fired")).cancel());

        test.turnUntilIdle();

        assertThat(log).isEmpty();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void cancelledByAnotherThreadIsTakenOut() {
        AtomicReference<Timer> timer = new AtomicReference<>();
        test.inTask(() -> timer.set(loop.schedule(Duration.ofHours(1), () -> log.add("fired"))));

        Threads.runElsewhere(() -> assertThat(timer.get().cancel()).isTrue());
        test.turnUntilIdle();

        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void cancelledByAnotherThreadInTheTurnInWhichItIsDueItIsGoneAtTheEndOfThatTurn() {
        AtomicReference<Timer> timer = new AtomicReference<>();
        test.inTask(() -> {
            loop.schedule(Duration.ofMillis(1), () -> Threads.runElsewhere(timer.get()::cancel));
            timer.set(loop.schedule(Duration.ofMillis(1), () -> log.add("fired")));
        });
        test.turn();

        assertThat(log).isEmpty();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void ofTwoThreadsThatCancelItOneEndsIt() throws Exception {
        int rounds = 3_000;
        Timer[] timers = new Timer[rounds];
        Arrays.setAll(timers, i -> loop.schedule(Duration.ofHours(1), () -> log.add("fired")));
        AtomicInteger arrived = new AtomicInteger();
        boolean[] theirs = new boolean[rounds];
        boolean[] ours = new boolean[rounds];
        Thread other = Threads.start("other", () -> cancelInStep(timers, arrived, theirs));
        cancelInStep(timers, arrived, ours);
        Threads.awaitEnd(other);

        assertThat(IntStream.range(0, rounds).filter(i -> ours[i] == theirs[i]))
                .as("timers that both calls ended, or none")
                .isEmpty();
        test.turnUntilIdle();
        assertThat(loop.pendingTimers()).isZero();
    }

    private static void cancelInStep(Timer[] timers, AtomicInteger arrived, boolean[] ended) {
        for (int i = 0; i < timers.length; i++) {
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (i + 1)) {
                Threads.giveWay();
            }
            ended[i] = timers[i].cancel();
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(loop.schedule(Duration.ZERO, new Named("once"))).hasToString("Timer[once]");
        assertThat(loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofSeconds(1), new Named("again")))
                .hasToString("Timer[again every PT1S]");
    }

    // ------------------------------------------------------------------------------------------------- fixed rate

    @Test
    void atAFixedRateFiresAgainAndAgain() {
        test.inTask(() -> loop.scheduleAtFixedRate(
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                () -> log.add(test.ticker.elapsed().toMillis() + " ms")));

        test.turnUntil(() -> log.size() == 4);

        assertThat(log).containsExactly("10 ms", "110 ms", "210 ms", "310 ms");
        assertThat(loop.pendingTimers()).isOne();
    }

    @Test
    void atAFixedRateSkipsTheRunsItMissedAndKeepsItsBeat() {
        test.inTask(() -> loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(100), () -> {
            log.add(test.ticker.elapsed().toMillis() + " ms");
            if (log.size() == 2) {
                test.ticker.advance(Duration.ofMillis(350)); // a task that takes that long
            }
        }));

        test.turnUntil(() -> log.size() == 5);

        assertThat(log)
                .as("after the run at 100 ms, which lasted until 450 ms, one late run, then the beat of before")
                .containsExactly("0 ms", "100 ms", "450 ms", "500 ms", "600 ms");
    }

    @Test
    void atAFixedRateSkipsTheRunsMissedWhileTheLoopWasBusyElsewhere() {
        test.inTask(() -> loop.scheduleAtFixedRate(
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                () -> log.add(test.ticker.elapsed().toMillis() + " ms")));
        test.ticker.advance(Duration.ofMillis(350));

        test.turnUntil(() -> log.size() == 3);

        assertThat(log).containsExactly("350 ms", "400 ms", "500 ms");
    }

    @Test
    void atAFixedRateSurvivesARunThatThrows() {
        RuntimeException thrown = new RuntimeException("mine");
        Named task = new Named("thrower") {
            @Override
            public void run() {
                log.add("run");
                throw thrown;
            }
        };
        test.inTask(() -> loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(1), task));

        test.turnUntil(() -> log.size() == 3);

        assertThat(test.reports.take()).hasSize(3).allSatisfy(report -> {
            assertThat(report.error()).isSameAs(thrown);
            assertThat(report.source()).isSameAs(task);
        });
    }

    @Test
    void atAFixedRateStopsWhenItIsCancelledFromInside() {
        AtomicReference<Timer> timer = new AtomicReference<>();
        test.inTask(() -> timer.set(loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofMillis(1), () -> {
            log.add("run");
            if (log.size() == 2) {
                log.add("cancelled " + timer.get().cancel());
            }
        })));
        test.turnUntil(() -> log.size() == 3);

        assertThat(loop.pendingTimers()).isZero();
        assertThat(loop.timeToWait()).isNegative();
        assertThat(log).containsExactly("run", "run", "cancelled true");
    }

    @Test
    void aPeriodThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.scheduleAtFixedRate(Duration.ZERO, Duration.ZERO, () -> {}))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofSeconds(-1), () -> {}));
    }

    // ------------------------------------------------------------------------------------------------------ sleep

    @Test
    void sleepIsAFutureOfItsEnd() {
        Future<Void> nap = loop.sleep(Duration.ofSeconds(5));

        test.turnUntilDone(nap);

        assertThat(nap.resultNow()).isNull();
        assertThat(test.ticker.elapsed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void sleepThatIsCancelledLosesItsTimer() {
        Future<String> nap = loop.sleep(Duration.ofSeconds(5)).map(end -> "woke");
        test.turnUntilIdle();
        assertThat(loop.pendingTimers()).isOne();

        nap.cancel();
        test.turnUntilIdle();

        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void aTimeoutThatIsNotReachedLeavesNoTimer() {
        Future<Void> nap = loop.sleep(Duration.ofSeconds(1)).timeout(Duration.ofSeconds(9));

        test.turnUntilDone(nap);
        test.turnUntilIdle();

        assertThat(nap.isFailed()).isFalse();
        assertThat(loop.pendingTimers()).isZero();
    }

    private static class Named implements Runnable {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void run() {}

        @Override
        public String toString() {
            return name;
        }
    }
}
