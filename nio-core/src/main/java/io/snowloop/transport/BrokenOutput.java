// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.io.IOException;
import java.time.Duration;

/** A socket's failure to take bytes: the cause, and how long the protocol may take to read what the peer has sent before. */
final class BrokenOutput {
    /**
     * A bound for a protocol that has paused reading, and does not know that its peer is gone: it may wait for room to
     * write before it reads on. One that reads comes to the end of the stream without this bound.
     */
    private static final Duration MOST = Duration.ofSeconds(5);

    private final IOException cause;
    private final Timer timer;

    /** Calls {@code expired} after 5 seconds. */
    BrokenOutput(IOException cause, Scheduler loop, Runnable expired) {
        this.cause = cause;
        this.timer = loop.schedule(MOST, expired);
    }

    /** The connection is closed. Returns the cause. */
    IOException end() {
        timer.cancel();
        return cause;
    }
}
