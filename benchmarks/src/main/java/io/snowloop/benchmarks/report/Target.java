package io.snowloop.benchmarks.report;

import java.util.Locale;

/**
 * What we want of one measurement, and what it is.
 *
 * @param what is measured
 * @param wanted the most that we want; or the least, if {@code atLeast}
 * @param of whose figure that is made from: {@code 1.08 x raw Selector}
 * @param measured what ours is
 * @param unit of both
 * @param atLeast whether more is better
 */
public record Target(String what, double wanted, String of, double measured, String unit, boolean atLeast) {
    /** That ours is at most so much. */
    static Target atMost(String what, double wanted, String of, double measured, String unit) {
        return new Target(what, wanted, of, measured, unit, false);
    }

    /** Whether it is met. */
    public boolean isMet() {
        return atLeast ? measured >= wanted : measured <= wanted;
    }

    /** {@code met}, or by how much it is missed. */
    public String verdict() {
        double ratio = atLeast ? wanted / measured : measured / wanted;
        return isMet() ? "met" : "missed by " + Numbers.text(100 * (ratio - 1)) + " %";
    }

    /** What is wanted, for a table. */
    public String wantedText() {
        return String.format(Locale.ROOT, "%s %.2f %s (%s)", atLeast ? "≥" : "≤", wanted, unit, of);
    }

    /** What was measured, for a table. */
    public String measuredText() {
        return String.format(Locale.ROOT, "%.2f %s", measured, unit);
    }
}
