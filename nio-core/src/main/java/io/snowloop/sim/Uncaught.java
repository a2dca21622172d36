// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.ExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a callback of a loop has thrown. On a real network it is logged and the loop goes on. In a simulation it ends the run, as
 * what a program throws does: else a test whose assertion is in a callback could not fail.
 */
final class Uncaught implements ExceptionHandler {
    /** The first that was not rethrown yet. All are in the log, with their sources. */
    private @Nullable Throwable first;

    @Override
    public void caught(Throwable error, Object source) {
        EventLoopOptions.DEFAULT.exceptionHandler().caught(error, source);
        if (first == null) {
            first = error;
        }
    }

    boolean isThere() {
        return first != null;
    }

    void rethrow() {
        Throwable thrown = first;
        first = null;
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
