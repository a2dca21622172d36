// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();
    private final List<Timer> fired = new ArrayList<>();
    private EventLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(queue.size()).isZero();
        assertThat(queue.first()).isNull();
    }

    @Test
    void removingFromTheMiddleKeepsTheOrderOfTheOthers() {
        List<Timer> timers = new ArrayList<>();
        for (long deadline : new long[] {1, 100, 2, 110, 120, 3, 4, 130, 140, 150}) {
            timers.add(add(deadline));
        }

        queue.remove(timers.get(3));
        queue.remove(timers.get(1));
        fireDue(1_000);

        assertThat(fired).extracting(timer -> timer.deadline).containsExactly(1L, 2L, 3L, 4L, 120L, 130L, 140L, 150L);
    }

    @Test
    void removingWhatIsNotInItDoesNothing() {
        Timer in = add(1);
        Timer out = timer(2);

        queue.remove(out);
        queue.remove(in);
        queue.remove(in);

        assertThat(queue.size()).isZero();
        assertThat(queue.first()).isNull();
    }

    @Test
    void deadlinesMayOverflow() {
        Timer late = add(Long.MIN_VALUE + 5); // ten after the next one, as the clock counts
        Timer early = add(Long.MAX_VALUE - 4);

        assertThat(queue.first()).isSameAs(early);
        fireDue(Long.MAX_VALUE);
        assertThat(fired).containsExactly(early);
        fireDue(Long.MIN_VALUE + 5);
        assertThat(fired).containsExactly(early, late);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Every operation is done to the queue and to a list; a sorted list is what the queue claims to be. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesAsASortedListDoes(long seed) {
        Random random = new Random(seed);
        List<Timer> model = new ArrayList<>();
        long now = random.nextLong(); // anywhere, so that some runs pass the overflow
        for (int step = 0; step < 500; step++) {
            switch (random.nextInt(5)) {
                case 0, 1, 2 -> model.add(add(now + random.nextInt(50)));
                case 3 -> {
                    if (!model.isEmpty()) {
                        queue.remove(model.remove(random.nextInt(model.size())));
                    }
                }
                default -> {
                    now += random.nextInt(20);
                    fireBoth(model, now, seed, step);
                }
            }
            sort(model, now);
            assertThat(queue.size()).as("size, seed %d, step %d", seed, step).isEqualTo(model.size());
            assertThat(queue.first())
                    .as("first, seed %d, step %d", seed, step)
                    .isSameAs(model.isEmpty() ? null : model.get(0));
        }
        fireBoth(model, now + 100, seed, 500);
        assertThat(queue.size()).isZero();
    }

    private void fireDue(long now) {
        queue.fireDue(() -> now); // no time passes
    }

    private void fireBoth(List<Timer> model, long now, long seed, int step) {
        sort(model, now);
        List<Timer> expected =
                model.stream().filter(timer -> timer.deadline - now <= 0).toList();
        fired.clear();
        fireDue(now);
        assertThat(fired).as("fired, seed %d, step %d", seed, step).isEqualTo(expected);
        model.removeAll(expected);
    }

    private static void sort(List<Timer> model, long now) {
        model.sort(Comparator.<Timer>comparingLong(timer -> timer.deadline - now)
                .thenComparingLong(timer -> timer.sequence));
    }

    private Timer add(long deadline) {
        Timer timer = timer(deadline);
        queue.add(timer);
        return timer;
    }

    private Timer timer(long deadline) {
        Timer[] self = new Timer[1];
        self[0] = new Timer(loop, () -> fired.add(self[0]), deadline, 0);
        return self[0];
    }
}
