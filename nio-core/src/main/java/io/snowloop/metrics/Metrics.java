// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import java.util.function.DoubleSupplier;

/**
 * Where figures go: {@link Prometheus}, or a library of your choice behind these four methods.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/MetricsPageTest.java#own -->
 * <pre>{@code
 * Prometheus metrics = new Prometheus();
 * Counter notes = metrics.counter(Metric.of("notes", "Notes that were written"));
 * Snow app = new Snow().post("/notes", request -> {
 *     notes.increment();
 *     return Response.of(Status.CREATED);
 * });
 * }</pre>
 *
 * <p>Each call makes a counter, gauge or histogram. If there is one already with the same name and labels, both count together. All
 * methods, and those of what they make, may be called from any thread. What they make must not block and should not allocate: loops
 * call it for each request.
 */
public interface Metrics {
    /** No figures, at no cost. */
    Metrics NONE = new Metrics() {
        @Override
        public Counter counter(Metric metric) {
            return count -> {};
        }

        @Override
        public Gauge gauge(Metric metric) {
            return difference -> {};
        }

        @Override
        public void gauge(Metric metric, DoubleSupplier value) {}

        @Override
        public Histogram histogram(Metric metric) {
            return nanoseconds -> {};
        }
    };

    /**
     * {@return a counter}
     * @param metric its name and labels
     */
    Counter counter(Metric metric);

    /**
     * {@return a gauge, at 0}
     * @param metric its name and labels
     */
    Gauge gauge(Metric metric);

    /**
     * Makes a gauge that is asked for its value.
     * @param metric its name and labels
     * @param value called by any thread, each time when the figures are read; it must not block. It is kept as long as these figures, so
     *     make it once, and not for each request
     */
    void gauge(Metric metric, DoubleSupplier value);

    /**
     * {@return a histogram of durations}
     * @param metric its name and labels
     */
    Histogram histogram(Metric metric);
}
