package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
            assertThat(promise.await(Duration.ofSeconds(1))).isEqualTo("value");
        } finally {
            assertThat(Thread.interrupted())
                    .as("the interrupt is left for whoever waits next")
                    .isTrue();
        }
    }

    @Test
    void whoAsksAgainAndAgainLeavesOneLatch() throws Exception {
        assertThatThrownBy(() -> promise.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        Object latch = promise.latchOfEarlier();
        promise.onComplete((value, error) -> {});
        assertThatThrownBy(() -> promise.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);

        assertThat(latch).isNotNull();
        assertThat(promise.latchOfEarlier()).isSameAs(latch);
        promise.complete("value");
        assertThat(promise.await(ChronoUnit.FOREVER.getDuration())).isEqualTo("value");
    }

    private FutureTask<String> awaitOnAnotherThread() {
        FutureTask<String> awaiting = new FutureTask<>(promise::await);
        Thread thread = new Thread(awaiting, "awaiting");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return awaiting;
    }
}
