// SPDX-License-Identifier: Apache-2.0
package io.snowloop.logging;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reports what the callbacks of completed futures throw. Such a callback runs inside {@code Future.onComplete},
 * and what it throws must not end the caller's method. The callbacks of a {@code Promise} run on an executor, which
 * reports their exceptions itself.
 *
 * <p>An executor that runs on a thread registers its reporter there. Without a reporter, exceptions are logged.
 */
public final class CallbackErrors {
    private static final ThreadLocal<@Nullable Reporter> REPORTER = new ThreadLocal<>();

    private static final LazyLogger LOG = new LazyLogger(CallbackErrors.class);

    private CallbackErrors() {}

    /** Where exceptions are reported to. */
    @FunctionalInterface
    public interface Reporter {
        /** Reports what {@code callback} threw. Must not throw. */
        void report(Throwable thrown, Object callback);

        /** The executor that runs on the thread; null if it cannot take tasks. */
        default @Nullable Executor executor() {
            return null;
        }
    }

    /** The executor that runs on the calling thread; null if there is none. */
    public static @Nullable Executor executor() {
        Reporter reporter = REPORTER.get();
        return reporter == null ? null : reporter.executor();
    }

    /**
     * Sets the reporter of the calling thread; null for none.
     *
     * @return the reporter that was set before, which the caller sets again when its executor leaves the thread
     */
    public static @Nullable Reporter replace(@Nullable Reporter reporter) {
        Reporter previous = REPORTER.get();
        if (reporter == null) {
            REPORTER.remove();
        } else {
            REPORTER.set(reporter);
        }
        return previous;
    }

    /** Reports what a callback threw on the calling thread. */
    public static void report(Throwable thrown, Object callback) {
        Reporter reporter = REPORTER.get();
        if (reporter != null) {
            reporter.report(thrown, callback);
        } else {
            LOG.log(Level.ERROR, () -> "exception in " + callback, thrown);
        }
    }
}
