package io.snowloop.trace;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a loop's life, read out of its trace or out of a file.
 *
 * @param loop the loop's name
 * @param origin when the trace began, in the nanoseconds of the loop's ticker
 * @param records what happened, in its order, with no gap
 */
public record Recording(String loop, long origin, List<TraceRecord> records) {
    /** Keeps a copy of the list. */
    public Recording {
        records = List.copyOf(records);
    }

    /** How many earlier records the ring had no room for any more. */
    public long lost() {
        return records.isEmpty() ? 0 : records.get(0).number();
    }

    /** The record with this number; empty if it is not in here. */
    public Optional<TraceRecord> find(long number) {
        long index = number - lost();
        return index < 0 || index >= records.size() ? Optional.empty() : Optional.of(records.get((int) index));
    }
}
