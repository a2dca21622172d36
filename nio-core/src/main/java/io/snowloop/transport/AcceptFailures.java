package io.snowloop.transport;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * Spells in which a listening socket can't accept, mostly because the process has no file descriptor left. A spell is two log
 * records, one when it begins and one when it is over, and not one for each attempt. It is over when {@link #CALM} has passed
 * without a failure: descriptors come and go, and between two failures some connections are accepted.
 */
final class AcceptFailures {
    /** How long no attempt may fail until the spell is over. */
    static final Duration CALM = Duration.ofSeconds(10);

    private static final LazyLogger LOG = new LazyLogger(Acceptor.class);

    private final Scheduler loop;
    private final SocketAddress address;
    private final Deadline calm;

    /** How many attempts have failed in this spell; 0 outside of one. */
    private int failures;

    /** When this spell began, and when its last attempt failed, in the ticker's nanoseconds. */
    private long began;

    private long last;

    AcceptFailures(Scheduler loop, SocketAddress address) {
        this.loop = loop;
        this.address = address;
        this.calm = new Deadline(loop, this::over);
    }

    void failed(IOException error, Duration backOff) {
        last = loop.ticker().nanoTime();
        if (failures++ == 0) {
            began = last;
            String message = "cannot accept on " + address + ", trying again every " + backOff.toMillis()
                    + " ms (if file descriptors ran out, raise the limit, ulimit -n)";
            LOG.log(Level.WARNING, message, error);
        }
        calm.arm(CALM);
    }

    private void over() {
        String message = "accepting on " + address + " again: " + failures + " attempts failed within "
                + Duration.ofNanos(last - began).toMillis() + " ms";
        failures = 0;
        LOG.log(Level.WARNING, message);
    }

    /** The socket is closed: nothing more is said. */
    void cancel() {
        calm.cancel();
    }
}
