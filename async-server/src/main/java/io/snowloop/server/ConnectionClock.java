package io.snowloop.server;

import io.snowloop.loop.Deadline;

/**
 * What a server's connection waits for, and for how long: always one thing at a time, so one {@link Deadline} serves for
 * all. The calls cost a store each.
 */
final class ConnectionClock {
    enum Phase {
        /** Nothing is awaited that this clock limits. */
        NONE,
        /** The next request, or the connection's first. */
        IDLE,
        /** The rest of a head. */
        HEAD,
        /** The handler's response. */
        HANDLER,
        /** The client's end, after our last answer. */
        LINGER
    }

    private final ServerTimeouts timeouts;
    private final Deadline deadline;
    private Phase phase = Phase.NONE;

    /**
     * A clock that is not running.
     *
     * @param expired run when the time of a phase is up, which {@link #phase} tells
     */
    ConnectionClock(LoopServer server, Runnable expired) {
        this.timeouts = server.options().timeouts();
        this.deadline = new Deadline(server.loop(), expired);
    }

    /** Enters a phase; staying in one doesn't begin it anew. */
    void enter(Phase next) {
        if (next == phase) {
            return;
        }
        phase = next;
        enterAnew();
    }

    /** Gives the phase that it is in its full time again. */
    void enterAnew() {
        switch (phase) {
            case NONE -> deadline.disarm();
            case IDLE -> deadline.arm(timeouts.keepAlive().toNanos());
            case HEAD -> deadline.arm(timeouts.head().toNanos());
            case HANDLER -> deadline.arm(timeouts.handler().toNanos());
            case LINGER -> deadline.arm(timeouts.linger().toNanos());
        }
    }

    Phase phase() {
        return phase;
    }

    void cancel() {
        deadline.cancel();
    }
}
