// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a promise, in one field.
 *
 * <pre>
 *   pending                                              done
 *
 *   null --add--&gt; Waiter --add--&gt; Waiter --settle--&gt; Completed
 *    | |             |                                     ^  ^
 *    | +---settle----+---settle----------------------------+  | add
 *    |               +---settle, a resource, no receiver--&gt; Resting
 *    +--join--&gt; Promise
 * </pre>
 *
 * <p>These are the values of the one field {@code state}. While the promise is pending, it holds the top of a stack of
 * waiters. When it is done, it holds the outcome, which never changes again; it is wrapped in a {@code Resting} while it
 * has a value with a resource that no receiver has come for (see {@link ResourceOutcome}). A promise that was joined to
 * another one holds that one, and does nothing by itself any more: see {@link Promise#follow}.
 *
 * <p><b>Why one field and compare-and-set.</b> One thread may add a callback while another one completes the promise.
 * Then the callback must either be on the stack that the completing thread takes, or see the outcome; if waiters and
 * outcome were two fields, it could miss both. Compare-and-set makes each change of the field atomic. A lock would do so,
 * too, but it could block the thread of a loop.
 *
 * <p><b>Why a stack.</b> A waiter can be added to a stack with one compare-and-set and no list. The order is restored
 * when the stack is taken ({@link Waiter#wakeAll}).
 *
 * @param <T> the value's type
 */
abstract sealed class PromiseState<T extends @Nullable Object> permits Promise {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PromiseState.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** An outcome whose value no receiver has come for. The promise has the claim, and the first receiver gets it. */
    private record Resting(Completed<?> outcome) {}

    private final EventExecutor executor;

    /** See the diagram above: null, a {@link Waiter}, a {@link Completed}, a {@link Resting}, or a {@link Promise}. */
    private volatile @Nullable Object state;

    PromiseState(EventExecutor executor) {
        this.executor = executor;
    }

    /** What is told of this promise; null, as a rule. */
    @Nullable
    PromiseObserver observer() {
        return executor.promiseObserver();
    }

    // region settle
    /** Gives this promise its outcome, or the one that it is joined to. Returns which one; null if it has one already. */
    @Nullable
    Promise<?> decide(Completed<?> outcome) {
        while (true) {
            Object before = state;
            if (before != null && !(before instanceof Waiter)) {
                return before instanceof Promise ? root().decide(outcome) : null;
            }
            Waiter<?> waiters = (Waiter<?>) before;
            boolean resource = outcome instanceof ResourceOutcome;
            boolean rests = resource && !Waiter.hasReceiver(waiters, self());
            // Each receiver has a claim, and so has a promise without one. The caller has passed one of them.
            int more = resource ? Waiter.receivers(waiters) - 1 + (rests ? 1 : 0) : 0;
            outcome.claim(more);
            Object after = rests ? new Resting(outcome) : outcome;
            if (STATE.compareAndSet(this, before, after)) { // else a waiter was added, or another thread decided
                PromiseObserver observer = observer();
                if (observer != null) {
                    observer.decided(self(), outcome, waiters != null);
                }
                Waiter.wakeAll(waiters);
                return self();
            }
            outcome.claim(-more);
        }
    }
    // endregion

    /** The promise that this one is joined to, or this one itself. */
    @SuppressWarnings("unchecked") // promises that are joined have the same outcome
    Promise<T> root() {
        PromiseState<?> promise = this;
        while (promise.state instanceof PromiseState<?> next) {
            if (next.state instanceof PromiseState<?> further) {
                STATE.compareAndSet(promise, next, further); // the next search is shorter, and `next` may be garbage
            }
            promise = next;
        }
        return (Promise<T>) promise;
    }

    /** The outcome, without marking a failure or a value as seen. */
    @SuppressWarnings("unchecked")
    @Nullable
    Completed<T> settled() {
        Object now = state;
        if (now instanceof Completed<?> done) {
            return (Completed<T>) done;
        }
        if (now instanceof Resting resting) {
            return (Completed<T>) resting.outcome;
        }
        return now instanceof Promise ? root().settled() : null;
    }

    /** The outcome of this promise, which is done, with a claim to its value for one more receiver. */
    Completed<T> takeOutcome() {
        Completed<T> outcome = Objects.requireNonNull(settled());
        Object now = state;
        if (!(now instanceof Resting) || !STATE.compareAndSet(this, now, outcome)) { // else it gets the promise's claim
            outcome.claim(1);
        }
        return outcome;
    }

    /** Makes this a link to another promise, if it is pending and has no waiter. */
    boolean becomeLink(Promise<?> other) {
        return STATE.compareAndSet(this, null, other);
    }

    /** Adds a waiter, which is woken at once if this promise is done. */
    void add(Waiter<T> waiter) {
        while (true) {
            Object before = state;
            if (before != null && !(before instanceof Waiter)) {
                if (before instanceof Promise) {
                    root().add(waiter);
                } else {
                    wake(waiter);
                }
                return;
            }
            waiter.below = (Waiter<?>) before;
            if (STATE.compareAndSet(this, before, waiter)) {
                return;
            }
        }
    }

    /** Wakes a waiter that came when this promise was done. */
    private void wake(Waiter<T> waiter) {
        Completed<T> outcome = waiter.isReceiver() ? waiter.promise.takeOutcome() : waiter.outcome();
        if (outcome.error() != null) {
            outcome.see();
        }
        waiter.wake();
    }

    /** The waiter that was added last; null if there is none, or if this promise is done. */
    @Nullable
    Waiter<?> waiters() {
        PromiseState<T> root = root();
        return root.state instanceof Waiter<?> top ? top : null;
    }

    private Promise<T> self() {
        return (Promise<T>) this; // no other class extends this one
    }

    /** {@return the executor that callbacks run on, see {@link Future#executor}} */
    public EventExecutor executor() {
        return executor;
    }
}
