// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.measure.Summary;
import java.util.List;
import java.util.Locale;

/**
 * The measured values of one metric of one entry.
 *
 * @param group the table, for example {@code idle}
 * @param metric the column
 * @param unit the unit of the values
 * @param entry the name of the entry
 * @param title the title of the entry
 * @param values the values in the order in which they were measured; empty if the measurement failed
 */
public record Figure(String group, String metric, String unit, String entry, String title, List<Double> values) {
    /** The summary of the values. */
    public Summary summary() {
        return Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The median, with its unit. */
    public String text() {
        if (values.isEmpty()) {
            return "failed";
        }
        double median = summary().median();
        return String.format(Locale.ROOT, median < 100 ? "%.1f %s" : "%,.0f %s", median, Numbers.unit(unit));
    }
}
