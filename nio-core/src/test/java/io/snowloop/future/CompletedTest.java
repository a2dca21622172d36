// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CompletedTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final IOException error = new IOException("broken");
    private final List<String> log = new ArrayList<>();

    @Test
    void callsAtOnce() {
        Future.completed("value").onComplete((value, failure) -> log.add(value + " " + failure));
        Future.<String>failed(error).onComplete((value, failure) -> log.add(value + " " + failure.getMessage()));

        assertThat(log).containsExactly("value null", "null broken");
    }

    @Test
    void mapsAtOnce() {
        Future<Integer> length = Future.completed("value").map(String::length);
        Future<Integer> doubled = length.flatMap(number -> Future.completed(2 * number));

        assertThat(length.resultNow()).isEqualTo(5);
        assertThat(doubled.resultNow()).isEqualTo(10);
    }

    @Test
    void aFailurePassesThroughMapAndIsRecoveredAtOnce() {
        Future<Integer> mapped = Future.<String>failed(error).map(value -> {
            throw new AssertionError("called with no value");
        });
        Future<Integer> recovered = mapped.recover(failure -> failure == error ? -1 : -2);

        assertThat(mapped.outcome().error()).isSameAs(error);
        assertThat(recovered.resultNow()).isEqualTo(-1);
    }

    @Test
    void aValueIsNotRecovered() {
        Future<String> same = Future.completed("value").recover(failure -> "other");

        assertThat(same.resultNow()).isEqualTo("value");
    }

    @Test
    void whatAFunctionThrowsFailsTheResult() {
        RuntimeException thrown = new RuntimeException("mine");

        Future<String> mapped = Future.completed("value").map(value -> {
            throw thrown;
        });

        assertThat(mapped.outcome().error()).isSameAs(thrown);
    }

    @Test
    void aFunctionThatReturnsNoFutureFailsTheResult() {
        Future<String> mapped = Future.completed("value").flatMap(value -> null);

        assertThat(mapped.outcome().error())
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("returned null instead of a future");
    }

    @Test
    void aFunctionOfMapMayReturnNull() {
        Future<String> mapped = Future.completed("value").map(value -> null);

        assertThat(mapped.isFailed()).isFalse();
        assertThat(mapped.resultNow()).isNull();
    }

    @Test
    void awaitReturnsOrThrows() throws Exception {
        assertThat(Future.completed("value").await()).isEqualTo("value");
        assertThat(Future.completed("value").await(Duration.ZERO)).isEqualTo("value");
        assertThatThrownBy(() -> Future.failed(error).await())
                .isInstanceOf(ExecutionException.class)
                .hasCause(error);
        CancellationException cancelled = new CancellationException("off");
        assertThatThrownBy(() -> Future.failed(cancelled).await()).isSameAs(cancelled);
    }

    @Test
    void cancellingChangesNothing() {
        Future<String> done = Future.completed("value");

        assertThat(done.cancel()).isFalse();
        assertThat(done.resultNow()).isEqualTo("value");
        assertThat(done.isCancelled()).isFalse();
    }

    @Test
    void aFailureWithACancellationIsCancelled() {
        assertThat(Future.failed(new CancellationException()).isCancelled()).isTrue();
        assertThat(Future.failed(error).isCancelled()).isFalse();
    }

    @Test
    void isDoneAndRunsAnActionAtOnce() {
        Future<String> done = Future.completed("value");

        assertThat(done.isDone()).isTrue();
        assertThat(done.onDone(() -> log.add("done"))).isSameAs(done);
        assertThat(log).containsExactly("done");
    }

    @Test
    void timeoutAndShieldLeaveItAsItIs() {
        Future<String> done = Future.completed("value");

        assertThat(done.timeout(Duration.ZERO)).isSameAs(done);
        assertThat(done.shield()).isSameAs(done);
    }

    @Test
    void onAnExecutorItsCallbacksAreQueued() {
        Future.completed("value").on(executor).onComplete((value, failure) -> log.add(value));

        assertThat(log).isEmpty();
        executor.runAll();
        assertThat(log).containsExactly("value");
    }

    @Test
    void resultNowOfAFailureThrowsWithItsCause() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Future.failed(error).resultNow())
                .withCause(error);
    }

    @Test
    void saysWhatItIs() {
        assertThat(Future.completed(7)).hasToString("Completed[7]");
        assertThat(Future.failed(error)).hasToString("Failed[java.io.IOException: broken]");
    }
}
