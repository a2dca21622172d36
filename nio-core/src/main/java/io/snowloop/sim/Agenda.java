package io.snowloop.sim;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What the network has yet to do, soonest first; of two things at the same time, the one that was entered first. */
final class Agenda {
    /** The time of what never happens. */
    static final long NEVER = Long.MAX_VALUE;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long sequence;

    /** Enters an action for a time, in nanoseconds since the beginning of the simulation. */
    Entry add(long time, Runnable action) {
        Entry entry = new Entry(time, sequence++, action);
        entries.add(entry);
        return entry;
    }

    /** When the first action is due; {@link #NEVER} if there is none. */
    long next() {
        Entry first = first();
        return first == null ? NEVER : first.time;
    }

    /** Runs all that is due, with what that enters for the same time. Returns whether there was anything. */
    boolean runDue(long now) {
        boolean any = false;
        for (Entry entry = first(); entry != null && entry.time <= now; entry = first()) {
            entries.remove();
            entry.action.run();
            any = true;
        }
        return any;
    }

    /** Cancelled entries stay until they would be first: taking one out of the middle of a heap costs a search. */
    private @Nullable Entry first() {
        Entry first = entries.peek();
        while (first != null && first.cancelled) {
            entries.remove();
            first = entries.peek();
        }
        return first;
    }

    /** An action and its time. */
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
