// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.future.UnseenFailure;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.ExceptionHandler;
import io.snowloop.loop.LoopEvent;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a callback of a loop has thrown. On a real network it is logged and the loop goes on. In a simulation it ends the run, as
 * what a program throws does: else a test whose assertion is in a callback could not fail.
 */
final class Uncaught implements ExceptionHandler {
    /** How many failures are watched, the first ones. */
    private static final int MOST = 1_000;

    /** Of futures that nothing waited for when they failed. Code may still ask for them. */
    private final Queue<UnseenFailure> unseen = new ArrayBlockingQueue<>(MOST);

    /** The first that was not rethrown yet. All are in the log, with their sources. */
    private @Nullable Throwable first;

    /** The last that was rethrown: try-with-resources cannot take the same one again from {@code close}. */
    private @Nullable Throwable rethrown;

    @Override
    public void caught(Throwable error, Object source) {
        EventLoopOptions.DEFAULT.exceptionHandler().caught(error, source);
        if (first == null) {
            first = error;
        }
    }

    /** Has the loops with these options tell this. */
    EventLoopOptions.Builder watch(EventLoopOptions.Builder options) {
        return options.exceptionHandler(this)
                .observer(EventLoopOptions.DEFAULT.observer().and(loop -> this::observe));
    }

    private void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (owner instanceof UnseenFailure failure && isBug(failure.error())) {
            unseen.offer(failure);
        }
    }

    /** Not an {@code IOException}, as of the network: many programs send on, whatever becomes of it. */
    private static boolean isBug(Throwable error) {
        return error instanceof Error || error instanceof RuntimeException;
    }

    /** No code will ask any more. */
    void end() {
        unseen.removeIf(failure -> failure.isSeen() || failure.error() == rethrown);
        unseen.forEach(failure -> caught(failure.error(), "a future that no code has asked for its outcome"));
        unseen.clear();
        rethrow();
    }

    boolean isThere() {
        return first != null;
    }

    void rethrow() {
        Throwable thrown = first;
        first = null;
        if (thrown != null) {
            rethrown = thrown;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown != null) { // of a language or a compiler that does not check
            throw new IllegalStateException(thrown);
        }
    }
}
