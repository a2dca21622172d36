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
 * @param <T> the value's type
 */
public final class Completed<T extends @Nullable Object> implements Future<T> {
    private final @Nullable T value;
    private final @Nullable Throwable error;

    /**
     * Whether code has asked a promise for this failure. If several promises have failed with it, this may be wrong for
     * one of them.
     */
    boolean seen;

    private Completed(@Nullable T value, @Nullable Throwable error) {
        this.value = value;
        this.error = error;
    }

    static <T extends @Nullable Object> Completed<T> success(T value) {
        return new Completed<>(value, null);
    }

    static <T extends @Nullable Object> Completed<T> failure(Throwable error) {
        return new Completed<>(null, Objects.requireNonNull(error, "error"));
    }

    /** The value; null if this is a failure. A value can be null, too: {@link #isFailed} tells the two apart. */
    public @Nullable T value() {
        return value;
    }

    /** The error; null if this is a value. */
    public @Nullable Throwable error() {
        return error;
    }

    @Override
    public Completed<T> outcome() {
        return this;
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        Objects.requireNonNull(callback, "callback");
        try {
            callback.accept(value, error);
        } catch (Throwable thrown) { // the caller has nothing to do with it: see Future.onComplete
            CallbackErrors.report(thrown, callback);
        }
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
        Objects.requireNonNull(function, "function");
        try {
            return Objects.requireNonNull(function.apply(this), "the function returned null instead of a future");
        } catch (Throwable thrown) {
            return failure(thrown);
        }
    }

    @Override
    public Future<T> on(EventExecutor executor) {
        Promise<T> promise = new Promise<>(executor);
        promise.settle(this);
        return promise;
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

    /** Releases what the value holds: it arrived after a cancellation, so no code will use it. */
    void discard() {
        if (value instanceof Cancellable held) {
            held.cancel();
        }
    }

    /** This failure as a future of another type. It holds no value, so the cast is safe. */
    @SuppressWarnings("unchecked")
    <R extends @Nullable Object> Completed<R> failed() {
        return (Completed<R>) this;
    }
}
