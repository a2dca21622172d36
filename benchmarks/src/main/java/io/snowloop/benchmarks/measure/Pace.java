package io.snowloop.benchmarks.measure;

/**
 * How long it takes.
 *
 * @param warmUp seconds of CPU that don't count, for each entry and work
 * @param seconds of a round
 * @param rounds of each entry and work
 */
public record Pace(int warmUp, int seconds, int rounds) {
    /** For results that are kept. */
    public static final Pace FULL = new Pace(8, 5, 7);

    /** To see where one stands. */
    public static final Pace QUICK = new Pace(3, 2, 3);
}
