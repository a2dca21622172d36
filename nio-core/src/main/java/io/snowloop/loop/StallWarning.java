// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Cancellable;
import io.snowloop.future.EventExecutor;
import io.snowloop.future.Future;
import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What is logged if a loop runs until a future of another one is done, and no thread runs that: it would do so without an end. */
final class StallWarning {
    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private StallWarning() {}

    /** Warns later if no thread runs the future's loop by then, unless that is cancelled. A thread that was just started needs some time. */
    static Cancellable schedule(EventLoop loop, Future<?> awaited, Duration startWithin) {
        EventExecutor other = awaited.executor();
        if (other == null || other == loop || other.stallReason() == null) {
            return () -> false;
        }
        return loop.schedule(startWithin, new NamedTask("stall warning", () -> {
            if (other.stallReason() != null) {
                LOG.log(Level.WARNING, () -> message(loop, other));
            }
        }));
    }

    private static String message(EventLoop loop, EventExecutor other) {
        return "runUntil of " + loop + " waits for a future of " + other
                + ", which no thread runs, so nothing would complete it:" + " call runUntil of " + other
                + ", or of its Fetcher; or use one loop for both, as Fetcher.on(loop) does";
    }
}
