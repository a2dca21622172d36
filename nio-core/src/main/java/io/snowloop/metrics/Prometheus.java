// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Figures for Prometheus, and for all that reads its text format, version 0.0.4. It is the handler that Prometheus fetches them from.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/MetricsPageTest.java#prometheus -->
 * <pre>{@code
 * Prometheus metrics = new Prometheus();
 * Snow app = new Snow().get("/", request -> Response.text("home"));
 * Server.Builder forUsers = Server.of(app).metrics(metrics);
 * Snow forOperators = new Snow().get("/metrics", metrics); // another port
 * }</pre>
 *
 * <p>Make one for the process. To count is a few additions, without a lock and without garbage; a lock is taken only to make a metric
 * and to write the text.
 */
public final class Prometheus implements Metrics, Handler {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** All metrics of one name, by their labels as they are written. */
    private record Family(Metric first, Kind kind, Map<String, List<Object>> parts) {}

    private enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        HISTOGRAM("_seconds");

        /** What the name ends with, by the conventions of Prometheus. */
        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** In the order in which the names came. Guarded by this. */
    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Without figures yet. */
    public Prometheus() {}

    @Override
    public Counter counter(Metric metric) {
        return add(metric, Kind.COUNTER, LongAdder::new)::add;
    }

    @Override
    public Gauge gauge(Metric metric) {
        return add(metric, Kind.GAUGE, LongAdder::new)::add;
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {
        requireNonNull(value, "value");
        add(metric, Kind.GAUGE, () -> value);
    }

    @Override
    public Histogram histogram(Metric metric) {
        return add(metric, Kind.HISTOGRAM, Buckets::new);
    }

    /** Each has its own cell, although they count together: loops that write to one memory would slow each other down. */
    private synchronized <T> T add(Metric metric, Kind kind, Supplier<T> made) {
        requireNonNull(metric, "metric");
        if (!kind.suffix.isEmpty() && metric.name().endsWith(kind.suffix)) {
            throw new IllegalArgumentException(metric.name() + " would be " + metric.name() + kind.suffix
                    + " in the text: leave out " + kind.suffix + ", which is added");
        }
        Family family =
                families.computeIfAbsent(metric.name(), name -> new Family(metric, kind, new LinkedHashMap<>()));
        if (family.kind != kind) {
            throw new IllegalArgumentException(
                    metric.name() + " is a " + family.kind.name().toLowerCase(Locale.ROOT) + " already, and can't be a "
                            + kind.name().toLowerCase(Locale.ROOT) + ", too");
        }
        T cell = made.get();
        family.parts
                .computeIfAbsent(MetricText.labels(metric), labels -> new ArrayList<>())
                .add(cell);
        return cell;
    }

    /** {@return all figures, in the text format} */
    public synchronized String text() {
        StringBuilder out = new StringBuilder();
        families.forEach((name, family) -> {
            String full = name + family.kind.suffix;
            MetricText.head(out, full, family.first.help(), family.kind.name());
            family.parts.forEach((labels, cells) -> write(out, full, labels, cells));
        });
        return out.toString();
    }

    private static void write(StringBuilder out, String name, String labels, List<Object> cells) {
        if (cells.get(0) instanceof Buckets) {
            Buckets.write(out, name, labels, cells);
            return;
        }
        long sum = 0;
        double asked = 0;
        for (Object cell : cells) {
            if (cell instanceof LongAdder adder) {
                sum += adder.sum();
            } else {
                asked += ((DoubleSupplier) cell).getAsDouble();
            }
        }
        MetricText.line(out, name, labels, asked == 0 ? Long.toString(sum) : Double.toString(sum + asked));
    }

    @Override
    public Future<Response> handle(Request request) {
        requireNonNull(request, "request");
        return Future.completed(
                Response.text(text()).withHeader("Content-Type", TYPE).withHeader("Cache-Control", "no-store"));
    }
}
