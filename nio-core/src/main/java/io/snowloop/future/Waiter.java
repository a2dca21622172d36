// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An element of a promise's stack of waiters: a callback, a step of a chain, or a blocked thread.
 *
 * <p>Most waiters are <em>receivers</em>: they get the value, and have a claim to it, which they keep, pass on or release.
 * See {@link ResourceOutcome}.
 *
 * <p>A waiter is itself the task that its promise gives to the executor. So a callback costs one object, not two.
 */
abstract class Waiter<T extends @Nullable Object> implements Runnable, Owned {
    /** The promise that it was added to. That promise may be joined to another one, on whose stack this waiter is then. */
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

    /** Whether it gets the value. */
    boolean isReceiver() {
        return true;
    }

    /** How many receivers are on a stack. */
    static int receivers(@Nullable Waiter<?> top) {
        int count = 0;
        for (Waiter<?> waiter = top; waiter != null; waiter = waiter.below) {
            count += waiter.isReceiver() ? 1 : 0;
        }
        return count;
    }

    /** Whether one of them was added to {@code promise} itself, and not to one that is joined to it. */
    static boolean hasReceiver(@Nullable Waiter<?> top, Promise<?> promise) {
        for (Waiter<?> waiter = top; waiter != null; waiter = waiter.below) {
            if (waiter.promise == promise && waiter.isReceiver()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The nearest waiter of a class among the {@code depth} that were added last to {@code promise}; null if none is.
     *
     * <p>The promise may be completed meanwhile, so that another thread reverses the links which are read here. A waiter
     * that is found then is woken, as all are. If none is found, {@link Promise#add} sees the outcome.
     */
    static <W extends Waiter<?>> @Nullable W nearest(Promise<?> promise, Class<W> type, int depth) {
        Waiter<?> waiter = promise.waiters();
        for (int i = 0; waiter != null && i < depth; i++) {
            if (type.isInstance(waiter)) {
                return type.cast(waiter);
            }
            waiter = waiter.below;
        }
        return null;
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
            Completed<T> outcome = outcome();
            if (derived.isDone()) { // it was cancelled
                outcome.release();
                return;
            }
            Future<R> result = outcome.call(function);
            if (result == outcome) {
                derived.passOrRelease(outcome.as());
            } else {
                derived.follow(result);
            }
        }

        @Override
        public Object owner() {
            return function;
        }
    }

    /** Gives the outcome to another future. */
    static final class Link<T extends @Nullable Object> extends Waiter<T> {
        private final Consumer<? super Completed<T>> next;
        private final String name;

        /** A link to {@code next}, which must pass the claim to the outcome on, or release it; traces show the name. */
        Link(Promise<T> promise, Consumer<? super Completed<T>> next, String name) {
            super(promise);
            this.next = next;
            this.name = name;
        }

        @Override
        public void run() {
            next.accept(outcome());
        }

        @Override
        public Object owner() {
            return name;
        }
    }

    /** Calls an action that does not get the outcome. */
    static final class Watch<T extends @Nullable Object> extends Waiter<T> {
        private final Runnable action;
        private final boolean ofCancellation;

        /** An action for any outcome, or for a cancellation only. */
        Watch(Promise<T> promise, Runnable action, boolean ofCancellation) {
            super(promise);
            this.action = action;
            this.ofCancellation = ofCancellation;
        }

        @Override
        boolean isReceiver() {
            return false;
        }

        @Override
        public void run() {
            if (!ofCancellation || outcome().isCancellation()) {
                action.run();
            }
        }

        @Override
        public Object owner() {
            return action;
        }
    }

    /** Releases the threads that are blocked in {@link Future#await()}. */
    static final class Latch<T extends @Nullable Object> extends Waiter<T> {
        final CountDownLatch done = new CountDownLatch(1);

        private Latch(Promise<T> promise) {
            super(promise);
        }

        /** The latch of a promise: that of an earlier call, because a caller that polls must not add one each time. */
        static <T extends @Nullable Object> Latch<?> of(Promise<T> promise) {
            Latch<?> earlier = nearest(promise, Latch.class, Integer.MAX_VALUE);
            if (earlier != null) {
                return earlier;
            }
            Latch<T> latch = new Latch<>(promise);
            promise.add(latch);
            return latch;
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
