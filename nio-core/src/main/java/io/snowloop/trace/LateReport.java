// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;
import java.time.Duration;
import java.util.List;

/**
 * The reasons why a timer, a task or a ready channel ran late, as a sum.
 *
 * <pre>
 *   timer retry ran 137 ms late: 96 ms in handler GET /report, 31 ms garbage collection, 10 ms behind 42 queued tasks
 * </pre>
 *
 * <p>The nanoseconds of the causes add up to {@link #late}, and so do the rounded ones in the sentence.
 *
 * @param what the callback that was late: {@code timer retry}
 * @param late its delay in nanoseconds; for a ready channel an upper bound, because the kernel does not say since when
 *     it is ready
 * @param causes what the loop did meanwhile, the largest part first
 */
public record LateReport(String what, long late, List<Cause> causes) {
    /** A select that took less, in nanoseconds, counts as one that found its channels ready and did not wait. */
    private static final long IMMEDIATE = 1_000_000;

    /** Copies the list. */
    public LateReport {
        causes = List.copyOf(causes);
    }

    /**
     * Explains one timer, task or ready channel.
     * @param recording what the loop did
     * @param record the record with which it begins
     * @param pauses of the garbage collector
     * @param samples the stacks that were taken meanwhile; may be empty
     * @return the delay, and its causes
     * @throws IllegalArgumentException if neither a timer nor a task nor a ready channel begins with that record
     */
    public static LateReport of(Recording recording, TraceRecord record, Pauses pauses, List<StackSample> samples) {
        long due = due(recording, record);
        List<Cause> causes = Attribution.between(due, record.time(), recording, pauses, samples);
        return new LateReport(record.title(), record.time() - due, causes);
    }

    /**
     * {@return the explanations of all timers and tasks that were late, in their order}
     * @param recording what the loop did
     * @param atLeast the smallest delay that counts
     * @param pauses of the garbage collector
     * @param samples the stacks that were taken meanwhile; may be empty
     */
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
     * The earliest time at which a channel may have been ready. If the select that found it had to wait, the channel
     * became ready at its end. If that select returned at once, the channel may have been ready before, but not before
     * the end of the previous select, which did not find it.
     */
    private static long readySince(Recording recording, TraceRecord record) {
        long found = record.time();
        long asked = Long.MIN_VALUE;
        for (long number = record.number() - 1; number >= recording.lost(); number--) {
            TraceRecord earlier =
                    recording.find(number).orElse(record); // an event that this version does not know: no select
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

    /** The report as a sentence. */
    @Override
    public String toString() {
        return Sums.sentence(what + " ran ", late, " late", causes);
    }
}
