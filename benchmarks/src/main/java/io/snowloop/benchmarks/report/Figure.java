package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Summary;
import java.util.List;
import java.util.Locale;

/**
 * One thing that was measured of one entry, several times.
 *
 * @param group what is in one table: {@code idle}, say
 * @param metric the column
 * @param unit of the values
 * @param entry its name
 * @param title of the entry
 * @param values in the order in which they were measured; none if it failed
 */
public record Figure(String group, String metric, String unit, String entry, String title, List<Double> values) {
    /** What the values come to. */
    public Summary summary() {
        return Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The median, with its unit. */
    public String text() {
        if (values.isEmpty()) {
            return "failed";
        }
        double median = summary().median();
        return String.format(Locale.ROOT, median < 100 ? "%.1f %s" : "%,.0f %s", median, unit);
    }
}
