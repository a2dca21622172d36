// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.List;
import java.util.Optional;

/**
 * The events of a loop in a span of time, read from its trace or from a file.
 *
 * @param loop the name of the loop
 * @param origin the time at which the trace began, in nanoseconds of the loop's ticker
 * @param records the events in order; there are gaps where a file had events that this version does not know
 */
public record Recording(String loop, long origin, List<TraceRecord> records) {
    /** Copies the list. */
    public Recording {
        records = List.copyOf(records);
    }

    /** {@return the number of earlier records that the ring has overwritten} */
    public long lost() {
        return records.isEmpty() ? 0 : records.get(0).number();
    }

    /**
     * {@return the record with this number; empty if this recording does not have it}
     * @param number counted from 0, as {@link TraceRecord#number} is
     */
    public Optional<TraceRecord> find(long number) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < records.size() && records.get(low).number() == number
                ? Optional.of(records.get(low))
                : Optional.empty();
    }
}
