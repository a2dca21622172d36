// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompletionStageTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final IOException error = new IOException("broken");

    @Nested
    class OutOfOurs {
        private final Promise<String> promise = new Promise<>(executor);
        private final CompletableFuture<String> stage = promise.toCompletableFuture();

        @Test
        void hasTheValue() {
            promise.complete("value");
            executor.runAll();

            assertThat(stage).isCompletedWithValue("value");
        }

        @Test
        void hasTheError() {
            promise.fail(error);
            executor.runAll();

            assertThat(stage.handle((value, failure) -> failure)).isCompletedWithValue(error);
        }

        @Test
        void isCancelledWithOurs() {
            promise.cancel();
            executor.runAll();

            assertThat(stage).isCancelled();
        }

        @Test
        void cancelledCancelsOurs() {
            stage.cancel(false);

            assertThat(promise.isCancelled()).isTrue();
        }

        @Test
        void completedByItsOwnerLeavesOursAlone() {
            stage.complete("other");

            assertThat(promise.isDone()).isFalse();
        }

        @Test
        void ofACompletedOneIsDoneAtOnce() {
            assertThat(Future.completed("value").toCompletableFuture()).isCompletedWithValue("value");
        }
    }

    @Nested
    class IntoOurs {
        private final CompletableFuture<String> stage = new CompletableFuture<>();
        private final List<String> log = new ArrayList<>();

        @Test
        void hasTheValueWithCallbacksFromTheQueue() {
            Future<String> future = Future.from(executor, stage);
            future.onComplete((value, failure) -> log.add(value));

            stage.complete("value");

            assertThat(log).isEmpty();
            executor.runAll();
            assertThat(log).containsExactly("value");
        }

        @Test
        void hasTheErrorOfAStageAsItWasThrown() {
            Future<String> future = Future.from(executor, stage);

            stage.completeExceptionally(error);

            assertThat(future.outcome().error()).isSameAs(error);
        }

        @Test
        void hasTheErrorOfADependentStageWithoutItsWrapping() {
            Future<Integer> future = Future.from(executor, stage.thenApply(String::length));

            stage.completeExceptionally(error);

            assertThat(future.outcome().error()).isSameAs(error);
        }

        @Test
        void keepsAWrappingThatWrapsNothing() {
            Future<String> future = Future.from(executor, stage);
            CompletionException empty = new CompletionException("nothing inside", null);

            stage.completeExceptionally(empty);

            assertThat(future.outcome().error()).isSameAs(empty);
        }

        @Test
        void isCancelledWithTheStageThoughADependentOne() {
            Future<Integer> future = Future.from(executor, stage.thenApply(String::length));

            stage.cancel(false);

            assertThat(future.isCancelled()).isTrue();
            assertThat(future.outcome().error()).isInstanceOf(CancellationException.class);
        }

        @Test
        void cancelledCancelsTheStage() {
            Future<Integer> future = Future.from(executor, stage).map(String::length);

            future.cancel();
            executor.runAll();

            assertThat(stage).isCancelled();
        }
    }
}
