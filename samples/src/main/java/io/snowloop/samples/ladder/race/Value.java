// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.measure.Summary;
import java.util.List;

/**
 * A measured value.
 *
 * @param median the median of the rounds
 * @param min the smallest
 * @param max the largest
 * @param asked of how many requests it is; 0 if it is of none
 * @param answered how many of these were answered in time. If it is not all, the value is not the time of all
 */
record Value(double median, double min, double max, int asked, int answered) {
    /** A value of something else than requests. */
    static Value of(double value) {
        return of(List.of(value), 0, 0);
    }

    /** A value of several rounds. */
    static Value of(List<Double> rounds, int asked, int answered) {
        Summary summary =
                Summary.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        return new Value(summary.median(), summary.min(), summary.max(), asked, answered);
    }

    /** Every request was answered in time. */
    boolean isComplete() {
        return answered == asked;
    }
}
