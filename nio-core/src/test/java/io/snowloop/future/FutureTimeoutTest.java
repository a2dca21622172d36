// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FutureTimeoutTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> promise = new Promise<>(executor);
    private final Future<String> limited = promise.timeout(LIMIT);

    @Test
    void isNotReachedBeforeTheLimit() {
        executor.advance(LIMIT.minusNanos(1));

        assertThat(limited.isDone()).isFalse();
        assertThat(promise.isDone()).isFalse();
    }

    @Test
    void failsAtTheLimitAndCancelsTheSource() {
        executor.advance(LIMIT);

        assertThat(limited.outcome().error())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining(LIMIT.toString());
        assertThat(limited.isCancelled()).isFalse();
        assertThat(promise.isCancelled()).isTrue();
    }

    @Test
    void passesAValueOnAndCancelsItsTimer() {
        assertThat(executor.pendingTimers()).isOne();

        promise.complete("value");
        executor.runAll();

        assertThat(limited.resultNow()).isEqualTo("value");
        assertThat(executor.pendingTimers()).isZero();
    }

    @Test
    void passesAnErrorOnAndCancelsItsTimer() {
        IOException error = new IOException("broken");

        promise.fail(error);
        executor.runAll();

        assertThat(limited.outcome().error()).isSameAs(error);
        assertThat(executor.pendingTimers()).isZero();
    }

    @Test
    void ofADoneFutureStartsNoTimer() {
        Promise<String> done = new Promise<>(executor);
        done.complete("value");
        int timers = executor.pendingTimers();

        Future<String> same = done.timeout(LIMIT);

        assertThat(same.resultNow()).isEqualTo("value");
        assertThat(executor.pendingTimers()).isEqualTo(timers);
    }

    @Test
    void goesUpstreamAlongAChain() {
        Promise<String> source = new Promise<>(executor);
        Future<Integer> derived = source.map(String::length).timeout(LIMIT).map(length -> 2 * length);

        executor.advance(LIMIT);

        assertThat(source.isCancelled()).isTrue();
        assertThat(derived.outcome().error()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void behindAShieldLeavesTheSourceAlone() {
        Promise<String> source = new Promise<>(executor);
        Future<String> impatient = source.shield().timeout(LIMIT);

        executor.advance(LIMIT);

        assertThat(impatient.isFailed()).isTrue();
        assertThat(source.isDone()).isFalse();
    }
}
