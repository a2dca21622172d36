// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.VirtualTicker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A loop in virtual time, turned by the test's thread. Closing it fails if the loop has reported an exception that the
 * test has not {@linkplain Reports#take taken}.
 */
public final class TestLoop implements AutoCloseable {
    /** The loop's clock. */
    public final VirtualTicker ticker = new VirtualTicker();

    /** What the loop's selector was asked to do. */
    public final TestSelectorProvider provider = TestSelectorProvider.virtual(ticker);

    /** What the loop has reported. */
    public final Reports reports = new Reports();

    /** The loop. */
    public final EventLoop loop;

    /** A loop with nothing in it. */
    public TestLoop() {
        this(builder -> builder);
    }

    /** A loop that is set up otherwise. */
    public TestLoop(UnaryOperator<EventLoopOptions.Builder> settings) {
        try {
            loop = EventLoop.open(settings.apply(EventLoopOptions.builder()
                            .ticker(ticker)
                            .provider(provider)
                            .exceptionHandler(reports))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns once; waits if there is nothing to do. */
    public void turn() {
        loop.runOnce();
    }

    /** Turns as long as tasks are queued or timers are due, but does not wait. */
    public void turnUntilIdle() {
        while (loop.timeToWait() == 0) {
            loop.runOnce();
            failIfInterrupted();
        }
    }

    /** Turns, and waits, until {@code condition} holds. */
    public void turnUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            loop.runOnce();
            failIfInterrupted();
        }
    }

    /** Turns, and waits, until the future is done. */
    public <T> Future<T> turnUntilDone(Future<T> future) {
        future.on(loop).onComplete((value, error) -> {}); // wakes the loop if another thread completes it
        turnUntil(future::isDone);
        return future;
    }

    /** Runs an action as a task of the loop: for what belongs to its thread while it runs. */
    public void inTask(Runnable action) {
        boolean[] done = {false};
        loop.execute(() -> {
            action.run();
            done[0] = true;
        });
        loop.runOnce();
        failIfInterrupted();
        if (!done[0]) {
            reports.assertNone();
            throw new AssertionError("the task did not run in the turn after it was queued");
        }
    }

    /** JUnit interrupts a test that takes too long; the loop would turn on. */
    private static void failIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted: what was waited for did not come");
        }
    }

    @Override
    public void close() {
        loop.close();
        reports.assertNone();
    }
}
