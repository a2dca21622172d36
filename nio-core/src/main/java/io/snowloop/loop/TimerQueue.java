// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a loop, soonest first: a binary heap in which each timer knows its place.
 *
 * <p>Unlike in {@link java.util.PriorityQueue}, to remove a timer from the middle takes O(log n) and not O(n). Most timers
 * are removed: they are time-outs of what went well.
 */
final class TimerQueue {
    private @Nullable Timer[] heap = new Timer[16];
    private int size;
    private long sequence;
    private final ClockLooks looks = new ClockLooks();

    int size() {
        return size;
    }

    /** The timer that is due first; null if there is none. */
    @Nullable
    Timer first() {
        return heap[0];
    }

    void add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.sequence = sequence++;
        siftUp(size++, timer);
    }

    /** Removes the timer. False if it is not in the queue. */
    boolean remove(Timer timer) {
        int hole = timer.index;
        if (hole < 0) {
            return false;
        }
        timer.index = -1;
        Timer last = at(--size);
        heap[size] = null;
        if (last == timer) {
            return true;
        }
        if (hole > 0 && isBefore(last, at(parent(hole)))) {
            siftUp(hole, last);
        } else {
            siftDown(hole, last);
        }
        return true;
    }

    // region fire-due
    /**
     * Fires the timers that are due now, except those that are added meanwhile, even if they are due. Thousands of peers
     * can have theirs due together: as of tasks, those that are left behind 20 ms wait for the next turn.
     */
    void fireDue(Ticker ticker) {
        long now = ticker.nanoTime();
        long firstOfLater = sequence;
        looks.begin(now);
        for (Timer timer = first(); timer != null && isDue(timer, now, firstOfLater); timer = first()) {
            remove(timer);
            if (timer.fire(now)) {
                add(timer);
            }
            if (looks.areLong(ticker, false)) {
                return;
            }
        }
        looks.end(ticker);
    }

    /** Equal deadlines go by sequence, so no due timer of this turn stands behind one that was added in it. */
    private static boolean isDue(Timer timer, long now, long firstOfLater) {
        return timer.deadline - now <= 0 && timer.sequence < firstOfLater;
    }
    // endregion

    /** Removes all timers; their sleeps are cancelled, because nothing would end them. Returns whether there was a sleep. */
    boolean endAll() {
        boolean sleeps = false;
        for (Timer timer = first(); timer != null; timer = first()) {
            remove(timer);
            sleeps |= timer.end();
        }
        return sleeps;
    }

    private void siftUp(int hole, Timer timer) {
        while (hole > 0 && isBefore(timer, at(parent(hole)))) {
            put(hole, at(parent(hole)));
            hole = parent(hole);
        }
        put(hole, timer);
    }

    private void siftDown(int hole, Timer timer) {
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), timer)) {
                break;
            }
            put(hole, at(child));
            hole = child;
        }
        put(hole, timer);
    }

    private void put(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }

    @SuppressWarnings("NullAway") // below size there is always a timer
    private Timer at(int index) {
        return heap[index];
    }

    private static int parent(int index) {
        return (index - 1) / 2;
    }

    /** By difference and not by {@code <}: a ticker's nanoseconds may overflow. */
    private static boolean isBefore(Timer a, Timer b) {
        long difference = a.deadline - b.deadline;
        return difference < 0 || (difference == 0 && a.sequence < b.sequence);
    }
}
