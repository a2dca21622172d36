// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> promise = new Promise<>(executor);

    @Test
    void returnsTheValueThatAnotherThreadGives() throws Exception {
        FutureTask<String> awaiting = awaitOnAnotherThread();

        promise.complete("value");

        assertThat(awaiting.get(30, TimeUnit.SECONDS)).isEqualTo("value");
        assertThat(executor.queued())
                .as("a thread that waits needs no turn of the executor")
                .isZero();
    }

    @Test
    void wrapsTheErrorThatAnotherThreadGives() {
        IOException error = new IOException("broken");
        FutureTask<String> awaiting = awaitOnAnotherThread();

        promise.fail(error);

        assertThatThrownBy(() -> awaiting.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ExecutionException.class)
                .hasRootCause(error);
    }

    @Test
    void throwsTheCancellation() {
        FutureTask<String> awaiting = awaitOnAnotherThread();

        promise.cancel();

        assertThatThrownBy(() -> awaiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void givesUpAfterItsLimitAndLeavesTheFutureAlone() throws Exception {
        assertThatThrownBy(() -> promise.await(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("PT0.001S");
        assertThat(promise.isDone()).isFalse();

        promise.complete("value");
        assertThat(promise.await(Duration.ofMillis(1))).isEqualTo("value");
    }

    @Test
    void onTheExecutorsOwnThreadThrowsInsteadOfWaitingForItself() {
        executor.execute(() -> {
            try {
                promise.await();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        });

        executor.runAll();

        assertThat(executor.errors())
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("await() on the thread of ManualExecutor")
                        .hasMessageContaining("flatMap"));
    }

    @Test
    void onTheExecutorsOwnThreadReturnsWhatIsThere() {
        promise.complete("value");
        String[] awaited = new String[1];
        executor.execute(() -> {
            try {
                awaited[0] = promise.await();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        });

        executor.runAll();

        assertThat(awaited).containsExactly("value");
        assertThat(executor.errors()).isEmpty();
    }

    @Test
    void isEndedByAnInterrupt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(promise::await).isInstanceOf(InterruptedException.class);
        assertThat(promise.isDone()).isFalse();
    }

    @Test
    void returnsWhatIsThereThoughTheThreadWasInterrupted() throws Exception {
        promise.complete("value");
        Thread.currentThread().interrupt();

        try {
            assertThat(promise.await()).isEqualTo("value");
            assertThat(promise.await(Duration.ZERO)).isEqualTo("value");
        } finally {
            assertThat(Thread.interrupted())
                    .as("the interrupt is left for the next wait")
                    .isTrue();
        }
    }

    @Test
    void pollingWithALimitAddsOneLatch() throws Exception {
        assertThatThrownBy(() -> promise.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        Object latch = Waiter.nearest(promise, Waiter.Latch.class, Integer.MAX_VALUE);
        promise.onComplete((value, error) -> {});
        assertThatThrownBy(() -> promise.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);

        assertThat(latch).isNotNull();
        assertThat(Waiter.nearest(promise, Waiter.Latch.class, Integer.MAX_VALUE))
                .isSameAs(latch);
        promise.complete("value");
        assertThat(promise.await(ChronoUnit.FOREVER.getDuration())).isEqualTo("value");
    }

    // -------------------------------------------------------------------- an executor that only this thread could run

    /** A promise whose executor is stalled at the first call, and gives {@code later} as its reason from then on. */
    private static Promise<String> stalled(@Nullable String later) {
        return new Promise<>(new ManualExecutor() {
            private boolean asked;

            @Override
            public String stallReason() {
                String reason = asked ? later : "the executor is not running";
                asked = true;
                return reason;
            }
        });
    }

    @Test
    void isRefusedIfOnlyThisThreadCouldRunTheExecutor() {
        Promise<String> hopeless = stalled("the executor is still not running");

        assertThatThrownBy(() -> Blocking.await(hopeless, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the executor is still not running");
    }

    @Test
    void isNotRefusedIfAnotherThreadHasBegunToRunTheExecutor() throws Exception {
        Promise<String> handedOver = stalled(null);
        FutureTask<Void> awaiting = new FutureTask<>(() -> {
            Blocking.await(handedOver, Duration.ZERO);
            return null;
        });
        start(awaiting);

        handedOver.complete("value");

        assertThat(awaiting.get(30, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void returnsWhatComesBeforeItIsRefused() throws Exception {
        Promise<String> inTime = stalled("the executor is still not running");
        FutureTask<String> awaiting = new FutureTask<>(() -> {
            Blocking.await(inTime, Duration.ofDays(1));
            return inTime.resultNow();
        });
        start(awaiting);

        inTime.complete("value");

        assertThat(awaiting.get(30, TimeUnit.SECONDS)).isEqualTo("value");
    }

    @Test
    void withALimitItWaitsForTheLimitAndSaysWhyItWasInVain() {
        Promise<String> hopeless = stalled("the executor is still not running");
        assertThat(hopeless.executor().stallReason()).isEqualTo("the executor is not running");

        assertThatThrownBy(() -> hopeless.await(Duration.ofNanos(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no outcome within PT0.000000001S: Promise[pending]; the executor is still not running");
    }

    private FutureTask<String> awaitOnAnotherThread() {
        FutureTask<String> awaiting = new FutureTask<>(promise::await);
        start(awaiting);
        return awaiting;
    }

    /** Returns when the task's thread is blocked, or has ended. */
    private static void start(FutureTask<?> awaiting) {
        Thread thread = Threads.start("awaiting", awaiting);
        while (thread.isAlive()
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
