// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls from other threads, to a loop that waits in a real select. */
class EventLoopWakeUpTest {
    private final TestSelectorProvider provider = TestSelectorProvider.real();
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open(EventLoopOptions.builder().provider(provider).build());
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aTaskWakesALoopThatSleeps() throws Exception {
        Thread runner = startAndAwaitSleep();
        CountDownLatch ran = new CountDownLatch(1);

        loop.execute(ran::countDown);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        stop(runner);
    }

    @Test
    void aTimerWakesALoopThatSleeps() throws Exception {
        Thread runner = startAndAwaitSleep();
        CountDownLatch ran = new CountDownLatch(1);

        loop.schedule(Duration.ZERO, ran::countDown);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        stop(runner);
    }

    @Test
    void stopWakesALoopThatSleeps() throws Exception {
        Thread runner = startAndAwaitSleep();

        stop(runner);
    }

    @Test
    void aLoopThatSleepsUntilATimerIsWokenBeforeIt() throws Exception {
        loop.schedule(Duration.ofHours(1), () -> {});
        Thread runner = startAndAwaitSleep();
        CountDownLatch ran = new CountDownLatch(1);

        loop.execute(ran::countDown);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        stop(runner);
    }

    @Test
    void aCancelledTimerIsTakenOutThoughTheLoopSleeps() throws Exception {
        Timer timer = loop.schedule(Duration.ofHours(1), () -> {});
        Thread runner = startAndAwaitSleep();

        assertThat(timer.cancel()).isTrue();
        provider.awaitWait();
        List<Integer> pending = new ArrayList<>();
        CountDownLatch counted = new CountDownLatch(1);
        loop.execute(() -> {
            pending.add(loop.pendingTimers());
            counted.countDown();
        });

        assertThat(counted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pending).containsExactly(0);
        stop(runner);
    }

    @Test
    void tasksOfManyThreadsAllRunEachThreadsInItsOrder() throws Exception {
        Thread runner = startAndAwaitSleep();
        int threads = 4;
        int each = 5_000;
        int[] next = new int[threads];
        List<String> disorder = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(threads * each);
        for (int i = 0; i < threads; i++) {
            int thread = i;
            Threads.start("submitter-" + i, () -> {
                for (int j = 0; j < each; j++) {
                    int number = j;
                    loop.execute(() -> {
                        if (next[thread]++ != number) {
                            disorder.add("task " + number + " of thread " + thread);
                        }
                        all.countDown();
                    });
                }
            });
        }

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(disorder).isEmpty();
        stop(runner);
    }

    @Test
    void manyTasksForALoopThatSleepsWakeItOnce() {
        List<Integer> ran = new ArrayList<>();
        provider.beforeNextWait(() -> Threads.runElsewhere(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                loop.execute(() -> ran.add(number));
            }
        }));

        loop.runOnce();

        assertThat(ran).hasSize(100).isSorted();
        assertThat(provider.wakeups()).isOne();
    }

    @Test
    void aTaskForALoopThatIsAwakeWakesNobody() {
        List<String> ran = new ArrayList<>();
        loop.execute(() -> Threads.runElsewhere(() -> loop.execute(() -> ran.add("theirs"))));
        loop.execute(() -> loop.execute(() -> ran.add("its own")));

        loop.runOnce();
        loop.runOnce();

        assertThat(ran).containsExactlyInAnyOrder("theirs", "its own");
        assertThat(provider.wakeups()).isZero();
    }

    /** While each task runs, another thread queues the next one: the queue is never empty. */
    @Test
    void aThreadThatSubmitsWithoutAPauseDoesNotHoldATurnUp() {
        AtomicInteger ran = new AtomicInteger();
        Runnable task = new Runnable() {
            @Override
            public void run() {
                if (ran.incrementAndGet() < 100) {
                    Threads.runElsewhere(() -> loop.execute(this));
                }
            }
        };
        loop.execute(task);

        for (int turn = 1; turn <= 100; turn++) {
            loop.runOnce();
            assertThat(ran).as("tasks in %d turns", turn).hasValue(turn);
        }
    }

    private Thread startAndAwaitSleep() throws InterruptedException {
        Thread runner = Threads.start("runner", loop::run);
        provider.awaitWait();
        return runner;
    }

    private void stop(Thread runner) throws InterruptedException {
        loop.stop();
        Threads.awaitEnd(runner);
    }
}
