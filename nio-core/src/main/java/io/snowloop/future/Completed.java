package io.snowloop.future;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future whose outcome is there already: a value, or an error.
 *
 * <p>It is bound to no executor, as nothing is left to wait for: a function given to it is called at once, by the
 * caller. That is what makes a view that answers immediately cost nothing.
 *
 * @param <T> the value's type
 */
public final class Completed<T extends @Nullable Object> implements Future<T> {
    private final @Nullable T value;
    private final @Nullable Throwable error;

    /** Of a failure: somebody has asked a promise for it. A guess, where several promises failed of the same. */
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

    /** The value; null if this failed (or if null is the value: ask {@link #isFailed} first). */
    public @Nullable T value() {
        return value;
    }

    /** What went wrong; null if nothing did. */
    public @Nullable Throwable error() {
        return error;
    }

    @Override
    public Completed<T> outcome() {
        return this;
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        callback.accept(value, error);
        return this;
    }

    @Override
    public <R extends @Nullable Object> Future<R> transform(
            Function<? super Completed<T>, ? extends Future<R>> function) {
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

    /** Says that nobody will use the value, which came after a cancellation: what it holds is let go of. */
    void discard() {
        if (value instanceof Cancellable held) {
            held.cancel();
        }
    }

    /** The same failure as a future of another type: a failure holds no value, so no cast can go wrong. */
    @SuppressWarnings("unchecked")
    <R extends @Nullable Object> Completed<R> failed() {
        return (Completed<R>) this;
    }
}
