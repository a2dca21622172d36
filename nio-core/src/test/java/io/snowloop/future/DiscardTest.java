// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that holds a resource, as a response does: see "Who owns a value" in {@link Future}. */
class DiscardTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<Value> promise = new Promise<>(executor);
    private final Value value = new Value();

    private static class Value implements Cancellable {
        int cancelled;

        @Override
        public boolean cancel() {
            cancelled++;
            return true;
        }

        @Override
        public String toString() {
            return "a value";
        }
    }

    @Test
    void aValueThatWasOnItsWayToAStepIsCancelled() {
        Future<String> derived = promise.map(Value::toString);
        promise.complete(value);

        derived.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    /** Such as a response whose body is in memory: most are, and their futures cost less. */
    @Test
    void aValueThatSaysThatItHasNoResourceIsNotCounted() {
        Value light = new Value() {
            @Override
            public boolean hasResource() {
                return false;
            }
        };
        Future<String> derived = promise.map(Value::toString);
        promise.complete(light);

        derived.cancel();
        executor.runAll();

        assertThat(light.cancelled).isZero();
        assertThat(Future.completed(light)).isExactlyInstanceOf(Completed.class);
        assertThat(Future.completed(value)).isNotExactlyInstanceOf(Completed.class);
    }

    @Test
    void aValueThatWasOnItsWayOutOfAFlatMapIsCancelled() {
        Promise<Object> outer = new Promise<>(executor);
        Future<Value> derived = outer.flatMap(any -> promise);
        outer.complete("go");
        executor.runAll();
        promise.complete(value);

        derived.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    @Test
    void aValueThatCameInTheTurnOfItsTimeoutIsCancelled() {
        Future<Value> limited = promise.timeout(Duration.ofSeconds(1));
        promise.complete(value);

        limited.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    @Test
    void theSecondOfARaceIsCancelled() {
        Value second = new Value();
        Promise<Value> slower = new Promise<>(executor);
        Future<Value> race = Future.race(executor, List.of(promise, slower));

        promise.complete(value);
        slower.complete(second);
        executor.runAll();

        assertThat(race.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
        assertThat(second.cancelled).isEqualTo(1);
    }

    @Test
    void theSecondValueOfAnyIsCancelled() {
        Value second = new Value();
        Promise<Value> slower = new Promise<>(executor);
        Future.any(executor, List.of(promise, slower));

        promise.complete(value);
        slower.complete(second);
        executor.runAll();

        assertThat(value.cancelled).isZero();
        assertThat(second.cancelled).isEqualTo(1);
    }

    @Test
    void oneThatEntersARaceTwiceWinsIt() {
        Future<Value> race = Future.race(executor, List.of(promise, promise));

        promise.complete(value);
        executor.runAll();

        assertThat(race.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
    }

    @Test
    void aValueThatIsTakenIsLeftAlone() {
        Future<Value> derived = promise.map(taken -> taken).timeout(Duration.ofSeconds(1));
        promise.complete(value);
        executor.runAll();
        derived.cancel();
        executor.runAll();

        assertThat(derived.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
    }

    @Test
    void aListOfValuesIsDiscardedOnce() {
        Gathered<Value, Value> list = new Gathered<>(1, Completed::value);
        list.put(0, Completed.claimed(value));

        assertThat(list.cancel()).isTrue();
        assertThat(list.cancel()).isFalse();
        assertThat(value.cancelled).isEqualTo(1);
    }

    /** Receivers are counted before the value is given to them; one that was added meanwhile is counted as well. */
    @Test
    void isCountedOnceThoughReceiversAreAddedMeanwhile() throws Exception {
        ExecutorService otherThread = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 200; round++) {
                Promise<Value> source = new Promise<>(executor);
                Value given = new Value();
                List<Future<?>> derived = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    derived.add(source.map(Value::toString));
                }
                CyclicBarrier start = new CyclicBarrier(2);
                java.util.concurrent.Future<Boolean> completed = otherThread.submit(() -> {
                    start.await();
                    return source.complete(given);
                });
                start.await();
                for (int i = 0; i < 200; i++) {
                    derived.add(source.map(Value::toString));
                }
                completed.get(30, TimeUnit.SECONDS);
                for (int i = derived.size() - 1;
                        i > 0;
                        i--) { // not the first, so that the source is not cancelled with all
                    derived.get(i).cancel();
                }
                derived.get(0).cancel();
                executor.runAll();

                assertThat(given.cancelled).as("in round %d", round).isEqualTo(1);
            }
        } finally {
            otherThread.shutdownNow();
        }
    }

    /** An outcome that is given to a promise as it is. */
    @Nested
    class Settled {
        private final Completed<Value> outcome = Completed.success(value);
        private final Promise<Value> done = new Promise<>(executor);

        /** Cancels the only receiver while the outcome is on its way to it. */
        private void settleAndRefuse() {
            Future<String> derived = promise.map(Value::toString);
            assertThat(promise.settle(outcome)).isTrue();
            derived.cancel();
            executor.runAll();
        }

        @Test
        void isDiscardedIfItsOnlyReceiverIsCancelled() {
            settleAndRefuse();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isTheCallersIfThePromiseIsDone() {
            done.cancel();

            assertThat(done.settle(outcome)).isFalse();
            assertThat(value.cancelled).isZero();
            settleAndRefuse();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isLeftAloneIfCodeHasAskedForIt() {
            assertThat(outcome.outcome()).isSameAs(outcome);
            settleAndRefuse();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfACallbackHasIt() {
            assertThat(outcome.onComplete((seen, error) -> {})).isSameAs(outcome);
            settleAndRefuse();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfAShieldHasIt() {
            assertThat(outcome.shield().resultNow()).isSameAs(value);
            settleAndRefuse();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isDiscardedThoughAShieldWasCancelledBefore() {
            promise.shield().cancel();
            settleAndRefuse();

            assertThat(value.cancelled).isEqualTo(1);
        }
    }

    /** What a function returns while, or after, its future is cancelled. */
    @Nested
    class ReturnedByAFunction {
        private final AtomicReference<Future<?>> derived = new AtomicReference<>();
        private final Promise<String> outer = new Promise<>(executor);

        private void run(Function<String, Future<Value>> function) {
            derived.set(outer.flatMap(any -> {
                derived.get().cancel();
                return function.apply(any);
            }));
            outer.complete("go");
            executor.runAll();
        }

        @Test
        void isCancelled() {
            run(any -> Future.completed(value));

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledThoughAPromiseHasIt() {
            promise.complete(value);
            run(any -> promise);

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledThoughItComesLater() {
            run(any -> promise.map(later -> later));
            promise.complete(value);
            executor.runAll();

            assertThat(promise.isCancelled())
                    .as("and complete() has said that the value is the caller's")
                    .isTrue();
            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfItIsShielded() {
            run(any -> Future.completed(value).shield());

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isCancelledIfItIsTheGivenOneAndNobodyElseHasIt() {
            derived.set(promise.map(given -> {
                derived.get().cancel();
                return given;
            }));
            promise.complete(value);
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isLeftAloneIfItIsTheGivenOneAndACallbackHasIt() {
            promise.onComplete((seen, error) -> {});
            isGivenBack();
        }

        @Test
        void isLeftAloneIfItIsTheGivenOneAndAnotherFunctionWaitsForIt() {
            isGivenBack();
        }

        private void isGivenBack() {
            derived.set(promise.map(given -> {
                derived.get().cancel();
                return given;
            }));
            Future<Value> other = promise.map(given -> given);
            promise.complete(value);
            executor.runAll();

            assertThat(value.cancelled).isZero();
            assertThat(other.resultNow()).isSameAs(value);
        }
    }

    /** A value that code has received, or that another receiver waits for. */
    @Nested
    class InUse {
        private final ManualExecutor other = new ManualExecutor();

        /** Makes a future of {@code promise}, cancels it before the value comes to it, and lets everything run. */
        private void cancelled(Function<Future<Value>, Future<?>> use) {
            use.apply(promise).cancel();
            executor.runAll();
            other.runAll();
            executor.advance(Duration.ofMinutes(1));
        }

        private void allUses() {
            cancelled(live -> live.map(Value::toString));
            cancelled(live -> live.map(same -> same));
            cancelled(live -> live.on(other));
            cancelled(live -> live.on(other).map(Value::toString));
            cancelled(live -> live.timeout(Duration.ofSeconds(1)).map(Value::toString));
            cancelled(live -> Future.race(executor, List.of(live, new Promise<>(executor))));
            cancelled(live -> Future.race(other, List.of(live, new Promise<>(executor))));
            cancelled(live -> Future.any(executor, List.of(live, new Promise<>(executor))));
            cancelled(live -> Future.all(executor, List.of(live, new Promise<>(executor))));
            cancelled(live -> Future.all(executor, List.of(live)).map(List::size));
            cancelled(live -> Future.allSettled(other, List.of(live)));
            cancelled(live -> Future.race(executor, List.of(Future.completed(new Value()), live)));
        }

        @Test
        void isLeftAloneIfACallbackHasReceivedIt() {
            promise.onComplete((live, error) -> {});
            promise.complete(value);
            executor.runAll();

            allUses();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfAFunctionHasReceivedIt() {
            promise.map(Value::toString);
            promise.complete(value);
            executor.runAll();

            allUses();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfCodeHasAskedForIt() {
            promise.complete(value);
            assertThat(promise.resultNow()).isSameAs(value);

            allUses();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfItComesThroughAnotherFuture() {
            Future<Value> moved = promise.on(other);
            promise.complete(value);
            executor.runAll();
            assertThat(moved.outcome().value()).isSameAs(value);

            allUses();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfAnotherFunctionWaitsForIt() {
            Future<Integer> dead = promise.map(any -> 1);
            Future<Value> alive = promise.timeout(Duration.ofSeconds(1));
            promise.complete(value);

            dead.cancel();
            executor.runAll();

            assertThat(value.cancelled).isZero();
            assertThat(alive.resultNow()).isSameAs(value);
        }

        @Test
        void isCancelledWhenTheLastOneThatWaitsIsCancelled() {
            Future<Integer> one = promise.map(any -> 1);
            Future<Value> two = promise.timeout(Duration.ofSeconds(1));
            promise.complete(value);
            executor.runAll();
            assertThat(one.resultNow()).isEqualTo(1);
            assertThat(value.cancelled).isZero();

            Value second = new Value();
            Promise<Value> again = new Promise<>(executor);
            Future<Integer> three = again.map(any -> 1);
            Future<Integer> four = again.timeout(Duration.ofSeconds(1)).map(any -> 1);
            again.complete(second);
            three.cancel();
            executor.runNext();
            assertThat(second.cancelled).isZero();
            four.cancel();
            executor.runAll();

            assertThat(second.cancelled).isEqualTo(1);
            assertThat(two.resultNow()).isSameAs(value);
        }

        @Test
        void isCancelledOnceIfItWaitedInAFutureForItsFirstReceiver() {
            Future<Value> limited = promise.timeout(Duration.ofSeconds(1));
            promise.complete(value);
            executor.runAll();
            assertThat(limited.isDone()).isTrue();
            assertThat(limited.isFailed()).isFalse();

            Future<Integer> one = limited.map(any -> 1);
            Future<Integer> two = limited.map(any -> 2);
            one.cancel();
            executor.runNext();
            assertThat(value.cancelled).isZero();
            two.cancel();
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isDiscardedOnce() {
            for (int i = 0; i < 3; i++) {
                Future<Integer> derived = promise.map(any -> 1);
                promise.complete(value);
                derived.cancel();
                executor.runAll();
            }

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isNotReceivedByAnActionOrByAskingWhetherItIsThere() {
            Future<Integer> derived = promise.onDone(() -> {}).map(any -> 1);
            promise.onCancel(() -> {});
            promise.complete(value);
            assertThat(promise.isDone()).isTrue();
            assertThat(promise.isCancelled()).isFalse();
            assertThat(promise).hasToString("Completed[a value]");

            derived.cancel();
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isLeftAloneByWhatIsMadeOfAShield() {
            Promise<Value> slow = new Promise<>(executor);
            Future<Integer> mapped = promise.shield().map(any -> 1);
            Future<Integer> ofDone =
                    Future.completed(value).shield().on(executor).map(any -> 1);
            Future<Value> race = Future.race(executor, List.of(Future.completed(new Value()), promise.shield()));
            Future<Value> expiring = promise.shield().on(other).timeout(Duration.ofSeconds(1));
            promise.complete(value);
            mapped.cancel();
            ofDone.cancel();
            executor.runAll();
            other.advance(Duration.ofSeconds(1));
            executor.runAll();

            assertThat(slow.isDone()).isFalse();
            assertThat(race.isDone()).isTrue();
            assertThat(expiring.isDone()).isTrue();
            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneThoughAFunctionPassesOnWhatAShieldLends() {
            Future<Integer> last = promise.shield().map(same -> same).map(any -> 1);
            promise.complete(value);
            executor.runNext();
            executor.runNext();
            last.cancel();
            executor.runAll();

            assertThat(value.cancelled).isZero();
        }

        @Test
        void isLeftAloneIfTheResultOfAFlatMapWaitsForItsFirstReceiver() {
            Future<Value> inner = promise.map(same -> same);
            Future<Value> result = Future.completed("go").on(executor).flatMap(any -> inner);
            executor.runAll(); // inner and result are one from now on
            Future<Integer> ofInner = inner.map(any -> 1);
            promise.complete(value);
            executor.runNext();
            ofInner.cancel();
            executor.runAll();

            assertThat(value.cancelled).isZero();
            assertThat(result.isDone()).isTrue();
            result.map(any -> 1).cancel();
            executor.runAll();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isLeftAloneOnceAShieldHasIt() {
            Future<Value> shield = promise.shield();
            promise.complete(value);
            Future<Integer> derived = promise.map(any -> 1);
            executor.runNext();
            derived.cancel();
            executor.runAll();

            assertThat(shield.resultNow()).isSameAs(value);
            assertThat(value.cancelled).isZero();
        }
    }

    /** The values of several futures. */
    @Nested
    class OfSeveral {
        private final Promise<Value> second = new Promise<>(executor);
        private final List<Future<Value>> members = List.of(promise, second);

        @Test
        void isCancelledIfAnotherMemberFails() {
            Future<List<Value>> all = Future.all(executor, members);
            promise.complete(value);
            executor.runAll();
            second.fail(new IOException("broken"));
            executor.runAll();

            assertThat(all.isFailed()).isTrue();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledIfAnotherMemberHasFailed() {
            Future<List<Value>> all = Future.all(executor, members);
            second.fail(new IOException("broken"));
            promise.complete(value);
            executor.runAll();

            assertThat(all.isFailed()).isTrue();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledIfTheResultIs() {
            Future<List<Completed<Value>>> all = Future.allSettled(executor, members);
            promise.complete(value);
            executor.runAll();
            all.cancel();
            executor.runAll();

            assertThat(second.isCancelled()).isTrue();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledIfTheListIsRefused() {
            Future<Integer> size = Future.all(executor, List.of(promise)).map(List::size);
            promise.complete(value);
            executor.runNext();
            size.cancel();
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isLeftAloneIfTheListIsReceived() {
            Future<List<Value>> all = Future.all(executor, members);
            promise.complete(value);
            second.complete(new Value());
            executor.runAll();

            assertThat(all.resultNow()).hasSize(2).contains(value);
            all.map(List::size).cancel();
            executor.runAll();
            assertThat(value.cancelled).isZero();
        }
    }

    /** The JDK's futures. */
    @Nested
    class OfAStage {
        @Test
        void isCancelledIfItComesTooLate() {
            CompletableFuture<Value> stage = new CompletableFuture<>();
            Future.from(executor, stage).cancel(); // its action would cancel the stage, but has not run yet
            stage.complete(value);
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledIfItsStageCannotBe() {
            CompletableFuture<Value> work = new CompletableFuture<>();
            Future.from(executor, work.minimalCompletionStage()).cancel();
            executor.runAll();
            work.complete(value);

            assertThat(executor.errors()).isEmpty();
            assertThat(value.cancelled).isEqualTo(1);
        }

        @Test
        void isCancelledIfTheStageIsDoneByOthers() {
            CompletableFuture<Value> stage = promise.toCompletableFuture();
            stage.completeExceptionally(new IOException("broken"));
            promise.complete(value);
            executor.runAll();

            assertThat(value.cancelled).isEqualTo(1);
        }
    }

    /** One thread cancels at the moment when a function returns: the value is delivered or discarded, never lost. */
    @ParameterizedTest
    @ValueSource(strings = {"map", "flatMap", "on", "from"})
    void atTheMomentOfACancellationIsNotLost(String kind) throws Exception {
        ExecutorService otherThread = Executors.newSingleThreadExecutor();
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int round = 0; round < 3_000; round++) {
                Promise<Value> source = new Promise<>(executor);
                Value fresh = new Value();
                AtomicBoolean onItsWay = new AtomicBoolean(kind.equals("on") || kind.equals("from"));
                Function<Value, Value> function = given -> {
                    onItsWay.set(true);
                    return fresh;
                };
                CompletableFuture<Value> stage = new CompletableFuture<>();
                Future<Value> derived = switch (kind) {
                    case "map" -> source.map(function);
                    case "flatMap" ->
                        source.flatMap(
                                given -> Future.completed(function.apply(given)).on(executor));
                    case "on" -> source.on(new ManualExecutor());
                    default -> Future.from(executor, stage);
                };
                source.complete(kind.equals("on") ? fresh : new Value());
                java.util.concurrent.Future<Boolean> cancelled = otherThread.submit(() -> {
                    start.await();
                    return derived.cancel();
                });
                start.await();
                stage.complete(fresh);
                executor.runAll();

                boolean ended = cancelled.get(30, TimeUnit.SECONDS);
                executor.runAll();
                assertThat(fresh.cancelled)
                        .as("%s in round %d, cancelled: %s", kind, round, ended)
                        .isEqualTo(ended && onItsWay.get() ? 1 : 0);
            }
        } finally {
            otherThread.shutdownNow();
        }
    }
}
