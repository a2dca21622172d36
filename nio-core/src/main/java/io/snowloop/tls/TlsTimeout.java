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

    TlsTimeout(Scheduler loop, TlsConfig config) {
        this.loop = loop;
        this.config = config;
    }

    /** Starts {@link TlsConfig#handshakeTimeout}; {@code expired} is told the limit. */
    void startHandshake(Consumer<Duration> expired) {
        start(config.handshakeTimeout(), expired);
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
