// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write side of a future: its holder gives the outcome, once.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#promise -->
 * <pre>{@code
 * static Future<String> ask(Weather weather, String city, EventLoop loop) {
 *     Promise<String> answer = loop.newPromise();
 *     Cancellable call = weather.ask(city, answer::complete, answer::fail); // any thread may call the two
 *     return answer.onCancel(call::cancel); // a caller who cancels stops the work
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread may complete, cancel and query a promise, and add callbacks. Callbacks run on the
 * executor's thread only.
 *
 * <p><b>Why callbacks go through the executor's queue.</b> If a callback ran inside {@link #complete}, it would run in
 * the middle of the caller's method, whose fields may be half changed. A chain of callbacks would also need a stack as
 * deep as the chain is long. ADR 1 has the details.
 *
 * @param <T> the value's type
 */
public final class Promise<T extends @Nullable Object> extends PromiseState<T> implements Future<T> {
    /**
     * What this promise is derived from; null if there is nothing, or if it no longer matters. {@link #cancel} goes there.
     * In a {@code flatMap} it changes once, from the outer future to the inner one.
     */
    private volatile @Nullable Cancellable source;

    /**
     * A pending promise.
     * @param executor where its callbacks will run
     */
    public Promise(EventExecutor executor) {
        this(executor, null, null);
    }

    /** A promise that comes from an operation, or from a source, or from both; {@code maker} is for {@link PromiseObserver#made}. */
    Promise(EventExecutor executor, @Nullable Cancellable source, @Nullable Object maker) {
        super(Objects.requireNonNull(executor, "executor"));
        if (source != null) { // the write of a volatile field is not free
            this.source = source;
        }
        PromiseObserver observer = observer();
        if (observer != null) {
            observer.made(this, maker);
            if (source instanceof Promise<?> promise) {
                observer.waits(this, promise);
            }
        }
    }

    /** Tells that this promise will be completed as a result of another future. */
    void tellWaits(Future<?> on) {
        PromiseObserver observer = observer();
        if (observer != null && on instanceof Promise<?> promise) {
            observer.waits(this, promise);
        }
    }

    // ---------------------------------------------------------------------------------------------------- completing

    /**
     * Gives the value.
     * @param value may be null; whose it is if this is refused: still yours
     * @return whether the promise was pending; if it was not, nothing changes
     */
    public boolean complete(T value) {
        return pass(Completed.claimed(value));
    }

    /**
     * Gives the error.
     * @param error a {@link CancellationException} makes it a cancelled one
     * @return whether the promise was pending; if it was not, nothing changes
     */
    public boolean fail(Throwable error) {
        return pass(Completed.failure(error));
    }

    /**
     * Gives the outcome.
     * @param outcome of another future, for instance
     * @return whether the promise was pending; if it was not, nothing changes
     */
    public boolean settle(Completed<? extends T> outcome) {
        Objects.requireNonNull(outcome, "outcome").claim(1);
        if (pass(outcome)) {
            return true;
        }
        outcome.claim(-1); // and not release: the caller has the value
        return false;
    }

    /** Gives an outcome, or releases its value if this promise is done, for example because it was cancelled. */
    void passOrRelease(Completed<? extends T> outcome) {
        if (!pass(outcome)) {
            outcome.release();
        }
    }

    /** Gives an outcome. The caller's claim to the value goes to this promise's receivers, but not if it is done. */
    private boolean pass(Completed<? extends T> outcome) {
        Promise<?> decided = decide(outcome);
        if (decided == null) {
            return false;
        }
        decided.source = null; // a long chain must not stay in memory behind its last future
        return true;
    }

    // ---------------------------------------------------------------------------------------------------- cancelling

    /**
     * Adds an action that stops the work behind this promise.
     * @param action run on the executor if the promise is cancelled; never if it is done otherwise
     * @return this promise
     */
    public Promise<T> onCancel(Runnable action) {
        add(new Waiter.Watch<>(this, Context.bound(Objects.requireNonNull(action, "action")), true));
        return this;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Cancellation goes upstream: from a derived promise to its source, and from there to the next source, up to the
     * promise whose {@link #onCancel} stops the work. It ends at a promise that is done already. All of them have the same
     * exception. Futures derived from a cancelled one get it as any other error, from the queue.
     */
    @Override
    public boolean cancel() {
        return !isDone() // an exception costs its stack trace
                && cancel(new CancellationException("cancelled: this future, or one that is derived from it"));
    }

    /** The same, with this exception. */
    boolean cancel(CancellationException why) {
        Completed<?> cancelled = Completed.failure(why);
        Promise<?> decided = decide(cancelled);
        if (decided == null) {
            return false;
        }
        // A loop and not a recursion, because a chain may be longer than the stack is deep.
        Cancellable upstream = decided.takeSource();
        while (upstream instanceof Promise<?> promise) {
            decided = promise.decide(cancelled);
            upstream = decided == null ? null : decided.takeSource();
        }
        if (upstream != null) {
            upstream.cancel();
        }
        return true;
    }

    /** The source of a promise that has just been decided or joined. Must not be called before: see {@link #follow}. */
    private @Nullable Cancellable takeSource() {
        Cancellable taken = source;
        source = null;
        return taken;
    }

    // ----------------------------------------------------------------------------------------------------- following

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
        if (inner instanceof Completed<? extends T> done) {
            done.claim(1);
            passOrRelease(done);
        } else if (inner instanceof Promise<? extends T> promise) {
            root().follow(promise);
        }
    }

    private void follow(Promise<? extends T> inner) {
        if (inner.root() == this) {
            fail(new IllegalStateException("the function returned the future that waits for it"));
        } else if (inner.isDone()) {
            passOrRelease(inner.takeOutcome());
        } else {
            source = inner;
            if (isDone()) {
                inner.cancel();
            }
            if (!inner.join(this)) {
                tellWaits(inner);
                inner.link(this::passOrRelease, "flatMap");
            }
        }
    }

    /**
     * Makes this promise one with another one of the same executor, if it is a derived one that no code waits for yet. From
     * then on, all that is done to either is done to {@code other}.
     *
     * <p>An asynchronous loop is a function that calls {@code flatMap} and returns its result to the {@code flatMap} of
     * the round before. If each of these promises waited for the next one, all rounds would stay in memory until the last
     * one. Joined, they are one promise, and all but the first are garbage.
     *
     * @return false if {@code other} has to wait for this promise
     */
    private boolean join(Promise<?> other) {
        if (source == null || executor() != other.executor() || !becomeLink(other)) {
            return false;
        }
        other.source = takeSource();
        PromiseObserver observer = observer();
        if (observer != null) {
            observer.joined(this, other);
        }
        if (other.isDone()) { // cancelled by another thread, which may have come too early to find this source
            Cancellable upstream = other.takeSource();
            if (upstream != null) {
                upstream.cancel();
            }
        }
        return true;
    }

    // ------------------------------------------------------------------------------------------------------ reading

    @Override
    public @Nullable Completed<T> outcome() {
        Completed<T> outcome = settled();
        if (outcome != null) {
            outcome.see();
        }
        return outcome;
    }

    @Override
    public boolean isDone() {
        return settled() != null; // does not count as seeing a failure
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        add(new Waiter.Callback<>(this, Context.bound(Objects.requireNonNull(callback, "callback"))));
        return this;
    }

    @Override
    public Future<T> onDone(Runnable action) {
        add(new Waiter.Watch<>(this, Context.bound(Objects.requireNonNull(action, "action")), false));
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
        Promise<R> derived = new Promise<>(executor(), this, Objects.requireNonNull(function, "function"));
        add(new Waiter.Step<>(this, derived, Context.bound(function)));
        return derived;
    }

    @Override
    public Future<T> on(EventExecutor other) {
        if (other == executor()) {
            return this;
        }
        Promise<T> moved = new Promise<>(other, null, "on");
        moved.follow(this);
        return moved;
    }

    /** Calls {@code next} with the outcome, and a claim to it that {@code next} must pass on or release. Traces show the name. */
    void link(Consumer<? super Completed<T>> next, String name) {
        add(new Waiter.Link<>(this, next, name));
    }

    @Override
    public String toString() {
        Completed<T> outcome = settled();
        return outcome == null ? "Promise[pending]" : outcome.toString();
    }
}
