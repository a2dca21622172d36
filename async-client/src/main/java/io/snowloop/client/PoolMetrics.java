// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.metrics.Counter;
import io.snowloop.metrics.Gauge;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;

/** What a fetcher reports of its pool. */
final class PoolMetrics {
    private final Gauge connections;
    private final Gauge idle;
    private final Gauge waiting;
    private final Counter opened;
    private final Counter failed;

    PoolMetrics(Metrics metrics) {
        this.connections =
                metrics.gauge(Metric.of("snowloop_client_connections", "Connections that are open or being opened"));
        this.idle = metrics.gauge(Metric.of("snowloop_client_idle_connections", "Connections without a request"));
        this.waiting =
                metrics.gauge(Metric.of("snowloop_client_waiting_requests", "Requests that wait for a connection"));
        this.opened = metrics.counter(Metric.of("snowloop_client_connects", "Connections that were begun"));
        this.failed = metrics.counter(Metric.of(
                "snowloop_client_connect_failures", "Connections that could not be opened, or took too long"));
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
