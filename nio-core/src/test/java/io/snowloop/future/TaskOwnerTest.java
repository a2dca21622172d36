// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The tasks that futures queue say whose they are: a trace has the names of what the user wrote. */
class TaskOwnerTest {
    private final List<Object> owners = new ArrayList<>();
    private final ManualExecutor executor = new ManualExecutor() {
        @Override
        public synchronized void execute(Runnable task) {
            owners.add(((Owned) task).owner());
            assertThat(task).hasToString(owners.get(owners.size() - 1).toString());
            super.execute(task);
        }
    };
    private final Promise<String> promise = new Promise<>(executor);

    @Test
    void ofACallbackItIsTheCallback() {
        BiConsumer<String, Throwable> callback = (value, error) -> {};
        promise.onComplete(callback);
        promise.complete("value");

        assertThat(owners).containsExactly(callback);
    }

    @Test
    void ofAStepItIsTheFunction() {
        Function<Completed<String>, Future<String>> function = outcome -> outcome;
        promise.transform(function);
        promise.complete("value");

        assertThat(owners).containsExactly(function);
    }

    @Test
    void ofAnActionItIsTheAction() {
        Runnable action = () -> {};
        promise.onDone(action);
        promise.complete("value");

        assertThat(owners).containsExactly(action);
    }

    @Test
    void ofAMapItIsTheFunctionAndOfARaceThatWord() {
        Function<String, Integer> length = String::length;
        promise.map(length);
        Future.race(executor, List.of(promise));
        promise.complete("value");

        assertThat(owners.get(0))
                .isInstanceOf(Owned.class)
                .extracting(Owned::source)
                .isEqualTo(length);
        assertThat(owners).last().isEqualTo("race");
    }

    @Test
    void ofShieldsItIsThatWord() {
        promise.shield();
        promise.complete("value");

        assertThat(owners).containsExactly("shield");
    }

    @Test
    void ofWhatOnlyPassesAnOutcomeOnItIsNotNull() {
        CompletableFuture<String> stage = promise.toCompletableFuture();
        promise.complete("value");
        executor.runAll();

        assertThat(stage).isCompletedWithValue("value");
        assertThat(owners).hasSize(1).doesNotContainNull();
    }
}
