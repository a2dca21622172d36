// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import io.snowloop.logging.CallbackErrors;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future that is done: a value or an error.
 *
 * <p>It is bound to no executor, because nothing is left to wait for. A function given to it is called at once, on the
 * calling thread. So a view that answers at once costs no turn of the loop.
 *
 * <p>A function may give another function to a completed future, and so on. When {@value Trampoline#MAX_DEPTH} of them are
 * inside each other on one thread, the next one is called later: from the queue of the loop that runs on this thread, or,
 * if there is none, when the others have returned. So an asynchronous loop over completed futures needs no deep stack, and
 * other tasks of the loop have their turn.
 *
 * @param <T> the value's type
 */
public sealed class Completed<T extends @Nullable Object> implements Future<T> permits ResourceOutcome {
    private final @Nullable T value;
    private final @Nullable Throwable error;

    /**
     * Of a value that holds a resource, how many wait for it: see {@link ResourceOutcome}. Of a failure, not zero if code
     * has asked a promise for it; if several promises have failed with it, this may be wrong for one of them.
     */
    int claims;

    Completed(@Nullable T value, @Nullable Throwable error) {
        this.value = value;
        this.error = error;
    }

    static <T extends @Nullable Object> Completed<T> success(T value) {
        return value instanceof Cancellable resource && resource.hasResource()
                ? new ResourceOutcome<>(value)
                : new Completed<>(value, null);
    }

    /** A value to which the caller has a claim. */
    static <T extends @Nullable Object> Completed<T> claimed(T value) {
        Completed<T> outcome = success(value);
        outcome.claims = outcome instanceof ResourceOutcome ? 1 : 0;
        return outcome;
    }

    static <T extends @Nullable Object> Completed<T> failure(Throwable error) {
        return new Completed<>(null, Objects.requireNonNull(error, "error"));
    }

    /** {@return the value; null if this is a failure} A value can be null, too: {@link #isFailed} tells the two apart. */
    public @Nullable T value() {
        return value;
    }

    /** {@return the error; null if this is a value} */
    public @Nullable Throwable error() {
        return error;
    }

    /**
     * The error of a future, which counts as seeing a failure; null if it is pending or has a value. The value does not
     * count as seen.
     */
    static @Nullable Throwable errorOf(Future<?> future) {
        Completed<?> outcome = future instanceof Promise<?> promise ? promise.settled() : (Completed<?>) future;
        if (outcome == null || outcome.error == null) {
            return null;
        }
        outcome.see();
        return outcome.error;
    }

    @Override
    public Completed<T> outcome() {
        return this;
    }

    @Override
    public boolean isDone() {
        return true;
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        Objects.requireNonNull(callback, "callback");
        Trampoline calls = Trampoline.current();
        if (!calls.enter()) {
            on(Trampoline.executor()).onComplete(callback);
            return this;
        }
        try {
            callback.accept(value, error);
        } catch (Throwable thrown) { // the caller has nothing to do with it: see Future.onComplete
            CallbackErrors.report(thrown, callback);
        } finally {
            calls.leave();
        }
        return this;
    }

    @Override
    public Future<T> onDone(Runnable action) {
        Objects.requireNonNull(action, "action");
        success(null).onComplete((nothing, noError) -> action.run()); // not of this: the action gets no value
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
        Objects.requireNonNull(function, "function");
        Trampoline calls = Trampoline.current();
        if (!calls.enter()) {
            return on(Trampoline.executor()).transform(function);
        }
        Future<R> result;
        try {
            result = call(function);
        } finally {
            calls.leave();
        }
        return Trampoline.returned(result);
    }

    /** At once, however deep the stack is: a function that returns a value does not go on to another future. */
    @Override
    public <R extends @Nullable Object> Future<R> map(Function<? super T, ? extends R> function) {
        return call(new Transformation.Mapping<>(function));
    }

    /**
     * What {@code function} returns for this outcome, or a failure if it throws or returns null. A function that returns
     * the resource it was given passes it on, and with it the question who owns it: then the result is this outcome.
     */
    <R extends @Nullable Object> Future<R> call(Function<? super Completed<T>, ? extends Future<R>> function) {
        try {
            Future<R> result =
                    Objects.requireNonNull(function.apply(this), "the function returned null instead of a future");
            return result instanceof ResourceOutcome<R> same && same.value() == value ? as() : result;
        } catch (Throwable thrown) {
            return failure(thrown);
        }
    }

    @Override
    public Future<T> on(EventExecutor executor) {
        Promise<T> promise = new Promise<>(executor, null, "on");
        promise.settle(this);
        return promise;
    }

    @Override
    public @Nullable EventExecutor executor() {
        return null;
    }

    @Override
    public boolean cancel() {
        return false;
    }

    @Override
    public String toString() {
        return error == null ? "Completed[" + value + "]" : "Failed[" + error + "]";
    }

    boolean isCancellation() {
        return error instanceof CancellationException;
    }

    // ------------------------------------------------------------- who owns the value: ResourceOutcome has the details

    /** Adds claims to the value. */
    void claim(int count) {}

    /** Gives a claim back because the one who had it refuses the value. */
    void release() {}

    /** Code has asked for the outcome. */
    void see() {
        if (error != null) { // a value is not written to: many threads may read it
            claims = 1;
        }
    }

    /** Whether code has asked for this failure. */
    boolean isSeen() {
        return claims != 0;
    }

    /** This outcome without an owner's rights. */
    Completed<T> shielded() {
        return this;
    }

    /** This outcome as one of another type: it is a failure, or the caller knows that its value has that type. */
    @SuppressWarnings("unchecked")
    <R extends @Nullable Object> Completed<R> as() {
        return (Completed<R>) this;
    }
}
