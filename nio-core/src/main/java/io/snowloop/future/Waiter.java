package io.snowloop.future;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An element of a promise's stack of waiters: a callback, a step of a chain, or a blocked thread.
 *
 * <p>A waiter is itself the task that its promise gives to the executor. So a callback costs one object, not two.
 */
abstract class Waiter<T extends @Nullable Object> implements Runnable, Owned {
    final Promise<T> promise;

    /**
     * The waiter that was added before this one. No volatile is needed: it is written before the compare-and-set that
     * publishes this waiter, and afterwards only by the thread that has taken the whole stack.
     */
    @Nullable
    Waiter<?> below;

    Waiter(Promise<T> promise) {
        this.promise = promise;
    }

    /** The promise has its outcome. */
    void wake() {
        promise.executor().execute(this);
    }

    /** Wakes a whole stack, in the order in which its waiters were added: the stack is reversed first. */
    static void wakeAll(@Nullable Waiter<?> top) {
        Waiter<?> first = null;
        while (top != null) {
            Waiter<?> below = top.below;
            top.below = first;
            first = top;
            top = below;
        }
        RejectedExecutionException refused = null;
        while (first != null) {
            Waiter<?> next = first.below;
            first.below = null; // a waiter in the executor's queue must not keep the others in memory
            try {
                first.wake();
            } catch (RejectedExecutionException e) { // the executor is closed; a blocked thread must still be woken
                refused = e;
            }
            first = next;
        }
        if (refused != null) {
            throw refused;
        }
    }

    Completed<T> outcome() {
        return Objects.requireNonNull(promise.settled());
    }

    @Override
    public String toString() {
        return owner().toString();
    }

    /** Calls a function with the outcome. */
    static final class Callback<T extends @Nullable Object> extends Waiter<T> {
        private final BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback;

        Callback(Promise<T> promise, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
            super(promise);
            this.callback = callback;
        }

        @Override
        public void run() {
            Completed<T> outcome = outcome();
            callback.accept(outcome.value(), outcome.error());
        }

        @Override
        public Object owner() {
            return callback;
        }
    }

    /** Makes the derived promise follow the future that a function returns. */
    static final class Step<T extends @Nullable Object, R extends @Nullable Object> extends Waiter<T> {
        private final Promise<R> derived;
        private final Function<? super Completed<T>, ? extends Future<R>> function;

        Step(Promise<T> promise, Promise<R> derived, Function<? super Completed<T>, ? extends Future<R>> function) {
            super(promise);
            this.derived = derived;
            this.function = function;
        }

        @Override
        public void run() {
            if (derived.isDone()) { // it was cancelled: no code will use the outcome
                outcome().discard();
            } else {
                derived.follow(outcome().transform(function));
            }
        }

        @Override
        public Object owner() {
            return function;
        }
    }

    /** Releases the threads that are blocked in {@link Future#await()}. */
    static final class Latch<T extends @Nullable Object> extends Waiter<T> {
        final CountDownLatch done = new CountDownLatch(1);

        Latch(Promise<T> promise) {
            super(promise);
        }

        /** Not through the queue: it runs no user code, and the blocked thread is never the executor's. */
        @Override
        void wake() {
            run();
        }

        @Override
        public void run() {
            done.countDown();
        }

        @Override
        public Object owner() {
            return "await";
        }
    }
}
