// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The name of a figure. Those of one name, with different labels, are parts of a whole: the requests with status 200, and those with
 * 404.
 *
 * @param name letters, digits and underscores, without the unit: {@code snowloop_server_connections}. {@link Prometheus} adds {@code _total}
 *     to that of a counter and {@code _seconds} to that of a histogram
 * @param help one sentence for people
 * @param labels in their order. Give them few values: each combination costs memory for as long as the program runs, so a path or a
 *     user is no label
 */
public record Metric(String name, String help, Map<String, String> labels) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Checks the names. */
    public Metric {
        requireName("name", name);
        requireNonNull(help, "help");
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(requireNonNull(labels, "labels")));
        labels.forEach((label, value) -> {
            requireName("label", label);
            requireNonNull(value, "value");
        });
    }

    /**
     * {@return a name without labels}
     * @param name letters, digits and underscores, without the unit
     * @param help one sentence for people
     * @throws IllegalArgumentException if the name has other characters, or begins with a digit
     */
    public static Metric of(String name, String help) {
        return new Metric(name, help, Map.of());
    }

    /**
     * {@return this with one more label}
     * @param label letters, digits and underscores
     * @param value any text
     * @throws IllegalArgumentException if the label has other characters, or is there already
     */
    public Metric with(String label, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        if (more.put(requireNonNull(label, "label"), requireNonNull(value, "value")) != null) {
            throw new IllegalArgumentException(name + " has the label " + label + " already");
        }
        return new Metric(name, help, more);
    }

    private static void requireName(String what, String text) {
        if (!NAME.matcher(requireNonNull(text, what)).matches()) {
            throw new IllegalArgumentException(
                    "a " + what + " of a metric has letters, digits and underscores, and begins with no digit: not \""
                            + text + "\"");
        }
    }
}
