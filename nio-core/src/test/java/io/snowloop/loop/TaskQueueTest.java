// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.VirtualTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final VirtualTicker ticker = new VirtualTicker();
    private final long start = ticker.nanoTime();
    private final List<Long> told = new ArrayList<>();
    private final TaskQueue observed = new TaskQueue(ticker, (event, value, owner) -> {
        assertThat(event).isEqualTo(LoopEvent.TASK_QUEUED);
        told.add(value - this.start);
    });
    private final TaskQueue plain = new TaskQueue(null, (event, value, owner) -> told.add(value));
    private final List<String> log = new ArrayList<>();

    @Test
    void submittedTasksComeAfterTheOwnOnesAndInTheirOrder() {
        plain.submit(() -> log.add("submitted 1"));
        plain.submit(() -> log.add("submitted 2"));
        plain.add(() -> log.add("own"));
        plain.submit(() -> log.add("submitted 3"));

        assertThat(plain.hasSubmitted()).isTrue();
        assertThat(plain.collect()).isEqualTo(4);
        assertThat(plain.hasSubmitted()).isFalse();

        for (int i = 0; i < 4; i++) {
            assertThat(plain.removeTime()).as("nobody asked for times").isZero();
            plain.remove().run();
        }
        assertThat(log).containsExactly("own", "submitted 1", "submitted 2", "submitted 3");
        assertThat(plain.isEmpty()).isTrue();
        assertThat(plain.collect()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void aTaskThatWasTakenBackIsNotCollected() {
        TaskQueue.Submission first = plain.submit(() -> log.add("first"));
        TaskQueue.Submission second = plain.submit(() -> log.add("second"));

        assertThat(first.takeBack()).isTrue();
        assertThat(first.takeBack()).as("nor twice").isFalse();
        assertThat(plain.collect()).isOne();
        assertThat(second.takeBack()).as("the loop has it").isFalse();
        plain.remove().run();

        assertThat(log).containsExactly("second");
    }

    @Test
    void eachTaskKeepsTheTimeAtWhichItWasQueuedWhoeverQueuedIt() {
        observed.submit(() -> {});
        ticker.advance(Duration.ofNanos(5));
        observed.submit(() -> {}).takeBack();
        observed.submit(() -> {});
        ticker.advance(Duration.ofNanos(5));
        observed.add(() -> {});
        ticker.advance(Duration.ofNanos(5));

        assertThat(told)
                .as("own tasks at once, the others when they are collected")
                .containsExactly(10L);
        assertThat(observed.collect()).isEqualTo(3);
        assertThat(told).containsExactly(10L, 0L, 5L);

        assertThat(observed.removeTime() - start).isEqualTo(10);
        assertThat(observed.removeTime() - start).isZero();
        assertThat(observed.removeTime() - start).isEqualTo(5);
    }

    @Test
    void timesKeepTheirOrderWhileTheRingGoesRoundAndGrows() {
        TaskTimes times = new TaskTimes();
        long next = 0;
        long expected = 0;
        for (int round = 1; round < 300; round++) {
            for (int i = 0; i < round; i++) {
                times.add(next++);
            }
            for (int i = 0; i < round - 1; i++) { // one stays, so that the beginning moves
                assertThat(times.remove()).isEqualTo(expected++);
            }
        }
        while (expected < next) {
            assertThat(times.remove()).isEqualTo(expected++);
        }
    }

    @Test
    void tasksOfManyThreadsAreAllThereAndThoseOfEachInOrder() {
        int threads = 4;
        int each = 10_000;
        List<List<Integer>> seen = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(threads);
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            List<Integer> mine = new ArrayList<>();
            seen.add(mine);
            started.add(new Thread(() -> {
                together.countDown();
                for (int n = 0; n < each; n++) {
                    int number = n;
                    plain.submit(() -> mine.add(number));
                }
            }));
        }
        started.forEach(Thread::start);
        int done = 0;
        while (done < threads * each) {
            for (int left = plain.collect(); left > 0; left--) {
                plain.remove().run();
                done++;
            }
        }
        assertThat(seen).allSatisfy(mine -> assertThat(mine).hasSize(each).isSorted());
    }
}
