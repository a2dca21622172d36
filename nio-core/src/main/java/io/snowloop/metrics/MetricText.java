// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import java.util.Locale;
import java.util.StringJoiner;

/** The text format of Prometheus, line by line. */
final class MetricText {
    private MetricText() {}

    /** What stands above all figures of a name. */
    static void head(StringBuilder out, String name, String help, String kind) {
        String oneLine = help.replace("\\", "\\\\").replace("\n", "\\n");
        out.append("# HELP ").append(name).append(' ').append(oneLine).append('\n');
        out.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(kind.toLowerCase(Locale.ROOT))
                .append('\n');
    }

    /** A figure, with labels as {@link #labels} has made them. */
    static void line(StringBuilder out, String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    /** The labels without their braces. */
    static String labels(Metric metric) {
        StringJoiner joined = new StringJoiner(",");
        metric.labels().forEach((label, value) -> joined.add(pair(label, value)));
        return joined.toString();
    }

    /** Labels with one more. */
    static String and(String labels, String label, String value) {
        return labels.isEmpty() ? pair(label, value) : labels + "," + pair(label, value);
    }

    private static String pair(String label, String value) {
        return label + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
