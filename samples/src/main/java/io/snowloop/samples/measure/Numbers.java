// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import java.util.Locale;

/** Numbers as text, with three significant digits. */
public final class Numbers {
    private Numbers() {}

    /** A unit as a page has it: the files of results have {@code us}, which is in ASCII. */
    public static String unit(String unit) {
        return unit.equals("us") ? "\u00b5s" : unit;
    }

    /** Three significant digits, or all digits before the decimal point. */
    public static String text(double value) {
        double size = Math.abs(value);
        String format = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
