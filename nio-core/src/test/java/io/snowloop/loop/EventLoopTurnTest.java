// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.loop.channel.LargeTask;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTurnTest {
    private static final Duration DUE = Duration.ZERO;

    private final TestLoop test = new TestLoop(builder -> builder.maxTasksPerTurn(5));
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void callsChannelsThenTimersThenTasks() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            test.inTask(() -> loop.schedule(DUE, () -> log.add("timer")));
            loop.execute(() -> log.add("task"));
            loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                channel.drain();
                log.add("channel");
            }));

            test.turn();

            assertThat(log).containsExactly("channel", "timer", "task");
        }
    }

    @Test
    void aTaskQueuedByATaskRunsInTheNextTurn() {
        loop.execute(() -> {
            log.add("first");
            loop.execute(() -> log.add("second"));
        });

        test.turn();
        assertThat(log).containsExactly("first");
        test.turn();
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void aTaskQueuedByATimerRunsInTheNextTurn() {
        test.inTask(() -> loop.schedule(DUE, () -> loop.execute(() -> log.add("task"))));

        test.turn();
        assertThat(log).isEmpty();
        test.turn();
        assertThat(log).containsExactly("task");
    }

    @Test
    void aTaskQueuedByAChannelRunsInTheNextTurn() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                channel.drain();
                loop.execute(() -> log.add("task"));
            }));

            test.turn();
            assertThat(log).isEmpty();
            test.turn();
            assertThat(log).containsExactly("task");
        }
    }

    @Test
    void tasksRunInTheOrderInWhichTheyWereQueued() {
        for (int i = 0; i < 5; i++) {
            int number = i;
            loop.execute(() -> log.add("task " + number));
        }

        test.turn();

        assertThat(log).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4");
    }

    @Test
    void runsNoMoreTasksThanItsMaximumAndThenLooksAtTimersAgain() {
        test.inTask(() -> {
            for (int i = 0; i < 7; i++) {
                int number = i;
                loop.execute(() -> {
                    if (number == 0) {
                        loop.schedule(DUE, () -> log.add("timer"));
                    }
                    log.add("task " + number);
                });
            }
        });

        test.turn();
        assertThat(log).hasSize(5).doesNotContain("timer");
        test.turn();
        assertThat(log.subList(5, 8)).containsExactly("timer", "task 5", "task 6");
    }

    @Test
    void aMaximumOfNoTasksIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLoopOptions.builder().maxTasksPerTurn(0).build())
                .withMessageContaining("not 0");
    }

    @Test
    void aChannelClosedByAnotherOneInTheSameTurnIsNotCalled() throws IOException {
        try (Loopback one = new Loopback(loop.reactor().provider()).fill();
                Loopback two = new Loopback(loop.reactor().provider()).fill()) {
            List<Registration> registrations = new ArrayList<>();
            RecordingHandler whoeverIsFirst = new RecordingHandler(() -> registrations.forEach(Registration::close));
            registrations.add(loop.reactor().register(one.source, SelectionKey.OP_READ, whoeverIsFirst));
            registrations.add(loop.reactor().register(two.source, SelectionKey.OP_READ, whoeverIsFirst));

            test.turn();

            assertThat(whoeverIsFirst.calls).containsExactly("ready 1");
        }
    }

    @Test
    void readinessThatIsLeftIsToldAgainInTheNextTurn() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            loop.reactor().register(channel.source, SelectionKey.OP_READ, handler);

            test.turn();
            test.turn();

            assertThat(handler.calls).containsExactly("ready 1", "ready 1");
        }
    }

    @Test
    void theTurnsTimeIsTheClocksWhenItsCallbacksBegan() {
        long start = test.ticker.nanoTime();
        List<Long> times = new ArrayList<>();
        test.inTask(() -> loop.schedule(Duration.ofMillis(10), () -> {
            test.ticker.advance(Duration.ofSeconds(1));
            times.add(loop.reactor().turnTime() - start);
        }));

        test.turn();

        assertThat(times).containsExactly(Duration.ofMillis(10).toNanos());
    }

    @Test
    void theReadBufferIsTheLoopsOneAndHandedOutEmpty() {
        test.inTask(() -> {
            loop.reactor().readBuffer().putLong(7);
            assertThat(loop.reactor().readBuffer())
                    .isSameAs(loop.reactor().readBuffer())
                    .satisfies(buffer -> {
                        assertThat(buffer.isDirect()).isTrue();
                        assertThat(buffer.position()).isZero();
                        assertThat(buffer.remaining()).isEqualTo(Reactor.READ_BUFFER_SIZE);
                    });
        });
    }

    /** What a channel costs only its handler knows, also if it reads nothing. Timers must not wait for thousands of them. */
    @Test
    void aTurnThatTakesLongLeavesChannelsForTheNextOne() throws IOException {
        List<Loopback> channels = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Loopback channel = new Loopback(loop.reactor().provider()).fill();
            channels.add(channel);
            loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                channel.drain();
                log.add("channel");
                test.ticker.advance(Duration.ofMillis(1));
            }));
        }
        for (int expected : new int[] {24, 48, 72, 96, 100}) {
            test.turn();
            assertThat(log).as("20 ms, and up to 4 channels more").hasSize(expected);
        }
        for (Loopback channel : channels) {
            channel.close();
        }
    }

    /** Thousands of connections may have their time-outs together. Channels and tasks must not wait for all of them. */
    @Test
    void timersThatTakeLongLeaveTheOthersForTheNextTurn() {
        try (TestLoop many = new TestLoop()) {
            many.inTask(() -> {
                for (int i = 0; i < 100; i++) {
                    String name = "timer " + i;
                    many.loop.schedule(DUE, () -> {
                        log.add(name);
                        many.ticker.advance(Duration.ofMillis(1));
                        many.loop.schedule(Duration.ZERO, () -> log.add("a later one"));
                    });
                }
            });
            many.ticker.advance(Duration.ofSeconds(1));
            for (int expected : new int[] {32, 54, 77, 99}) {
                many.turn();
                assertThat(log)
                        .as("20 ms and up to 31 more, and then up to 7")
                        .hasSize(expected)
                        .doesNotContain("a later one");
                assertThat(many.loop.timeToWait()).isZero();
            }
            many.turn();
            assertThat(log.subList(0, 100)).startsWith("timer 0", "timer 1").endsWith("timer 98", "timer 99");
        }
    }

    /** What a task costs only the task knows. Channels and timers must not wait for thousands of them. */
    @Test
    void tasksThatTakeLongLeaveTheOthersForTheNextTurn() {
        try (TestLoop many = new TestLoop()) {
            for (int i = 0; i < 100; i++) {
                String name = "task " + i;
                many.loop.execute(() -> {
                    log.add(name);
                    many.ticker.advance(Duration.ofMillis(1));
                });
            }
            for (int expected : new int[] {32, 54, 77, 99, 100}) {
                assertThat(many.loop.timeToWait()).isZero();
                many.turn();
                assertThat(log).as("20 ms and up to 31 more, and then up to 7").hasSize(expected);
            }
            assertThat(log).startsWith("task 0", "task 1").endsWith("task 98", "task 99");
        }
    }

    /** A few in each turn, as the callbacks of slow views: no look comes behind 32 of them. */
    @Test
    void fewTasksThatAreSlowLeaveTheOthersOnceTheyAreKnown() {
        try (TestLoop many = new TestLoop()) {
            queueSlow(many, 10);
            many.turn();
            assertThat(log).as("not known yet").hasSize(10);
            queueSlow(many, 10);
            for (int expected : new int[] {14, 18, 20}) {
                many.turn();
                assertThat(log).as("20 ms").hasSize(expected);
            }
        }
    }

    private void queueSlow(TestLoop many, int tasks) {
        for (int i = 0; i < tasks; i++) {
            many.loop.execute(() -> {
                log.add("slow");
                many.ticker.advance(Duration.ofNanos(5_000_001));
            });
        }
    }

    @Test
    void tasksThatAreQuickAgainNeedFewLooks() {
        ClockLooks looks = new ClockLooks();
        AtomicInteger reads = new AtomicInteger();
        Ticker still = () -> {
            reads.incrementAndGet();
            return 0;
        };
        looks.begin(-Duration.ofSeconds(1).toNanos()); // slow until now
        for (int i = 0; i < 32; i++) {
            looks.areLong(still, false);
        }
        reads.set(0);
        looks.begin(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(looks.areLong(still, false)).isFalse();
        }
        assertThat(reads).as("behind 1, 2, 4, 8, 16, and each 32").hasValue(35);
    }

    /** Thirty-two connections whose rest takes 5 ms each would make the others wait for 160 ms. */
    @Test
    void behindEachLargeTaskTheClockIsLookedAt() {
        try (TestLoop many = new TestLoop()) {
            for (int i = 0; i < 12; i++) {
                many.loop.execute((LargeTask) () -> {
                    log.add("large");
                    many.ticker.advance(Duration.ofMillis(5));
                });
            }
            for (int expected : new int[] {5, 10, 12}) {
                many.turn();
                assertThat(log).as("20 ms, and one more").hasSize(expected);
            }
        }
    }

    @Test
    void aLoopThatIsClosedRunsAllLargeTasks() {
        try (TestLoop many = new TestLoop()) {
            for (int i = 0; i < 2_000; i++) {
                many.loop.execute((LargeTask) () -> many.loop.execute(() -> log.add("queued by it")));
            }
        }
        assertThat(log).hasSize(2_000);
    }

    /** Channels and timers that take long in each turn would leave no time for tasks, of which more and more were queued. */
    @Test
    void theTimeOfTasksBeginsWithThem() {
        try (TestLoop many = new TestLoop()) {
            many.inTask(() -> many.loop.schedule(DUE, () -> many.ticker.advance(Duration.ofSeconds(1))));
            for (int i = 0; i < 100; i++) {
                many.loop.execute(() -> log.add("task"));
            }
            many.turn();
            assertThat(log).hasSize(100);
        }
    }
}
