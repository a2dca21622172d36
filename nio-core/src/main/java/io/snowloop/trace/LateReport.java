package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;
import java.time.Duration;
import java.util.List;

/**
 * Why something ran late: a sum.
 *
 * <pre>
 *   timer retry ran 137 ms late: 96 ms in handler GET /report, 31 ms garbage collection, 10 ms behind 42 queued tasks
 * </pre>
 *
 * <p>The causes' nanoseconds add up to {@link #late}, and so do the rounded ones of the sentence.
 *
 * @param what what was late: {@code timer retry}
 * @param late by how many nanoseconds; of a ready channel, by how many at most, as the kernel doesn't tell since when
 * @param causes what the loop did meanwhile, the most first
 */
public record LateReport(String what, long late, List<Cause> causes) {
    /** A select that took less can't be told from one that found its channels ready at once. */
    private static final long IMMEDIATE = 1_000_000;

    /** Keeps a copy of the list. */
    public LateReport {
        causes = List.copyOf(causes);
    }

    /**
     * Why one timer, task or ready channel ran late.
     *
     * @param record with which it began
     * @throws IllegalArgumentException if nothing begins with that record that can be late
     */
    public static LateReport of(Recording recording, TraceRecord record, Pauses pauses, List<StackSample> samples) {
        long due = due(recording, record);
        List<Cause> causes = Attribution.between(due, record.time(), recording, pauses, samples);
        return new LateReport(record.title(), record.time() - due, causes);
    }

    /** Why each timer and each task was late that was late by so much or more, in their order. */
    public static List<LateReport> all(
            Recording recording, Duration atLeast, Pauses pauses, List<StackSample> samples) {
        return recording.records().stream()
                .filter(record -> record.event() == LoopEvent.TIMER || record.event() == LoopEvent.TASK)
                .filter(record -> record.value() >= atLeast.toNanos())
                .map(record -> of(recording, record, pauses, samples))
                .toList();
    }

    private static long due(Recording recording, TraceRecord record) {
        return switch (record.event()) {
            case TIMER, TASK -> record.time() - Math.max(0, record.value());
            case READY -> readySince(recording, record);
            default ->
                throw new IllegalArgumentException("only timers, tasks and ready channels can be late, not " + record);
        };
    }

    // region ready-since
    /**
     * Since when a channel may have been ready: since the select that found it, if that had to wait for it; else since the
     * select before, which did not find it.
     */
    private static long readySince(Recording recording, TraceRecord record) {
        long found = record.time();
        long asked = Long.MIN_VALUE;
        for (long number = record.number() - 1; number >= recording.lost(); number--) {
            TraceRecord earlier = recording.find(number).orElseThrow();
            if (earlier.event() == LoopEvent.SELECT_END) {
                if (asked != Long.MIN_VALUE) {
                    return earlier.time();
                }
                found = earlier.time();
            } else if (earlier.event() == LoopEvent.SELECT_BEGIN) {
                asked = earlier.time();
                if (found - asked >= IMMEDIATE) {
                    return found;
                }
            }
        }
        return found;
    }
    // endregion

    /** The whole sentence. */
    @Override
    public String toString() {
        return Sums.sentence(what + " ran ", late, " late", causes);
    }
}
