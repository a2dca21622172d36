// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.logging.CallbackErrors;
import io.snowloop.testing.ManualExecutor;
import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A loop written as asynchronous programs write one: each round returns the future of the next one. */
class AsynchronousLoopTest {
    private static final int ROUNDS = 1_000_000;

    private final ManualExecutor executor = new ManualExecutor();

    private int rounds;

    /** One round after the other; each waits for a future of {@code step}. */
    private Future<Integer> loop(Supplier<Future<Integer>> step) {
        return ++rounds == ROUNDS ? Future.completed(rounds) : step.get().flatMap(value -> loop(step));
    }

    private Promise<Integer> tick() {
        Promise<Integer> tick = new Promise<>(executor);
        executor.execute(() -> tick.complete(1));
        return tick;
    }

    // ---------------------------------------------------------------------------------------------------------- stack

    @Test
    void overCompletedFuturesNeedsNoStack() {
        assertThat(loop(() -> Future.completed(1))).isInstanceOf(Completed.class);
        assertThat(rounds).isEqualTo(ROUNDS);
    }

    @Test
    void overCompletedFuturesThatFailNeedsNoStack() {
        class Retries {
            int left = ROUNDS;

            Future<String> attempt() {
                return --left == 0
                        ? Future.completed("well")
                        : Future.<String>failed(new Exception("broken", null, false, false) {})
                                .recoverWith(error -> attempt());
            }
        }

        assertThat(new Retries().attempt().resultNow()).isEqualTo("well");
    }

    @Test
    void ofCallbacksNeedsNoStack() {
        class Callbacks {
            int left = ROUNDS;

            void next() {
                if (--left > 0) {
                    Future.completed("piece").onComplete((piece, error) -> next());
                }
            }
        }
        Callbacks callbacks = new Callbacks();

        callbacks.next();

        assertThat(callbacks.left).isZero();
    }

    @Test
    void whoseRoundsWorkOnWhenTheNextOneIsDoneGetsAllResults() {
        assertThat(countDown(10_000).resultNow()).isEqualTo(10_000);
    }

    /** Not a loop but a recursion: each level adds one to the result of the next. */
    private Future<Integer> countDown(int left) {
        return Future.completed(left)
                .flatMap(number ->
                        number == 0 ? Future.completed(0) : countDown(left - 1).map(below -> below + 1));
    }

    @Test
    void onTheThreadOfALoopLeavesTheOthersTheirTurn() {
        CallbackErrors.Reporter before = CallbackErrors.replace(new CallbackErrors.Reporter() {
            @Override
            public void report(Throwable thrown, Object callback) {
                throw new AssertionError(thrown);
            }

            @Override
            public Executor executor() {
                return executor;
            }
        });
        try {
            Future<Integer> result = loop(() -> Future.completed(1));
            assertThat(result.isDone()).isFalse();
            while (executor.queued() > 0) {
                int before0 = rounds;
                executor.runNext();
                assertThat(rounds - before0).isLessThanOrEqualTo(Trampoline.MAX_DEPTH + 1);
            }
            assertThat(result.resultNow()).isEqualTo(ROUNDS);
        } finally {
            CallbackErrors.replace(before);
        }
    }

    @Test
    void thatLeavesItsThreadForAnExecutorComesBackFromThere() {
        Future<Integer> result = loop(() -> rounds == 5_000 ? tick() : Future.completed(1));

        assertThat(result.isDone()).isFalse();
        AtomicReference<Integer> seen = new AtomicReference<>();
        result.onComplete((value, error) -> seen.set(value));
        executor.runAll();

        assertThat(seen).hasValue(ROUNDS);
    }

    // --------------------------------------------------------------------------------------------------------- memory

    @Test
    void keepsNoRoundThatIsOver() {
        class Rounds {
            WeakReference<Future<Integer>> middle;

            Future<Integer> next() {
                Future<Integer> round = ++rounds == 3_000 ? Future.completed(rounds) : tick().flatMap(x -> next());
                if (rounds == 1_000) {
                    middle = new WeakReference<>(round);
                }
                return round;
            }
        }
        Rounds all = new Rounds();
        Future<Integer> result = all.next();
        while (rounds < 2_000) {
            executor.runNext();
        }

        for (int i = 0; i < 100 && all.middle.get() != null; i++) {
            System.gc();
        }

        assertThat(all.middle.get()).as("round 1000, in round 2000").isNull();
        executor.runAll();
        assertThat(result.resultNow()).isEqualTo(3_000);
    }

    @Test
    void overPromisesGoesOn() {
        Future<Integer> result = loop(this::tick);
        executor.runAll();

        assertThat(result.resultNow()).isEqualTo(ROUNDS);
    }

    // --------------------------------------------------------------------------------------------------------- joined

    private final Promise<String> outer = new Promise<>(executor);
    private final Promise<String> work = new Promise<>(executor);

    /** A derived future that a function returns: it becomes one with {@code result}. */
    private final Future<String> inner = work.map(value -> value);

    private final Future<String> result = outer.flatMap(value -> inner);

    private void join() {
        outer.complete("go");
        executor.runAll();
    }

    @Test
    void thatIsCancelledStopsTheWorkOfItsCurrentRound() {
        join();
        result.cancel();

        assertThat(work.isCancelled()).isTrue();
        assertThat(inner.isCancelled()).isTrue();
    }

    @Test
    void whoseCurrentRoundIsCancelledIsCancelled() {
        join();
        inner.cancel();

        assertThat(result.isCancelled()).isTrue();
        assertThat(work.isCancelled()).isTrue();
    }

    @Test
    void callsWhatWasAddedToEither() {
        join();
        AtomicReference<String> ofInner = new AtomicReference<>();
        AtomicReference<String> ofResult = new AtomicReference<>();
        inner.onComplete((value, error) -> ofInner.set(value));
        result.onComplete((value, error) -> ofResult.set(value));

        work.complete("done");
        executor.runAll();

        assertThat(ofInner).hasValue("done");
        assertThat(ofResult).hasValue("done");
        assertThat(inner.outcome()).isSameAs(result.outcome());
    }

    @Test
    void goesOnIfTheRoundHasACallbackAlready() {
        AtomicReference<String> ofInner = new AtomicReference<>();
        inner.onComplete((value, error) -> ofInner.set(value));
        join();

        work.complete("done");
        executor.runAll();

        assertThat(ofInner).hasValue("done");
        assertThat(result.resultNow()).isEqualTo("done");
    }

    @Test
    void mayHaveOneRoundInTwoResults() {
        Future<String> second = outer.flatMap(value -> inner);
        join();

        work.complete("done");
        executor.runAll();

        assertThat(result.resultNow()).isEqualTo("done");
        assertThat(second.resultNow()).isEqualTo("done");
    }

    @Test
    void thatWaitsForItselfFails() {
        AtomicReference<Future<String>> itself = new AtomicReference<>();
        itself.set(outer.flatMap(value -> itself.get()));

        outer.complete("go");
        executor.runAll();

        assertThat(itself.get().outcome().error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("waits for it");
    }
}
