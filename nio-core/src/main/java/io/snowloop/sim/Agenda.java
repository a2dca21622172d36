// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The scheduled events of a simulation, earliest first.
 *
 * <p>Events with the same time run in the order in which they were added. A {@link PriorityQueue} alone has no order
 * among equal elements, and then a run would not be reproducible; so each entry has a sequence number.
 */
final class Agenda {
    /** The time of an event that never happens. */
    static final long NEVER = Long.MAX_VALUE;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long sequence;

    /**
     * Schedules {@code action}.
     *
     * @param time in nanoseconds since the start of the simulation; a time that has passed means now
     */
    Entry add(long time, Runnable action) {
        Entry entry = new Entry(time, sequence++, action);
        entries.add(entry);
        return entry;
    }

    /** The time of the first event; {@link #NEVER} if there is none. */
    long next() {
        Entry first = first();
        return first == null ? NEVER : first.time;
    }

    /** Runs all events that are due, including those that they add for {@code now}. Returns whether there were any. */
    boolean runDue(long now) {
        boolean any = false;
        for (Entry entry = first(); entry != null && entry.time <= now; entry = first()) {
            entries.remove();
            entry.action.run();
            any = true;
        }
        return any;
    }

    /**
     * The first entry that is not cancelled. Cancelled entries are removed here, when they reach the head, and not by
     * {@link Entry#cancel}: to remove one from the middle of a heap is a linear search. They must not stay at the head,
     * because the simulation would then advance its clock to a time at which nothing happens.
     */
    private @Nullable Entry first() {
        Entry first = entries.peek();
        while (first != null && first.cancelled) {
            entries.remove();
            first = entries.peek();
        }
        return first;
    }

    /** A scheduled action. */
    static final class Entry implements Comparable<Entry> {
        private final long time;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Entry(long time, long sequence, Runnable action) {
            this.time = time;
            this.sequence = sequence;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Entry other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(sequence, other.sequence);
        }
    }
}
