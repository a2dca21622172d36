// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The time-out of a TLS connection: of its handshake first, of its close later. At most one of them runs. */
final class TlsTimeout {
    private final Scheduler loop;
    private final TlsConfig config;
    private @Nullable Timer timer;

    /** The limit of all of connecting, and when it began in nanoseconds of the ticker; null if there is none. */
    private @Nullable Duration connectLimit;

    private long connectBegan;

    TlsTimeout(Scheduler loop, TlsConfig config) {
        this.loop = loop;
        this.config = config;
    }

    /** Connecting begins. The connection below has its own timer; the handshake gets what is left then. */
    void startConnect(Duration limit) {
        connectLimit = limit;
        connectBegan = loop.ticker().nanoTime();
    }

    /**
     * Starts {@link TlsConfig#handshakeTimeout}, or the rest of the limit of connecting if that is shorter; {@code expired}
     * is told the limit.
     */
    void startHandshake(Consumer<Duration> expired) {
        start(config.handshakeTimeout(), expired);
        Duration limit = connectLimit;
        if (limit != null) {
            Duration left = limit.minusNanos(loop.ticker().nanoTime() - connectBegan);
            if (left.compareTo(config.handshakeTimeout()) < 0) {
                stop();
                timer = loop.schedule(left, () -> expired.accept(limit));
            }
        }
    }

    /** Starts {@link TlsConfig#closeTimeout}; {@code expired} is told the limit. */
    void startClose(Consumer<Duration> expired) {
        start(config.closeTimeout(), expired);
    }

    private void start(Duration limit, Consumer<Duration> expired) {
        stop();
        timer = loop.schedule(limit, () -> expired.accept(limit));
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
