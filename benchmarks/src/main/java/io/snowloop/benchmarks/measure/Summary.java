package io.snowloop.benchmarks.measure;

import java.util.Arrays;

/**
 * What several rounds come to.
 *
 * @param median the one in the middle, or the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Summary(double median, double min, double max) {
    /** The summary of these values, in any order; there must be one. */
    public static Summary of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[sorted.length - 1]);
    }
}
