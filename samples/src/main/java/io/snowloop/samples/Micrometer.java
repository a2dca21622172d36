// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.snowloop.metrics.Counter;
import io.snowloop.metrics.Gauge;
import io.snowloop.metrics.Histogram;
import io.snowloop.metrics.Metric;
import io.snowloop.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

// region adapter
/** Micrometer, plugged in where a server, a fetcher and loops report their figures. */
public final class Micrometer implements Metrics {
    private final MeterRegistry registry;

    /** Micrometer asks a gauge for its value; here it is told of changes. */
    private final Map<Metric, LongAdder> gauges = new ConcurrentHashMap<>();

    public Micrometer(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Counter counter(Metric metric) {
        return io.micrometer.core.instrument.Counter.builder(name(metric))
                .description(metric.help())
                .tags(tags(metric))
                .register(registry)::increment;
    }

    @Override
    public Gauge gauge(Metric metric) {
        return gauges.computeIfAbsent(metric, added -> {
            LongAdder value = new LongAdder();
            io.micrometer.core.instrument.Gauge.builder(name(metric), value, LongAdder::sum)
                    .description(metric.help())
                    .tags(tags(metric))
                    .register(registry);
            return value;
        })::add;
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {
        io.micrometer.core.instrument.Gauge.builder(name(metric), value, DoubleSupplier::getAsDouble)
                .description(metric.help())
                .tags(tags(metric))
                .strongReference(true) // else it keeps no supplier, and the gauge is lost
                .register(registry);
    }

    @Override
    public Histogram histogram(Metric metric) {
        Timer timer = Timer.builder(name(metric))
                .description(metric.help())
                .tags(tags(metric))
                .register(registry);
        return nanoseconds -> timer.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /** Micrometer names with dots, and each of its registries by the conventions of its system. */
    private static String name(Metric metric) {
        return metric.name().replace('_', '.');
    }

    private static Tags tags(Metric metric) {
        return Tags.of(metric.labels().entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList());
    }
}
// endregion
