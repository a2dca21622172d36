// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.TestLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void fewRunAtOnceAndOfManySoManyInATurn() {
        try (TestLoop test = new TestLoop()) {
            TurnQueue queue = new TurnQueue(test.loop.reactor());
            test.inTask(() -> {
                queue.add(() -> ran.add(-1));
                assertThat(ran).containsExactly(-1);
                for (int i = 0; i < 600; i++) {
                    int number = i;
                    queue.add(() -> ran.add(number));
                }
            });
            for (int expected : new int[] {256, 512, 601}) {
                assertThat(ran).hasSize(expected);
                test.loop.runNow();
            }
            assertThat(ran).isEqualTo(IntStream.range(-1, 600).boxed().toList());
            assertThat(queue).hasToString("TurnQueue[0 actions]");
        }
    }

    @Test
    void inALongTurnTwoRun() {
        try (TestLoop test = new TestLoop()) {
            TurnQueue queue = new TurnQueue(test.loop.reactor());
            test.inTask(() -> {
                for (int i = 0; i < 4; i++) {
                    int number = i;
                    queue.add(() -> {
                        ran.add(number);
                        test.ticker.advance(Duration.ofSeconds(1));
                    });
                }
            });
            assertThat(ran).containsExactly(0, 1);
            test.turn();
            assertThat(ran).containsExactly(0, 1, 2, 3);
        }
    }

    /** As if each were a callback of its own. */
    @Test
    void whatOneThrowsIsReportedAndTheOthersRun() {
        try (TestLoop test = new TestLoop()) {
            TurnQueue queue = new TurnQueue(test.loop.reactor());
            test.inTask(() -> {
                queue.add(() -> {
                    throw new IllegalStateException("one");
                });
                queue.add(() -> ran.add(2));
            });
            assertThat(ran).containsExactly(2);
            assertThat(test.reports.takeErrors())
                    .singleElement()
                    .satisfies(error -> assertThat(error).hasMessage("one"));
        }
    }

    /** No turn follows, so each round of the end is one, however long it takes. */
    @Test
    void theEndOfTheLoopRunsAll() {
        TestLoop test = new TestLoop();
        TurnQueue queue = new TurnQueue(test.loop.reactor());
        test.inTask(() -> {
            for (int i = 0; i < 3_000; i++) {
                int number = i;
                queue.add(() -> {
                    ran.add(number);
                    test.ticker.advance(Duration.ofMillis(1));
                });
            }
        });
        assertThat(ran).hasSizeLessThan(256);
        test.loop.close();
        assertThat(ran).hasSize(3_000);
    }
}
