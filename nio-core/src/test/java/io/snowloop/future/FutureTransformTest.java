// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FutureTransformTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> promise = new Promise<>(executor);
    private final IOException error = new IOException("broken");
    private final List<String> log = new ArrayList<>();

    @Test
    void mapAppliesTheFunctionFromTheQueue() {
        Future<Integer> length = promise.map(value -> {
            log.add("mapped");
            return value.length();
        });

        promise.complete("value");

        assertThat(log).isEmpty();
        assertThat(length.isDone()).isFalse();
        executor.runAll();
        assertThat(log).containsExactly("mapped");
        assertThat(length.resultNow()).isEqualTo(5);
    }

    @Test
    void mapOfADoneOneAppliesTheFunctionFromTheQueueToo() {
        promise.complete("value");

        Future<Integer> length = promise.map(String::length);

        assertThat(length.isDone()).isFalse();
        executor.runAll();
        assertThat(length.resultNow()).isEqualTo(5);
    }

    @Test
    void anErrorPassesThroughMapAndFlatMap() {
        Future<Integer> derived = promise.map(value -> {
                    log.add("map");
                    return 1;
                })
                .flatMap(value -> {
                    log.add("flatMap");
                    return Future.completed(2);
                });

        promise.fail(error);
        executor.runAll();

        assertThat(derived.outcome().error()).isSameAs(error);
        assertThat(log).isEmpty();
    }

    @Test
    void flatMapWaitsForTheInnerFuture() {
        Promise<Integer> inner = new Promise<>(executor);
        Future<Integer> outer = promise.flatMap(value -> inner);

        promise.complete("value");
        executor.runAll();
        assertThat(outer.isDone()).isFalse();

        inner.complete(7);
        executor.runAll();
        assertThat(outer.resultNow()).isEqualTo(7);
    }

    @Test
    void flatMapFailsAsTheInnerFutureDoes() {
        Promise<Integer> inner = new Promise<>(executor);
        Future<Integer> outer = promise.flatMap(value -> inner);

        promise.complete("value");
        executor.runAll();
        inner.fail(error);
        executor.runAll();

        assertThat(outer.outcome().error()).isSameAs(error);
    }

    @Test
    void flatMapFollowsAnInnerFutureOfAnotherExecutor() {
        ManualExecutor other = new ManualExecutor();
        Promise<Integer> inner = new Promise<>(other);
        Future<Integer> outer = promise.flatMap(value -> inner);
        outer.onComplete((value, failure) -> log.add("outer " + value));

        promise.complete("value");
        executor.runAll();
        inner.complete(7);
        other.runAll();

        assertThat(log).as("the callback belongs to the first executor").isEmpty();
        executor.runAll();
        assertThat(log).containsExactly("outer 7");
    }

    @Test
    void whatAFunctionThrowsFailsTheResultAndIsNotReported() {
        RuntimeException thrown = new RuntimeException("mine");
        Future<Integer> mapped = promise.map(value -> {
            throw thrown;
        });
        Future<Integer> flatMapped = promise.flatMap(value -> {
            throw thrown;
        });

        promise.complete("value");
        executor.runAll();

        assertThat(mapped.outcome().error()).isSameAs(thrown);
        assertThat(flatMapped.outcome().error()).isSameAs(thrown);
        assertThat(executor.errors()).isEmpty();
    }

    @Test
    void anErrorThrownByAFunctionFailsTheResultToo() {
        StackOverflowError thrown = new StackOverflowError();
        Future<Integer> mapped = promise.map(value -> {
            throw thrown;
        });

        promise.complete("value");
        executor.runAll();

        assertThat(mapped.outcome().error()).isSameAs(thrown);
    }

    @Test
    void aFunctionThatReturnsNoFutureFailsTheResult() {
        Future<Integer> flatMapped = promise.flatMap(value -> null);
        Future<Integer> transformed = promise.transform(outcome -> null);

        promise.complete("value");
        executor.runAll();

        assertThat(flatMapped.outcome().error()).isInstanceOf(NullPointerException.class);
        assertThat(transformed.outcome().error())
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the function returned null instead of a future");
    }

    @Test
    void transformIsGivenEitherOutcome() {
        Future<String> described = promise.transform(outcome -> Future.completed("was " + outcome));
        Promise<String> failing = new Promise<>(executor);
        Future<String> describedFailure = failing.transform(outcome -> Future.completed("was " + outcome));

        promise.complete("value");
        failing.fail(error);
        executor.runAll();

        assertThat(described.resultNow()).isEqualTo("was Completed[value]");
        assertThat(describedFailure.resultNow()).isEqualTo("was Failed[java.io.IOException: broken]");
    }

    @Test
    void recoverMakesAValueOfAnError() {
        Future<String> recovered = promise.recover(Throwable::getMessage);

        promise.fail(error);
        executor.runAll();

        assertThat(recovered.resultNow()).isEqualTo("broken");
    }

    @Test
    void recoverLeavesAValueAlone() {
        Future<String> recovered = promise.recover(failure -> "other");

        promise.complete("value");
        executor.runAll();

        assertThat(recovered.resultNow()).isEqualTo("value");
    }

    @Test
    void recoverWithGoesOnWithAnotherFuture() {
        Promise<String> second = new Promise<>(executor);
        Future<String> recovered = promise.recoverWith(failure -> second);

        promise.fail(error);
        executor.runAll();
        assertThat(recovered.isDone()).isFalse();
        second.complete("second");
        executor.runAll();

        assertThat(recovered.resultNow()).isEqualTo("second");
    }

    @Test
    void recoverWithThatThrowsFailsWithWhatItThrew() {
        RuntimeException thrown = new RuntimeException("worse");
        Future<String> recovered = promise.recoverWith(failure -> {
            throw thrown;
        });

        promise.fail(error);
        executor.runAll();

        assertThat(recovered.outcome().error()).isSameAs(thrown);
    }

    @Test
    void onTheSameExecutorItIsTheSameFuture() {
        assertThat(promise.on(executor)).isSameAs(promise);
    }

    @Test
    void onAnotherExecutorCallbacksRunThere() {
        ManualExecutor other = new ManualExecutor();
        Future<String> moved = promise.on(other);
        moved.onComplete((value, failure) -> log.add(value));

        promise.complete("value");
        executor.runAll();

        assertThat(log).isEmpty();
        other.runAll();
        assertThat(log).containsExactly("value");
    }
}
