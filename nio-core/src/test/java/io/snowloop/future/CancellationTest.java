// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancellationTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> promise = new Promise<>(executor);
    private final List<String> log = new ArrayList<>();

    @Test
    void endsAPendingFuture() {
        assertThat(promise.cancel()).isTrue();

        assertThat(promise.isCancelled()).isTrue();
        assertThat(promise.isFailed()).isTrue();
        assertThat(promise.outcome().error()).isInstanceOf(CancellationException.class);
        assertThat(promise.cancel()).isFalse();
        assertThat(promise.complete("late")).isFalse();
    }

    @Test
    void ofAMappedFutureCancelsWhatItCameFrom() {
        Future<Integer> mapped = promise.map(String::length).map(length -> 2 * length);

        assertThat(mapped.cancel()).isTrue();

        assertThat(promise.isCancelled()).isTrue();
        assertThat(promise.outcome().error()).hasMessageContaining("derived");
    }

    @Test
    void ofAFlatMapCancelsTheOuterWhileThatIsPending() {
        Promise<Integer> inner = new Promise<>(executor);
        Future<Integer> derived = promise.flatMap(value -> inner);

        derived.cancel();

        assertThat(promise.isCancelled()).isTrue();
        assertThat(inner.isDone()).isFalse();
    }

    @Test
    void ofAFlatMapCancelsTheInnerOnceThatIsPending() {
        Promise<Integer> inner = new Promise<>(executor);
        Future<Integer> derived = promise.flatMap(value -> inner.map(number -> number + 1));
        promise.complete("value");
        executor.runAll();

        derived.cancel();

        assertThat(inner.isCancelled()).isTrue();
        assertThat(promise.resultNow()).isEqualTo("value");
    }

    @Test
    void beforeTheFunctionRanKeepsItFromRunning() {
        Future<String> derived = promise.map(value -> {
            log.add("ran");
            return value;
        });
        promise.complete("value");

        derived.cancel();
        executor.runAll();

        assertThat(log).isEmpty();
        assertThat(derived.isCancelled()).isTrue();
    }

    @Test
    void fromInsideTheFunctionCancelsTheInnerItReturns() {
        Promise<Integer> inner = new Promise<>(executor);
        AtomicReference<Future<Integer>> derived = new AtomicReference<>();
        derived.set(promise.flatMap(value -> {
            derived.get().cancel();
            return inner;
        }));

        promise.complete("value");
        executor.runAll();

        assertThat(derived.get().isCancelled()).isTrue();
        assertThat(inner.isCancelled()).isTrue();
    }

    @Test
    void ofARecoveredFutureGoesUpstreamAndIsNotRecovered() {
        Future<String> recovered = promise.recover(error -> "recovered");

        recovered.cancel();
        executor.runAll();

        assertThat(promise.isCancelled()).isTrue();
        assertThat(recovered.isCancelled()).isTrue();
    }

    @Test
    void ofAFutureWithATimeoutGoesUpstreamAndStopsTheTimer() {
        Future<String> limited = promise.timeout(Duration.ofSeconds(1));

        limited.cancel();
        executor.runAll();

        assertThat(promise.isCancelled()).isTrue();
        assertThat(executor.pendingTimers()).isZero();
    }

    @Test
    void ofAFutureOnAnotherExecutorGoesUpstream() {
        Future<String> moved = promise.on(new ManualExecutor());

        moved.cancel();

        assertThat(promise.isCancelled()).isTrue();
    }

    @Test
    void stopsAtAShield() {
        Future<Integer> derived = promise.shield().map(String::length);

        assertThat(derived.cancel()).isTrue();

        assertThat(promise.isDone()).isFalse();
    }

    @Test
    void ofTheSourceCancelsWhatIsShielded() {
        Future<String> shielded = promise.shield();

        promise.cancel();
        executor.runAll();

        assertThat(shielded.isCancelled()).isTrue();
    }

    @Test
    void aShieldHasTheSameOutcome() {
        Future<String> shielded = promise.shield();

        promise.complete("value");
        executor.runAll();

        assertThat(shielded.resultNow()).isEqualTo("value");
    }

    @Test
    void ofTheSourceGoesDownstreamAsAnError() {
        Future<Integer> derived = promise.map(String::length);
        derived.onComplete((value, error) -> log.add(error.getClass().getSimpleName()));

        promise.cancel();
        executor.runAll();

        assertThat(derived.isCancelled()).isTrue();
        assertThat(log).containsExactly("CancellationException");
    }

    @Test
    void ofOneOfTwoDerivedFuturesEndsTheSourceOfBoth() {
        Future<Integer> one = promise.map(String::length);
        Future<Integer> two = promise.map(String::length);

        one.cancel();
        executor.runAll();

        assertThat(two.isCancelled()).isTrue();
    }

    @Test
    void runsTheActionsOfAllThatIsUpstream() {
        promise.onCancel(() -> log.add("work stopped"));
        Future<Integer> derived = promise.map(String::length);

        derived.cancel();
        executor.runAll();

        assertThat(log).containsExactly("work stopped");
    }

    @Test
    void isThrownByAwait() {
        promise.cancel();

        assertThatThrownBy(promise::await).isInstanceOf(CancellationException.class);
    }

    /** One thread cancels while the executor moves on from the outer future to the inner one: both must be cancelled. */
    @ParameterizedTest(name = "joined with it: {0}")
    @ValueSource(booleans = {false, true})
    void atTheMomentWhenAFlatMapPassesToItsInnerReachesTheInner(boolean joined) throws Exception {
        ExecutorService otherThread = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 5_000; round++) {
                Promise<String> outer = new Promise<>(executor);
                Promise<Integer> inner = new Promise<>(executor);
                AtomicBoolean go = new AtomicBoolean();
                int spins = round % 200; // the other thread comes earlier, later, or in between
                Future<Integer> derived = outer.flatMap(value -> {
                    go.set(true);
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    return joined ? inner.map(number -> number) : inner;
                });
                java.util.concurrent.Future<Boolean> cancelled = otherThread.submit(() -> {
                    while (!go.get()) {
                        Threads.giveWay();
                    }
                    return derived.cancel();
                });
                outer.complete("value");
                executor.runAll();

                assertThat(cancelled.get(30, TimeUnit.SECONDS)).isTrue();
                assertThat(inner.isCancelled())
                        .as("in round %d: the derived future was cancelled, so the inner one must be", round)
                        .isTrue();
            }
        } finally {
            otherThread.shutdownNow();
        }
    }
}
