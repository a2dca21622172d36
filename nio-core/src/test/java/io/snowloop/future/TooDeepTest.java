// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A future that the thread itself completes later, because the function for it would have been too deep in others. */
class TooDeepTest {
    private final Promise<String> source = new Promise<>(new ManualExecutor());
    private Future<String> pending;

    /** Calls {@code action} while the function of {@code pending} waits for the outermost one to return. */
    private void whileItWaits(Runnable action) {
        List<Throwable> thrown = new ArrayList<>(); // a callback may not throw
        ThrowingCallbackTest.deep(Trampoline.MAX_DEPTH, () -> {
            pending = Future.completed("go").flatMap(go -> Future.completed("done"));
            try {
                action.run();
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        assertThat(thrown).isEmpty();
    }

    /** Makes {@code pending} a future that is pending although the outermost function has returned. */
    private void leavePending() {
        ThrowingCallbackTest.deep(
                Trampoline.MAX_DEPTH, () -> pending = Future.completed("go").flatMap(go -> source));
    }

    @Test
    void isDoneWhenTheOutermostHasReturned() {
        whileItWaits(() -> assertThat(pending.isDone()).isFalse());

        assertThat(pending.resultNow()).isEqualTo("done");
    }

    @Test
    void cannotBeAwaitedByWhatItWaitsFor() {
        whileItWaits(() -> assertThatThrownBy(() -> pending.await(Duration.ofSeconds(30)))
                .isInstanceOf(IllegalStateException.class));

        assertThat(pending.isDone()).isTrue();
    }

    @Test
    void canBeAwaitedAfterwards() {
        leavePending();

        assertThatThrownBy(() -> pending.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void hasATimeoutAllTheSame() {
        leavePending();

        assertThatThrownBy(() -> pending.timeout(Duration.ofNanos(1)).await(Duration.ofSeconds(30)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void thatIsDoneInTimeNeedsItsTimerNoMore() {
        leavePending();
        Future<String> limited = pending.timeout(Duration.ofHours(1));
        source.complete("in time");
        ((ManualExecutor) source.executor()).runAll();

        assertThat(limited.resultNow()).isEqualTo("in time");
    }
}
