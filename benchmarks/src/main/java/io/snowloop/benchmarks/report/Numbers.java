package io.snowloop.benchmarks.report;

import java.util.Locale;

/** Numbers with as many digits as they are worth. */
final class Numbers {
    private Numbers() {}

    /** Three digits, or more before the point. */
    static String text(double value) {
        double size = Math.abs(value);
        String format = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
