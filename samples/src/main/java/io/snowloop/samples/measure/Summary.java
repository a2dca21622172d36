// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import java.util.Arrays;

/**
 * The summary of several rounds.
 *
 * @param median the median
 * @param min the smallest value
 * @param max the largest value
 */
public record Summary(double median, double min, double max) {
    /** The summary of these values, at least one, in any order. */
    public static Summary of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[sorted.length - 1]);
    }
}
