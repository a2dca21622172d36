// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Spells in which a listening socket can't accept, mostly because the process has no file descriptor left. A spell is two log
 * records, one when it begins and one when it is over, and not one for each attempt. It is over when {@link #CALM} has passed
 * without a failure: descriptors come and go, and between two failures some connections are accepted.
 *
 * <p>A pause follows each failure: the connection that could not be accepted stays ready, so the loop would turn without end.
 *
 * <p>One descriptor is kept in reserve, as an unconnected socket, and is released for the record and the pause after it. To
 * write its first record a JVM opens files, and a class whose initialization has failed stays unusable.
 */
final class AcceptFailures {
    /** How long no attempt may fail until the spell is over. */
    static final Duration CALM = Duration.ofSeconds(10);

    /** How long to pause after a failure. */
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final LazyLogger LOG = new LazyLogger(Acceptor.class);

    private final SelectorProvider provider;
    private final Scheduler loop;
    private final SocketAddress address;
    private final Deadline calm;
    private final Runnable again;

    /** The end of the pause; null if there is none. */
    private @Nullable Timer pause;

    /** How many attempts have failed in this spell; 0 outside of one. */
    private int failures;

    /** When this spell began, and when its last attempt failed, in the ticker's nanoseconds. */
    private long began;

    private long last;

    /** The descriptor in reserve; null while it is released. */
    private @Nullable SocketChannel reserve;

    /** @param again run at the end of each pause */
    AcceptFailures(Reactor reactor, SocketAddress address, Runnable again) {
        this.provider = reactor.provider();
        this.loop = reactor.loop();
        this.address = address;
        this.again = again;
        this.calm = new Deadline(loop, this::over);
        takeReserve();
    }

    private void takeReserve() {
        try {
            reserve = provider.openSocketChannel();
        } catch (IOException e) {
            reserve = null; // there is still no descriptor
        }
    }

    private void releaseReserve() {
        SocketChannel held = reserve;
        reserve = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the descriptor in reserve could not be closed", e);
            }
        }
    }

    /** An attempt has failed: a pause begins. */
    void failed(IOException error) {
        releaseReserve();
        last = loop.ticker().nanoTime();
        if (failures++ == 0) {
            began = last;
            boolean bound = String.valueOf(error.getMessage()).contains("Invalid argument"); // EINVAL of accept(2)
            String message = "cannot accept on " + address + ", trying again every " + PAUSE.toMillis() + " ms ("
                    + (bound
                            ? "the socket does not listen: who has bound it must call listen, too)"
                            : "if file descriptors ran out, raise the limit, ulimit -n)");
            LOG.log(Level.WARNING, message, error);
        }
        calm.arm(CALM);
        pause = loop.schedule(PAUSE, this::endPause);
    }

    /** Whether no attempt is to be made now. */
    boolean isPausing() {
        return pause != null;
    }

    private void endPause() {
        pause = null;
        takeReserve(); // it comes before new connections
        again.run();
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
        if (pause != null) {
            pause.cancel();
        }
        releaseReserve();
    }
}
