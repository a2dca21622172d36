// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Status;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.metrics.Counter;
import io.snowloop.metrics.Gauge;
import io.snowloop.metrics.Histogram;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;

/** What the part of a server in one loop reports. */
final class ServerMetrics {
    private static final int CLASSES = 5;

    private final Reactor reactor;
    private final boolean on;
    private final Counter accepted;
    private final Gauge connections;
    private final Gauge pending;

    /** By the class of the status: 1xx comes first. */
    private final Histogram[] answers = new Histogram[CLASSES];

    ServerMetrics(Metrics metrics, Reactor reactor) {
        this.reactor = reactor;
        this.on = metrics != Metrics.NONE;
        this.accepted = metrics.counter(Metric.of("snowloop_server_accepted", "Connections that were accepted"));
        this.connections = metrics.gauge(Metric.of("snowloop_server_connections", "Connections that are open"));
        this.pending = metrics.gauge(
                Metric.of("snowloop_server_pending_requests", "Requests whose handler has not answered yet"));
        for (int i = 0; i < CLASSES; i++) {
            answers[i] = metrics.histogram(Metric.of(
                            "snowloop_server_request",
                            "From the turn in which a request came to the head of its response")
                    .with("status", (i + 1) + "xx"));
        }
    }

    void accepted() {
        accepted.increment();
        connections.add(1);
    }

    void closed() {
        connections.add(-1);
    }

    /** A handler has not answered at once. */
    void waits() {
        pending(1);
    }

    /** It has, or will not any more. */
    void waitsNoLonger() {
        pending(-1);
    }

    /** A bug of the application's metrics is reported: thrown, it would keep the place and the memory of a connection that ends. */
    private void pending(int more) {
        try {
            pending.add(more);
        } catch (Throwable thrown) {
            reactor.report(thrown, this);
        }
    }

    /**
     * The head of a response was encoded.
     *
     * @param began the time of the turn in which the request came
     */
    void answered(Status status, long began) {
        if (on) { // else the clock is not asked
            try {
                answers[Math.min(status.code() / 100, CLASSES) - 1].record(
                        reactor.loop().ticker().nanoTime() - began);
            } catch (Throwable thrown) { // the head is encoded: no other answer can take its place
                reactor.report(thrown, this);
            }
        }
    }
}
