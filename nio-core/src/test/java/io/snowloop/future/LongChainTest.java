// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A chain may be longer than the stack is deep. */
class LongChainTest {
    private static final int LENGTH = 100_000;

    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<Integer> first = new Promise<>(executor);

    @Test
    void ofMapsIsCompleted() {
        Future<Integer> last = first;
        for (int i = 0; i < LENGTH; i++) {
            last = last.map(number -> number + 1);
        }

        first.complete(0);
        executor.runAll();

        assertThat(last.resultNow()).isEqualTo(LENGTH);
    }

    @Test
    void ofMapsPassesAnErrorThrough() {
        Future<Integer> last = first;
        for (int i = 0; i < LENGTH; i++) {
            last = last.flatMap(Future::completed);
        }
        RuntimeException error = new RuntimeException("broken");

        first.fail(error);
        executor.runAll();

        assertThat(last.outcome().error()).isSameAs(error);
    }

    @Test
    void ofMapsIsCancelledFromItsEnd() {
        List<Future<Integer>> chain = new ArrayList<>(List.of(first));
        for (int i = 0; i < LENGTH; i++) {
            chain.add(chain.get(i).map(number -> number + 1));
        }

        chain.get(LENGTH).cancel();
        executor.runAll();

        assertThat(chain).allMatch(Future::isCancelled);
        assertThat(chain.stream().map(future -> future.outcome().error()).distinct())
                .as("one exception for all")
                .hasSize(1);
        assertThat(executor.errors()).isEmpty();
    }

    @Test
    void ofShieldsIsCancelledFromItsBeginning() {
        Future<Integer> last = first;
        for (int i = 0; i < LENGTH; i++) {
            last = last.shield();
        }

        first.cancel();
        executor.runAll();

        assertThat(last.isCancelled()).isTrue();
    }

    @Test
    void ofFlatMapsInsideEachOtherIsCompleted() {
        Future<Integer> all = countDown(LENGTH);

        first.complete(0);
        executor.runAll();

        assertThat(all.resultNow()).isZero();
        assertThat(executor.errors()).isEmpty();
    }

    @Test
    void ofFlatMapsInsideEachOtherIsCancelled() {
        Promise<Integer> innermost = new Promise<>(executor);
        Future<Integer> all = innermost;
        for (int i = 0; i < LENGTH; i++) {
            Future<Integer> inner = all;
            all = nested(inner);
        }
        executor.runAll();

        all.cancel();
        executor.runAll();

        assertThat(innermost.isCancelled()).isTrue();
        assertThat(executor.errors()).isEmpty();
    }

    @Test
    void ofCallbacksOnOneFutureIsCalledInOrder() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            int number = i;
            first.onComplete((value, error) -> order.add(number));
        }

        first.complete(0);
        executor.runAll();

        assertThat(order).hasSize(LENGTH).isSorted();
    }

    /** A loop, written as asynchronous programs write one: each round returns the future of the next one. */
    private Future<Integer> countDown(int number) {
        return first.flatMap(start -> number == 0 ? Future.completed(0) : countDown(number - 1));
    }

    private Future<Integer> nested(Future<Integer> inner) {
        Promise<Integer> start = new Promise<>(executor);
        start.complete(0);
        return start.flatMap(value -> inner);
    }
}
