// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.metrics.Counter;
import io.snowloop.metrics.Gauge;
import io.snowloop.metrics.Histogram;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;
import java.util.function.DoubleSupplier;

/** The metrics of an application with a bug: each change of a counter or a gauge throws. */
public final class BrokenMetrics implements Metrics {
    /** Metrics that throw. */
    public BrokenMetrics() {}

    @Override
    public Counter counter(Metric metric) {
        return count -> {
            throw new IllegalStateException("a counter");
        };
    }

    @Override
    public Gauge gauge(Metric metric) {
        return difference -> {
            throw new IllegalStateException("a gauge");
        };
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {}

    @Override
    public Histogram histogram(Metric metric) {
        return nanoseconds -> {};
    }
}
