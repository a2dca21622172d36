// SPDX-License-Identifier: Apache-2.0
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** An action at a time. */
class Timer {
    final long nanos;
    final long number;
    final Runnable action;
    boolean cancelled;

    Timer(long nanos, long number, Runnable action) {
        this.nanos = nanos;
        this.number = number;
        this.action = action;
    }

    /** It will not fire any more. */
    void cancel() {
        cancelled = true;
    }
}

/** The timers of a loop, the next one first. */
class Timers {
    private final PriorityQueue<Timer> heap = new PriorityQueue<>(
            Comparator.<Timer>comparingLong(timer -> timer.nanos).thenComparingLong(t -> t.number));
    private long count;

    /** Sets a timer, for a time of the loop's clock in nanoseconds. */
    Timer at(long nanos, Runnable action) {
        Timer timer = new Timer(nanos, count++, action);
        heap.add(timer);
        return timer;
    }

    /** How many milliseconds a loop may sleep: 0 if a timer is due, -1 if there is none. */
    long millisToNext(long now) {
        while (!heap.isEmpty() && heap.peek().cancelled) {
            heap.remove();
        }
        return heap.isEmpty() ? -1 : (Math.max(0, heap.peek().nanos - now) + 999_999) / 1_000_000;
    }

    /** Fires the timers that are due and were set before. */
    void fire(long now) {
        List<Timer> due = new ArrayList<>();
        while (!heap.isEmpty() && heap.peek().nanos <= now) {
            due.add(heap.remove());
        }
        for (Timer timer : due) {
            if (!timer.cancelled) {
                timer.action.run();
            }
        }
    }
}
