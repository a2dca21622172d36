// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.samples.measure.Numbers;
import java.util.Locale;

/**
 * The target of one measurement, and its result.
 *
 * @param what the name of the measurement
 * @param wanted the largest value that meets the target; the smallest, if {@code atLeast}
 * @param of the origin of that value: {@code 1.08 x raw Selector}
 * @param measured our result
 * @param unit the unit of both values
 * @param atLeast whether more is better
 */
public record Target(String what, double wanted, String of, double measured, String unit, boolean atLeast) {
    /** A target for which less is better. */
    static Target atMost(String what, double wanted, String of, double measured, String unit) {
        return new Target(what, wanted, of, measured, unit, false);
    }

    /** Whether it is met. */
    public boolean isMet() {
        return atLeast ? measured >= wanted : measured <= wanted;
    }

    /** {@code met}, or the percentage by which it is missed. */
    public String verdict() {
        double ratio = atLeast ? wanted / measured : measured / wanted;
        return isMet() ? "met" : "missed by " + Numbers.text(100 * (ratio - 1)) + " %";
    }

    /** The target, for a table. */
    public String wantedText() {
        return String.format(Locale.ROOT, "%s %,.2f %s (%s)", atLeast ? "≥" : "≤", wanted, Numbers.unit(unit), of);
    }

    /** The result, for a table. */
    public String measuredText() {
        return String.format(Locale.ROOT, "%,.2f %s", measured, Numbers.unit(unit));
    }
}
