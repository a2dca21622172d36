// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnseenFailureTest {
    private final Exception error = new Exception("mine");
    private final List<UnseenFailure> failures = new ArrayList<>();
    private final ManualExecutor executor = new ManualExecutor() {
        @Override
        public PromiseObserver promiseObserver() {
            return new PromiseObserver() {
                @Override
                public void decided(Promise<?> promise, Completed<?> outcome, boolean awaited) {
                    UnseenFailure failure = UnseenFailure.of(promise, outcome, awaited);
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            };
        }
    };

    private Promise<String> failed() {
        Promise<String> promise = new Promise<>(executor);
        promise.fail(error);
        return promise;
    }

    private UnseenFailure failure() {
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }

    @Test
    void aFailureIsLostOnceItsPromiseIsGarbageAndNotBefore() {
        Promise<String> promise = failed();

        assertThat(failure().error()).isSameAs(error);
        assertThat(failure().isSeen()).isFalse();
        assertThat(failure().isLost()).as("%s is still referenced", promise).isFalse();
        failure().clear(); // as the garbage collector does
        assertThat(failure().isLost()).isTrue();
    }

    @Test
    void whoAsksForTheOutcomeHasSeenIt() {
        failed().outcome();

        assertThat(failure().isSeen()).isTrue();
        failure().clear();
        assertThat(failure().isLost()).isFalse();
    }

    @Test
    void whoAddsACallbackHasSeenIt() {
        failed().onComplete((value, thrown) -> {});

        assertThat(failure().isSeen()).isTrue();
    }

    @Test
    void whoAsksWhetherItHasFailedHasSeenIt() {
        assertThat(failed().isFailed()).isTrue();

        assertThat(failure().isSeen()).isTrue();
    }

    @Test
    void whoAsksWhetherItIsDoneOrPrintsItHasNot() {
        Promise<String> promise = failed();

        assertThat(promise.isDone()).isTrue();
        assertThat(promise).hasToString("Failed[" + error + "]");
        assertThat(failure().isSeen()).isFalse();
    }

    @Test
    void aPromiseWithACallbackIsNotUnseen() {
        Promise<String> promise = new Promise<>(executor);
        promise.onComplete((value, thrown) -> {});
        promise.fail(error);

        assertThat(failures).isEmpty();
    }

    @Test
    void valuesAndCancellationsAreNoFailures() {
        new Promise<String>(executor).complete("well");
        new Promise<String>(executor).cancel();

        assertThat(failures).isEmpty();
    }

    @Test
    void ofAChainItsEndIsUnseenThoughItsBeginningWasSeen() {
        Promise<String> promise = new Promise<>(executor);
        Future<Integer> derived = promise.map(String::length);
        promise.fail(error);
        executor.runAll();

        assertThat(failure().refersTo((Promise<?>) derived)).isTrue();
        assertThat(failure().isSeen()).isFalse();
    }
}
