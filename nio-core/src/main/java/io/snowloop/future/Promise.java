package io.snowloop.future;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write side of a future: its holder gives the outcome, once.
 *
 * <pre>
 *   pending                                              done
 *
 *   null --add--&gt; Waiter --add--&gt; Waiter --settle--&gt; Completed
 *    |               |                                     ^
 *    +---settle------+---settle----------------------------+
 * </pre>
 *
 * <p>These are the values of the one field {@code state}. While the promise is pending, it holds the top of a stack of
 * waiters. When it is done, it holds the outcome, and never changes again.
 *
 * <p><b>Threads.</b> Any thread may complete, cancel and query a promise, and add callbacks. Callbacks run on the
 * executor's thread only.
 *
 * <p><b>Why one field and compare-and-set.</b> One thread may add a callback while another one completes the promise.
 * Then the callback must either be on the stack that the completing thread takes, or see the outcome; if waiters and
 * outcome were two fields, it could miss both. Compare-and-set makes each change of the field atomic. A lock would do so,
 * too, but it could block the thread of a loop.
 *
 * <p><b>Why a stack.</b> A waiter can be added to a stack with one compare-and-set and no list. The order is restored
 * when the stack is taken ({@link Waiter#wakeAll}).
 *
 * <p><b>Why callbacks go through the executor's queue.</b> If a callback ran inside {@link #complete}, it would run in
 * the middle of the caller's method, whose fields may be half changed. A chain of callbacks would also need a stack as
 * deep as the chain is long. ADR 1 has the details.
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

    /**
     * How long {@link #await()} waits for another thread to start an executor that only the calling thread could run so
     * far. A thread that was just started with {@code loop::run} needs some time before it runs the loop.
     */
    private static final Duration START_LIMIT = Duration.ofSeconds(1);

    private final EventExecutor executor;

    /** See the diagram above: null, a {@link Waiter}, or a {@link Completed}. */
    private volatile @Nullable Object state;

    /**
     * The future that this one is derived from; null if there is none, or if it no longer matters. {@link #cancel} goes
     * there. In a {@code flatMap} it changes once, from the outer future to the inner one.
     */
    private volatile @Nullable Future<?> source;

    /** A pending promise. Its callbacks will run on {@code executor}. */
    public Promise(EventExecutor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    Promise(EventExecutor executor, Future<?> source) {
        this(executor);
        this.source = source;
    }

    // ---------------------------------------------------------------------------------------------------- completing

    /** Gives the value. Returns whether the promise was pending; if it was not, nothing changes. */
    public boolean complete(T value) {
        return settle(Completed.success(value));
    }

    /** Gives the error. Returns whether the promise was pending; if it was not, nothing changes. */
    public boolean fail(Throwable error) {
        return settle(Completed.failure(error));
    }

    // region settle
    /** Gives the outcome. Returns whether the promise was pending; if it was not, nothing changes. */
    public boolean settle(Completed<? extends T> outcome) {
        if (!decide(Objects.requireNonNull(outcome, "outcome"))) {
            return false;
        }
        source = null; // a long chain must not stay in memory behind its last future
        return true;
    }

    /** Gives an outcome, and discards it if this promise was cancelled before: then no code will use its value. */
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
            if (STATE.compareAndSet(this, before, outcome)) { // else a waiter was added, or another thread decided
                if (before == null && outcome.error() != null && !outcome.isCancellation()) {
                    executor.failedUnseen(this, outcome);
                }
                Waiter.wakeAll((Waiter<?>) before);
                return true;
            }
        }
    }
    // endregion

    // ---------------------------------------------------------------------------------------------------- cancelling

    /**
     * Adds an action that stops the work behind this promise. It runs on the executor if the promise is cancelled.
     *
     * @return this promise
     */
    public Promise<T> onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        onComplete((value, error) -> {
            if (error instanceof CancellationException) {
                action.run();
            }
        });
        return this;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Cancellation goes upstream: from a derived promise to its source, and from there to the next source, up to the
     * promise whose {@link #onCancel} stops the work. It ends at a promise that is done already. Futures derived from a
     * cancelled one get the cancellation as any other error, from the queue.
     */
    @Override
    public boolean cancel() {
        if (!decide(Completed.failure(new CancellationException("cancelled")))) {
            return false;
        }
        // A loop and not a recursion, because a chain may be longer than the stack is deep.
        Future<?> upstream = takeSource();
        while (upstream instanceof Promise<?> promise
                && promise.decide(
                        Completed.failure(new CancellationException("cancelled by what was derived from it")))) {
            upstream = promise.takeSource();
        }
        return true;
    }

    /** The source of a promise that has just been decided. Must not be called before: see {@link #follow}. */
    private @Nullable Future<?> takeSource() {
        Future<?> taken = source;
        source = null;
        return taken;
    }

    /**
     * Takes over the outcome of {@code inner}, now or later.
     *
     * <p>Another thread may cancel this promise at the same time, and then {@code inner} must be cancelled. This method
     * writes {@code source} and then reads {@code state}; {@link #cancel} writes {@code state} and then reads {@code
     * source}. Both fields are volatile, so at least one of the two threads sees what the other one wrote, and cancels
     * {@code inner}. If both do, the second call changes nothing. With the opposite order in either place, both threads
     * could miss, and the work would go on.
     */
    void follow(Future<? extends T> inner) {
        Completed<? extends T> done = inner.outcome();
        if (done != null) {
            settle(done);
            return;
        }
        source = inner;
        if (isDone()) {
            inner.cancel();
        }
        inner.onComplete((value, error) -> settleOrDiscard(Objects.requireNonNull(inner.outcome())));
    }

    // ------------------------------------------------------------------------------------------------------ reading

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
        return settled() != null; // does not count as seeing a failure
    }

    /** The outcome, without marking a failure as seen. */
    @SuppressWarnings("unchecked")
    @Nullable
    Completed<T> settled() {
        return state instanceof Completed<?> done ? (Completed<T>) done : null;
    }

    private static void see(Completed<?> outcome) {
        if (outcome.error() != null) { // a value is not written to: many threads may read it
            outcome.seen = true;
        }
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        add(new Waiter.Callback<>(this, Objects.requireNonNull(callback, "callback")));
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
        Promise<R> derived = new Promise<>(executor, this);
        add(new Waiter.Step<>(this, derived, Objects.requireNonNull(function, "function")));
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

    // ------------------------------------------------------------------------------------------------------ blocking

    void block() throws InterruptedException {
        blockUnlessStalled(START_LIMIT);
    }

    /** Blocks until the outcome is there; fails if the executor is still stalled after {@code startLimit}. */
    void blockUnlessStalled(Duration startLimit) throws InterruptedException {
        if (isDone()) {
            return;
        }
        CountDownLatch latch = latch();
        if (executor.stallReason() != null && !await(latch, startLimit)) {
            String reason = executor.stallReason();
            if (reason != null) {
                throw new IllegalStateException(reason);
            }
        }
        latch.await();
    }

    /** Blocks until the outcome is there, or the limit is over. */
    void block(Duration limit) throws InterruptedException, TimeoutException {
        if (!isDone() && !await(latch(), limit)) {
            String reason = executor.stallReason();
            throw new TimeoutException(
                    "no outcome within " + limit + ": " + this + (reason == null ? "" : "; " + reason));
        }
    }

    private static boolean await(CountDownLatch latch, Duration limit) throws InterruptedException {
        return latch.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    private CountDownLatch latch() {
        if (executor.inEventLoop()) {
            throw new IllegalStateException(
                    "await() on the thread of " + executor + " would wait for itself: use onComplete, map or flatMap");
        }
        Waiter.Latch<T> latch = earlierLatch();
        if (latch == null) {
            latch = new Waiter.Latch<>(this);
            add(latch);
        }
        return latch.done;
    }

    /**
     * The latch of an earlier call, if there is one: a caller that polls with a limit must not add one each time.
     *
     * <p>The promise may be completed meanwhile, so that another thread reverses the links which are read here. A latch
     * that is found then is woken, as all waiters are. If none is found, {@link #add} sees the outcome.
     */
    @SuppressWarnings("unchecked")
    Waiter.@Nullable Latch<T> earlierLatch() {
        Waiter<?> waiter = state instanceof Waiter<?> top ? top : null;
        while (waiter != null && !(waiter instanceof Waiter.Latch)) {
            waiter = waiter.below;
        }
        return (Waiter.Latch<T>) waiter;
    }

    EventExecutor executor() {
        return executor;
    }

    @Override
    public String toString() {
        Completed<T> outcome = settled();
        return outcome == null ? "Promise[pending]" : outcome.toString();
    }
}
