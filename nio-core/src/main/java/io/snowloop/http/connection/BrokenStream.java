// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.time.Duration;

/** Why a stream is over, and how long its protocol may take to read what the peer has sent before. */
final class BrokenStream {
    /**
     * As for a socket whose output is broken. A protocol that has paused reading may wait for room to write before it reads on, and there
     * is never room again. One that reads comes to the end of the stream without this bound.
     */
    private static final Duration MOST = Duration.ofSeconds(5);

    private final Throwable cause;
    private final Timer timer;

    /** Calls {@code expired} after 5 seconds. */
    BrokenStream(Throwable cause, Scheduler loop, Runnable expired) {
        this.cause = cause;
        this.timer = loop.schedule(MOST, expired);
    }

    /** The transport is closed. Returns the cause. */
    Throwable end() {
        timer.cancel();
        return cause;
    }
}
