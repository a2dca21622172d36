package io.snowloop.trace;

import java.util.List;
import java.util.Optional;

/**
 * The events of a loop in a span of time, read from its trace or from a file.
 *
 * @param loop the name of the loop
 * @param origin the time at which the trace began, in nanoseconds of the loop's ticker
 * @param records the events in order, without a gap
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
        long index = number - lost();
        return index < 0 || index >= records.size() ? Optional.empty() : Optional.of(records.get((int) index));
    }
}
