// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.logging.LazyLogger;
import io.snowloop.metrics.Counter;
import io.snowloop.metrics.Gauge;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;
import java.lang.System.Logger.Level;

/**
 * What a fetcher reports of its pool. The figures are the application's: what they throw must not reach the pool, which would lose a place,
 * or leave a request that waits.
 */
final class PoolMetrics {
    private static final LazyLogger LOG = new LazyLogger(PoolMetrics.class);

    private final Gauge connections;
    private final Gauge idle;
    private final Gauge waiting;
    private final Counter opened;
    private final Counter failed;

    /** Whether one has thrown: said once. */
    private boolean hasThrown;

    PoolMetrics(Metrics metrics) {
        this.connections = safeGauge(
                metrics.gauge(Metric.of("snowloop_client_connections", "Connections that are open or being opened")));
        this.idle = safeGauge(
                metrics.gauge(Metric.of("snowloop_client_idle_connections", "Connections without a request")));
        this.waiting = safeGauge(
                metrics.gauge(Metric.of("snowloop_client_waiting_requests", "Requests that wait for a connection")));
        this.opened =
                safeCounter(metrics.counter(Metric.of("snowloop_client_connects", "Connections that were begun")));
        this.failed = safeCounter(metrics.counter(Metric.of(
                "snowloop_client_connect_failures", "Connections that could not be opened, or took too long")));
    }

    private Gauge safeGauge(Gauge gauge) {
        return difference -> {
            try {
                gauge.add(difference);
            } catch (Throwable thrown) {
                report(thrown);
            }
        };
    }

    private Counter safeCounter(Counter counter) {
        return count -> {
            try {
                counter.add(count);
            } catch (Throwable thrown) {
                report(thrown);
            }
        };
    }

    private void report(Throwable thrown) {
        if (!hasThrown) {
            hasThrown = true;
            LOG.log(Level.ERROR, () -> "the metrics of the pool have thrown (said once)", thrown);
        }
    }

    /** A connection is being opened. */
    void connecting() {
        opened.increment();
        connections.add(1);
    }

    /** It could not be opened. */
    void connectFailed() {
        failed.increment();
    }

    /** There is one connection less. */
    void ended() {
        connections.add(-1);
    }

    /** So many more connections are idle, or fewer if negative. */
    void idle(int more) {
        idle.add(more);
    }

    /** So many more requests wait, or fewer if negative. */
    void waiting(int more) {
        waiting.add(more);
    }
}
