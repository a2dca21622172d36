package io.snowloop.future;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write side of a future: whoever holds it says, once, what it comes to.
 *
 * <pre>
 *   pending (with a stack of waiters) --complete / fail / cancel--&gt; Completed
 * </pre>
 *
 * <p>A promise may be completed from any thread. That is the one place of the toolkit where two threads touch the same
 * field, so the whole state is one field, changed by compare-and-set.
 *
 * @param <T> the value's type
 */
public final class Promise<T extends @Nullable Object> implements Future<T> {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Promise.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EventExecutor executor;

    /** Pending: the waiter that was added last, or null. Done: the {@link Completed}. */
    private volatile @Nullable Object state;

    /** What this waits for; cancelling goes there. Changes once in a {@code flatMap}, from the outer to the inner. */
    private volatile @Nullable Future<?> source;

    /** A pending promise, whose callbacks will run on {@code executor}. */
    public Promise(EventExecutor executor) {
        this.executor = executor;
    }

    Promise(EventExecutor executor, Future<?> source) {
        this.executor = executor;
        this.source = source;
    }

    /** Gives the value. Returns whether this call decided: false where there was an outcome already. */
    public boolean complete(T value) {
        return settle(Completed.success(value));
    }

    /** Gives the error. Returns whether this call decided: false where there was an outcome already. */
    public boolean fail(Throwable error) {
        return settle(Completed.failure(error));
    }

    // region settle
    /** Gives the outcome. Returns whether this call decided: false where there was one already. */
    public boolean settle(Completed<? extends T> outcome) {
        if (!decide(outcome)) {
            return false;
        }
        source = null;
        return true;
    }

    /** Passes an outcome on; one that comes too late, because this was cancelled meanwhile, is not wanted any more. */
    void settleOrDiscard(Completed<? extends T> outcome) {
        if (!settle(outcome) && outcome() != outcome) {
            outcome.discard();
        }
    }

    private boolean decide(Completed<?> outcome) {
        while (true) {
            Object before = state;
            if (before instanceof Completed) {
                return false;
            }
            if (STATE.compareAndSet(this, before, outcome)) {
                if (before == null && outcome.error() != null && !outcome.isCancellation()) {
                    executor.failedUnseen(this, outcome);
                }
                wake((Waiter<?>) before);
                return true;
            }
        }
    }
    // endregion

    /**
     * Has {@code action} run, on the executor, if this ends by being cancelled: where the work behind it is stopped.
     *
     * @return this promise
     */
    public Promise<T> onCancel(Runnable action) {
        onComplete((value, error) -> {
            if (error instanceof CancellationException) {
                action.run();
            }
        });
        return this;
    }

    @Override
    public boolean cancel() {
        if (!decide(Completed.failure(new CancellationException("cancelled")))) {
            return false;
        }
        // A loop instead of a recursion: a chain may be longer than the stack is deep.
        Future<?> upstream = takeSource();
        while (upstream instanceof Promise<?> promise
                && promise.decide(
                        Completed.failure(new CancellationException("cancelled by what was derived from it")))) {
            upstream = promise.takeSource();
        }
        return true;
    }

    /** To be read after the state was decided, never before: {@link #follow} may be changing it on another thread. */
    private @Nullable Future<?> takeSource() {
        Future<?> taken = source;
        source = null;
        return taken;
    }

    @Override
    public @Nullable Completed<T> outcome() {
        Completed<T> outcome = settled();
        if (outcome != null) {
            see(outcome);
        }
        return outcome;
    }

    @Override
    public boolean isDone() {
        return settled() != null; // which is no look at what it came to
    }

    @SuppressWarnings("unchecked")
    private @Nullable Completed<T> settled() {
        return state instanceof Completed<?> done ? (Completed<T>) done : null;
    }

    private static void see(Completed<?> outcome) {
        if (outcome.error() != null) { // else nothing is written: a value may be read by many threads
            outcome.seen = true;
        }
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        add(new Callback<>(this, callback));
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
        Promise<R> derived = new Promise<>(executor, this);
        add(new Step<>(this, derived, function));
        return derived;
    }

    @Override
    public Future<T> on(EventExecutor other) {
        if (other == executor) {
            return this;
        }
        Promise<T> moved = new Promise<>(other);
        moved.follow(this);
        return moved;
    }

    @Override
    public String toString() {
        Completed<T> outcome = settled();
        return outcome == null ? "Promise[pending]" : outcome.toString();
    }

    EventExecutor executor() {
        return executor;
    }

    /** Comes to whatever {@code inner} comes to. */
    void follow(Future<? extends T> inner) {
        Completed<? extends T> done = inner.outcome();
        if (done != null) {
            settle(done);
            return;
        }
        source = inner;
        if (isDone()) { // cancelled between the two lines above: then inner was not told
            inner.cancel();
        }
        inner.onComplete((value, error) -> settleOrDiscard(Objects.requireNonNull(inner.outcome())));
    }

    void block() throws InterruptedException {
        if (!isDone()) {
            latch().await();
        }
    }

    boolean block(Duration limit) throws InterruptedException {
        return isDone() || latch().await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private CountDownLatch latch() {
        if (executor.inEventLoop()) {
            throw new IllegalStateException("await() on the thread of " + executor
                    + " would wait for itself for ever: use onComplete, map or flatMap");
        }
        Latch<T> latch = latchOfEarlier();
        if (latch == null) {
            latch = new Latch<>(this);
            add(latch);
        }
        return latch.done;
    }

    /** The latch of whoever has waited before, perhaps in vain: one who asks again and again shall not leave one each time. */
    @SuppressWarnings("unchecked")
    @Nullable
    Latch<T> latchOfEarlier() {
        Waiter<?> waiter = state instanceof Waiter<?> top ? top : null;
        while (waiter != null && !(waiter instanceof Latch)) {
            waiter = waiter.below;
        }
        return (Latch<T>) waiter;
    }

    private void add(Waiter<T> waiter) {
        while (true) {
            Object before = state;
            if (before instanceof Completed<?> done) {
                see(done);
                waiter.wake();
                return;
            }
            waiter.below = (Waiter<?>) before;
            if (STATE.compareAndSet(this, before, waiter)) {
                return;
            }
        }
    }

    /** Wakes a stack of waiters in the order in which they were added, which is the stack turned round. */
    private static void wake(@Nullable Waiter<?> top) {
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
            first.below = null;
            try {
                first.wake();
            } catch (RejectedExecutionException e) { // the executor is closed, but a thread may wait behind this one
                refused = e;
            }
            first = next;
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** Somebody who waits for a promise; it is its own task in the executor's queue. */
    abstract static class Waiter<T extends @Nullable Object> implements Runnable, Owned {
        final Promise<T> promise;

        @Nullable
        Waiter<?> below;

        Waiter(Promise<T> promise) {
            this.promise = promise;
        }

        void wake() {
            promise.executor.execute(this);
        }

        Completed<T> outcome() {
            return Objects.requireNonNull(promise.settled());
        }

        @Override
        public String toString() {
            return owner().toString();
        }
    }

    private static final class Callback<T extends @Nullable Object> extends Waiter<T> {
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

    private static final class Step<T extends @Nullable Object, R extends @Nullable Object> extends Waiter<T> {
        private final Promise<R> derived;
        private final Function<? super Completed<T>, ? extends Future<R>> function;

        Step(Promise<T> promise, Promise<R> derived, Function<? super Completed<T>, ? extends Future<R>> function) {
            super(promise);
            this.derived = derived;
            this.function = function;
        }

        @Override
        public void run() {
            if (derived.isDone()) { // cancelled: nobody wants the result
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

    static final class Latch<T extends @Nullable Object> extends Waiter<T> {
        final CountDownLatch done = new CountDownLatch(1);

        Latch(Promise<T> promise) {
            super(promise);
        }

        @Override
        void wake() {
            run(); // not from the queue: it runs nobody's code, and the waiting thread is not the executor's
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
