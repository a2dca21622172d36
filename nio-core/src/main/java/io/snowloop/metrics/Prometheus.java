// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final LazyLogger LOG = new LazyLogger(Prometheus.class);
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** More loops than that seldom write at the same time. Who asks for a counter for each request gets one of these again. */
    private static final int MOST_CELLS = 64;

    private static final int MOST_FUNCTIONS = 1_000;

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

    /** Gauges whose function has thrown when it was asked last. Guarded by this. */
    private final Set<String> failing = new HashSet<>();

    /** Without figures yet. */
    public Prometheus() {}

    @Override
    public Counter counter(Metric metric) {
        LongAdder cell = cell(metric, Kind.COUNTER, LongAdder.class, LongAdder::new);
        return count -> {
            if (count < 0) {
                throw new IllegalArgumentException("the counter " + metric.name() + " never sinks, and can't count "
                        + count + ": make it a gauge");
            }
            cell.add(count);
        };
    }

    @Override
    public Gauge gauge(Metric metric) {
        return cell(metric, Kind.GAUGE, LongAdder.class, LongAdder::new)::add;
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {
        requireNonNull(value, "value");
        addFunction(metric, value);
    }

    @Override
    public Histogram histogram(Metric metric) {
        if (requireNonNull(metric, "metric")
                .labels()
                .containsKey("le")) { // twice on a line, it would make all figures unreadable
            throw new IllegalArgumentException("the histogram " + metric.name()
                    + " has a label le of its own, for its bounds: choose another name");
        }
        return cell(metric, Kind.HISTOGRAM, Buckets.class, Buckets::new);
    }

    private synchronized void addFunction(Metric metric, DoubleSupplier value) {
        List<Object> cells = cells(metric, Kind.GAUGE);
        if (cells.size() >= MOST_FUNCTIONS) {
            throw new IllegalStateException("the gauge " + metric.name() + " has " + MOST_FUNCTIONS
                    + " functions already: make it once, when the program begins, and not for each request");
        }
        cells.add(value);
    }

    /** Each has its own cell, although they count together: loops that write to one memory would slow each other down. */
    private synchronized <T> T cell(Metric metric, Kind kind, Class<T> type, Supplier<T> made) {
        List<Object> cells = cells(metric, kind);
        List<T> same = cells.stream().filter(type::isInstance).map(type::cast).toList();
        if (same.size() >= MOST_CELLS) {
            return same.get(ThreadLocalRandom.current().nextInt(MOST_CELLS));
        }
        T cell = made.get();
        cells.add(cell);
        return cell;
    }

    private List<Object> cells(Metric metric, Kind kind) {
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
        return family.parts.computeIfAbsent(MetricText.labels(metric), labels -> new ArrayList<>());
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

    private void write(StringBuilder out, String name, String labels, List<Object> cells) {
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
                asked += ask(name + labels, (DoubleSupplier) cell);
            }
        }
        MetricText.line(out, name, labels, asked == 0 ? Long.toString(sum) : Double.toString(sum + asked));
    }

    /** What an application's function throws must not take all other figures away. It is logged once, until the function works again. */
    private double ask(String gauge, DoubleSupplier value) {
        try {
            double result = value.getAsDouble();
            failing.remove(gauge);
            return result;
        } catch (RuntimeException e) {
            if (failing.add(gauge)) {
                LOG.log(Level.WARNING, "the function of the gauge " + gauge + " has thrown: its value is NaN", e);
            }
            return Double.NaN;
        }
    }

    @Override
    public Future<Response> handle(Request request) {
        requireNonNull(request, "request");
        return Future.completed(
                Response.text(text()).withHeader("Content-Type", TYPE).withHeader("Cache-Control", "no-store"));
    }
}
