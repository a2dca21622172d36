// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A scope")
class ScopeTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> whole = new Promise<>(executor);
    private final Promise<Integer> first = new Promise<>(executor);
    private final Promise<Integer> second = new Promise<>(executor);
    private final AtomicReference<Scope> scope = new AtomicReference<>();

    @AfterEach
    void nothingWasThrown() {
        executor.runAll();
        assertThat(executor.errors()).isEmpty();
    }

    private <T> Future<T> run(Function<Scope, Future<T>> body) {
        AtomicReference<Future<T>> result = new AtomicReference<>();
        executor.execute(() -> result.set(Scope.run(executor, body)));
        executor.runAll();
        return result.get();
    }

    private Future<String> withBoth() {
        return run(own -> {
            scope.set(own);
            own.add(first);
            own.add(second);
            return whole;
        });
    }

    @Test
    void endsAfterAllThatItHasBegun() {
        Future<String> result = withBoth();
        whole.complete("done");
        first.complete(1);
        executor.runAll();
        assertThat(result.isDone()).isFalse();
        assertThat(scope.get()).hasToString("Scope[1 running]");
        second.complete(2);
        executor.runAll();
        assertThat(result.resultNow()).isEqualTo("done");
    }

    @Test
    void failsWithTheFirstErrorAndCancelsTheOthers() {
        Future<String> result = withBoth();
        IOException error = new IOException("first");
        first.fail(error);
        executor.runAll();
        assertThat(second.isCancelled()).isTrue();
        assertThat(whole.isCancelled()).isTrue();
        assertThat(result.outcome().error()).isSameAs(error).hasNoSuppressedExceptions();
    }

    @Test
    void hasLaterErrorsAsSuppressedOnes() {
        Future<String> result = withBoth();
        IOException error = new IOException("first");
        IOException later = new IOException("later");
        first.fail(error);
        second.fail(later);
        executor.runAll();
        assertThat(result.outcome().error()).isSameAs(error).hasSuppressedException(later);
    }

    @Test
    void cancelsAllIfItIsCancelled() {
        Future<String> result = withBoth();
        result.cancel();
        executor.runAll();
        assertThat(first.isCancelled() && second.isCancelled() && whole.isCancelled())
                .isTrue();
        executor.execute(() -> scope.get().add(new Promise<>(executor)));
        executor.runAll();
    }

    @Test
    void cancelsWhatIsAddedTooLate() {
        Future<String> result = run(own -> {
            scope.set(own);
            own.add(first);
            return whole.onCancel(() -> own.add(second));
        });
        first.fail(new IOException("first"));
        executor.runAll();
        assertThat(second.isCancelled()).isTrue();
        assertThat(result.isDone()).isTrue();
    }

    @Test
    void takesMoreWhileItRuns() {
        Future<String> result = run(own -> {
            own.add(first.map(value -> own.add(second)));
            return Future.completed("done");
        });
        first.complete(1);
        executor.runAll();
        assertThat(result.isDone()).isFalse();
        second.complete(2);
        executor.runAll();
        assertThat(result.resultNow()).isEqualTo("done");
    }

    @Test
    void takesNothingWhenItHasEnded() {
        run(own -> {
            scope.set(own);
            return Future.completed("done");
        });
        executor.execute(() ->
                assertThatIllegalStateException().isThrownBy(() -> scope.get().add(first)));
    }

    @Test
    void goesOnIfOneIsCancelledAlone() {
        Future<String> result = withBoth();
        first.cancel();
        executor.runAll();
        assertThat(second.isDone()).isFalse();
        second.complete(2);
        whole.complete("done");
        executor.runAll();
        assertThat(result.resultNow()).isEqualTo("done");
    }

    @Test
    void isCancelledIfItsBodyIs() {
        Future<String> result = withBoth();
        whole.cancel();
        first.complete(1);
        second.complete(2);
        executor.runAll();
        assertThat(result.outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void failsIfItsBodyThrows() {
        Future<String> result = run(own -> {
            own.add(first);
            throw new IllegalStateException("thrown");
        });
        assertThat(first.isCancelled()).isTrue();
        assertThat(result.outcome().error()).hasMessage("thrown");
    }

    @Test
    void belongsToOneThread() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Scope.run(executor, own -> whole))
                .withMessageEndingWith("begin it in a task");
        assertThatNullPointerException()
                .isThrownBy(() -> Scope.run(null, own -> whole))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> Scope.run(executor, null))
                .withMessage("body");
    }
}
