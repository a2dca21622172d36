// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When {@code run} and {@code runUntil} return. */
class EventLoopRunTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        Thread.interrupted();
        test.close();
    }

    @Test
    void runReturnsAfterTheTurnInWhichItWasStopped() {
        loop.execute(() -> {
            loop.stop();
            loop.execute(() -> log.add("next turn"));
        });
        loop.execute(() -> log.add("same turn"));

        loop.run();

        assertThat(log).containsExactly("same turn");
    }

    @Test
    void runReturnsAtOnceIfItWasStoppedBefore() {
        loop.execute(() -> log.add("task"));
        loop.stop();

        loop.run();

        assertThat(log).isEmpty();
        assertThat(test.provider.waits()).isEmpty();
    }

    @Test
    void runMayBeCalledAgain() {
        loop.execute(loop::stop);
        loop.run();
        loop.execute(() -> {
            log.add("second run");
            loop.stop();
        });

        loop.run();

        assertThat(log).containsExactly("second run");
    }

    @Test
    void anInterruptEndsRunAndIsLeftForTheCaller() {
        loop.execute(() -> Thread.currentThread().interrupt());
        loop.execute(() -> log.add("same turn"));

        loop.run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(log).containsExactly("same turn");
    }

    @Test
    void anInterruptEndsALoopThatSleeps() throws Exception {
        Thread runner = Threads.start("runner", loop::run);
        test.provider.awaitWait();

        runner.interrupt();

        Threads.awaitEnd(runner);
    }

    @Test
    void runUntilReturnsTheValue() throws Exception {
        String value = loop.runUntil(loop.sleep(Duration.ofHours(1)).map(end -> "woke"));

        assertThat(value).isEqualTo("woke");
    }

    @Test
    void runUntilReturnsTheValueOfADoneOneWithoutATurn() throws Exception {
        assertThat(loop.runUntil(Future.completed("value"))).isEqualTo("value");
        assertThat(test.provider.waits()).isEmpty();
    }

    @Test
    void runUntilThrowsTheErrorWrapped() {
        IOException error = new IOException("broken");
        Promise<String> promise = loop.newPromise();
        loop.execute(() -> promise.fail(error));

        assertThatThrownBy(() -> loop.runUntil(promise))
                .isInstanceOf(ExecutionException.class)
                .hasCause(error);
    }

    @Test
    void runUntilThrowsTheCancellation() {
        Promise<String> promise = loop.newPromise();
        loop.execute(promise::cancel);

        assertThatThrownBy(() -> loop.runUntil(promise)).isInstanceOf(CancellationException.class);
    }

    @Test
    void runUntilThrowsIfTheLoopIsStoppedFirst() {
        loop.execute(loop::stop);

        assertThatThrownBy(() -> loop.runUntil(loop.newPromise()))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("the loop was stopped while waiting for Promise[pending]");

        loop.execute(() -> {
            log.add("stopping it once stopped it once");
            loop.stop();
        });
        loop.run();
        assertThat(log).hasSize(1);
    }

    @Test
    void runUntilThrowsIfTheThreadIsInterruptedFirst() {
        loop.execute(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> loop.runUntil(loop.newPromise()))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("interrupted while waiting for");
        assertThat(Thread.interrupted())
                .as("the exception stands for the interrupt")
                .isFalse();
    }

    @Test
    void runUntilReturnsAValueThatCameInTheTurnOfTheInterrupt() throws Exception {
        Promise<String> promise = loop.newPromise();
        loop.execute(() -> {
            promise.complete("value");
            Thread.currentThread().interrupt();
        });

        assertThat(loop.runUntil(promise)).isEqualTo("value");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void runUntilIsWokenByAnotherThreadThatCompletesTheFuture() throws Exception {
        Promise<String> promise = loop.newPromise();
        Thread completer = Threads.start("completer", () -> {
            try {
                test.provider.awaitWait();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            promise.complete("value");
        });

        assertThat(loop.runUntil(promise)).isEqualTo("value");
        Threads.awaitEnd(completer);
    }

    @Test
    void runUntilIsWokenByAFutureOfAnotherLoop() throws Exception {
        try (EventLoopGroup others = EventLoopGroup.start(1)) {
            Future<String> theirs = others.next().submit(() -> Future.completed("value"));

            assertThat(loop.runUntil(theirs)).isEqualTo("value");
        }
    }

    @Test
    void aLoopThatWaitsForAnotherOneThatNoThreadRunsSaysSo() throws Exception {
        assertThat(warningsIfAnotherLoopBeginsAfter(Duration.ofSeconds(6)))
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .contains(
                                "runUntil of " + loop, "no thread runs", "call runUntil of loop-", "Fetcher.on(loop)"));
    }

    @Test
    void aLoopThatWaitsForAnotherOneWhichBeginsInTimeSaysNothing() throws Exception {
        assertThat(warningsIfAnotherLoopBeginsAfter(Duration.ofSeconds(4))).isEmpty();
    }

    /** As a guest, on this thread, whose loop waits for a future of it. */
    private List<LogRecord> warningsIfAnotherLoopBeginsAfter(Duration delay) throws Exception {
        try (EventLoop other = EventLoop.open();
                CapturedLog warnings = new CapturedLog(EventLoop.class)) {
            Promise<String> theirs = other.newPromise();
            loop.schedule(delay, () -> {
                theirs.complete("value");
                other.runNow();
            });

            assertThat(loop.runUntil(theirs)).isEqualTo("value");

            test.turnUntilIdle();
            assertThat(loop.pendingTimers()).as("none to warn later").isZero();
            return warnings.records();
        }
    }

    @Test
    void aLoopThatIsClosedReturnsWhatADoneFutureSays() {
        loop.close();

        assertThatThrownBy(() -> loop.runUntil(Future.failed(new IOException("the client is closed"))))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the client is closed");
        assertThatThrownBy(() -> loop.runUntil(loop.newPromise()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(loop + " is closed");
    }
}
