// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Ticker;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The threads of a {@link LiveSimulation}: as many as the programs have, in real time. One lock guards the whole network, as
 * the first kernels for several processors had.
 *
 * <p>It is the last lock that a thread takes: nothing that has a lock of its own is called with it. The order is that of
 * {@code java.nio}, with this one below:
 *
 * <pre>
 *   channel's closeLock, regLock --&gt; selector --&gt; its selected keys --&gt; channel's keyLock --&gt; this lock --&gt; Options
 *                                                                \--&gt; selector's cancelled keys
 * </pre>
 *
 * <p>So {@code begin} and {@code end} of a channel, {@code isRegistered} and {@code deregister} are called without it.
 *
 * <p>A thread that waits is parked until its condition holds or its time is up. Nothing polls: what changes the state of the
 * network looks at the conditions of those that wait, before it gives up the lock, and wakes only the ones whose condition
 * holds. A thread of its own, the timer, does the same for the segments that arrive while all others wait.
 */
final class LiveThreads implements Threads {
    private static final LazyLogger LOG = new LazyLogger(LiveSimulation.class);

    private final Agenda agenda;
    private final int speed;
    private final Ticker clock;
    private final long start;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Condition timerIsLate = lock.newCondition();

    /** The time of the event that the timer waits for. */
    private long timerWaitsFor = Agenda.NEVER;

    private boolean closed;

    /**
     * Starts the timer.
     *
     * @param speed how much faster the time of the network is than that of the programs
     * @param clock that of the programs
     */
    LiveThreads(Agenda agenda, int speed, Ticker clock) {
        this.agenda = agenda;
        this.speed = speed;
        this.clock = clock;
        this.start = clock.nanoTime();
        Thread timer = new Thread(this::runTimer, "simulated network");
        timer.setDaemon(true);
        timer.start();
    }

    /** A thread that waits. */
    private record Waiter(BooleanSupplier condition, Condition signal) {}

    @Override
    public long now() {
        return (clock.nanoTime() - start) * speed;
    }

    /** The timeouts of programs are in real time. */
    @Override
    public long deadline(long nanos) {
        return nanos >= (Agenda.NEVER - now()) / speed ? Agenda.NEVER : now() + nanos * speed;
    }

    @Override
    public void enter() {
        lock.lock();
        if (lock.getHoldCount() == 1) {
            deliver();
        }
    }

    @Override
    public void exit() {
        try {
            if (lock.getHoldCount() == 1) {
                publish();
            }
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        agenda.runDue(now());
    }

    /** Has others learn what has changed. */
    private void publish() {
        deliver();
        for (Waiter waiter : waiters) {
            if (waiter.condition.getAsBoolean()) {
                waiter.signal.signal();
            }
        }
        if (agenda.next() < timerWaitsFor) {
            timerIsLate.signal();
        }
    }

    @Override
    public void wake() {
        run(() -> {});
    }

    // ------------------------------------------------------------------------------------------------------ waits

    // region await
    @Override
    public boolean await(BooleanSupplier condition, long deadline, Object what) {
        Waiter waiter = new Waiter(condition, lock.newCondition());
        waiters.add(waiter);
        try {
            publish(); // what this thread has changed before it waits; that may be what it waits for
            while (!condition.getAsBoolean()) {
                if (now() >= deadline) {
                    return false;
                }
                park(waiter.signal, deadline);
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends a select, and closes a channel
        } finally {
            waiters.remove(waiter);
        }
        return true;
    }
    // endregion

    /** Waits for a signal, or until a time of the network. */
    @SuppressWarnings("WaitNotInLoop") // both callers are loops
    private void park(Condition signal, long until) throws InterruptedException {
        if (until == Agenda.NEVER) {
            signal.await();
        } else {
            signal.await((until - now()) / speed + 1, TimeUnit.NANOSECONDS);
        }
    }

    private void runTimer() {
        lock.lock();
        try {
            while (!closed) {
                publishSafely();
                timerWaitsFor = agenda.next();
                park(timerIsLate, timerWaitsFor);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e); // no other class knows this thread
        } finally {
            lock.unlock();
        }
    }

    /** What an observer of the network throws must not end the timer: no segment would arrive any more. */
    private void publishSafely() {
        try {
            publish();
        } catch (RuntimeException | Error thrown) {
            LOG.log(Level.ERROR, "an observer of the simulated network failed", thrown);
        }
    }

    void close() {
        run(() -> {
            closed = true;
            timerIsLate.signal();
        });
    }

    // ------------------------------------------------------------------------------------------------------- other

    /** Each loop runs on a thread of its own. */
    @Override
    public boolean hosts(SimSelector selector) {
        return false;
    }

    @Override
    public long nextEvent() {
        return agenda.next();
    }

    @Override
    public String situation() {
        return "in real time";
    }
}
