// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import io.snowloop.loop.channel.Reactor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A scheduled task: what {@code schedule} returns, to cancel it. All methods may be called from any thread. */
public final class Timer implements Cancellable {
    private final EventLoop loop;
    private final Runnable task;
    private final long period;

    /** When it is due, in the ticker's nanoseconds. */
    long deadline;

    /** Breaks ties: of two timers with the same deadline the one that was scheduled first fires first. */
    long sequence;

    /** Its place in the queue's heap; -1 if it is not in the queue. */
    int index = -1;

    /** Set once, by the thread that cancels or by the loop that fires: which of the two was first is decided here. */
    private final AtomicBoolean ended = new AtomicBoolean();

    Timer(EventLoop loop, Runnable task, long deadline, long period) {
        this.loop = loop;
        this.task = task instanceof Wake ? task : Context.bound(task); // a sleep's runs no code of the caller's
        this.deadline = deadline;
        this.period = period;
    }

    /** Puts it into the queue; called by another thread, in the next turn, unless it is cancelled before. */
    Timer start() {
        if (loop.inEventLoop()) {
            set();
        } else {
            loop.execute(this::set);
        }
        return this;
    }

    private void set() {
        if (!isEnded()) {
            loop.timers.add(this);
            loop.reactor().observe(LoopEvent.TIMER_SET, deadline, task);
        }
    }

    private void unset() {
        if (loop.timers.remove(this)) {
            loop.reactor().observe(LoopEvent.TIMER_UNSET, deadline, task);
        }
    }

    /** {@return whether it will not fire any more: it has fired, or it was cancelled} */
    public boolean isEnded() {
        return ended.get();
    }

    @Override
    public boolean cancel() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (loop.inEventLoop()) {
            unset();
        } else if (!loop.isClosed()) {
            loop.execute(this::unset);
        }
        return true;
    }

    /** The loop is closed, and this was removed. Cancels the sleep that waits for it; false if none does. */
    boolean end() {
        loop.reactor().observe(LoopEvent.TIMER_UNSET, deadline, task);
        if (task instanceof Wake wake) {
            wake.cancel(loop);
            return true;
        }
        return false;
    }

    /** Runs the task; true if the timer is to be queued again, with its next deadline. */
    boolean fire(long now) {
        boolean cancelled = period == 0 ? !ended.compareAndSet(false, true) : ended.get();
        Reactor reactor = loop.reactor();
        if (cancelled) { // by another thread, just now
            reactor.observe(LoopEvent.TIMER_UNSET, deadline, task);
            return false;
        }
        reactor.observe(LoopEvent.TIMER, deadline, task);
        reactor.runSafely(task, task);
        reactor.ended(task);
        if (ended.get()) {
            return false;
        }
        // Periods that were missed are skipped: catching up in a burst would only delay everything else.
        deadline += period * Math.max(1, 1 + (now - deadline) / period);
        reactor.observe(LoopEvent.TIMER_SET, deadline, task);
        return true;
    }

    @Override
    public String toString() {
        return "Timer[" + task + (period == 0 ? "" : " every " + Duration.ofNanos(period)) + "]";
    }
}
