package io.snowloop.future;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The read side of a value that is not there yet: it is pending, and then, once and for ever, it has a value or an
 * error.
 *
 * <p>Most futures are a {@link Promise}, bound to the {@link EventExecutor} that will complete it: their callbacks run
 * on that executor, from its queue, <em>never</em> inside the call that completed it or the call that added the
 * callback. So no callback runs in the middle of somebody else's method, and a long chain makes no deep stack.
 * A {@link Completed} is bound to nothing and calls at once.
 *
 * <p>Compared with {@link CompletableFuture}: one way to do each thing instead of three ({@code thenApply},
 * {@code thenApplyAsync}, {@code thenApplyAsync} with an executor); only the holder of the {@code Promise} can complete
 * it; {@link #cancel} goes upstream, to what does the work.
 *
 * <p>All methods may be called from any thread.
 *
 * @param <T> the value's type; may be a nullable one, such as {@code @Nullable Void}
 */
public sealed interface Future<T extends @Nullable Object> extends Cancellable permits Completed, Promise {

    /** A future that has its value already. */
    static <T extends @Nullable Object> Completed<T> completed(T value) {
        return Completed.success(value);
    }

    /** A future that has failed already. */
    static <T extends @Nullable Object> Completed<T> failed(Throwable error) {
        return Completed.failure(error);
    }

    /** What it came to; null while it is pending. */
    @Nullable
    Completed<T> outcome();

    /**
     * Has {@code callback} called with the outcome, once: with the value and no error, or with no value and the error.
     * Callbacks run in the order in which they were added. One that throws is reported to the executor's exception
     * handler and harms nobody.
     *
     * @return this future, so that several callbacks can be added in a row
     */
    Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback);

    /**
     * The future of what {@code function} makes of the outcome. The primitive under {@link #map}, {@link #flatMap} and
     * {@link #recover}. If the function throws, the result fails with what it threw.
     */
    <R extends @Nullable Object> Future<R> transform(Function<? super Completed<T>, ? extends Future<R>> function);

    /** The same value, with callbacks that run on {@code executor}. Cancelling it cancels this. */
    Future<T> on(EventExecutor executor);

    /**
     * Ends a pending future with a {@link java.util.concurrent.CancellationException}, and whatever it was derived
     * from. The work behind it stops: a fetch closes its connection, a sleep loses its timer. Where the work is done
     * already and its value is on the way here, a {@link Cancellable} value is cancelled instead: nobody else will be.
     */
    @Override
    boolean cancel();

    /** Whether there is an outcome. */
    default boolean isDone() {
        return outcome() != null;
    }

    /** Whether the outcome is an error. */
    default boolean isFailed() {
        Completed<T> outcome = outcome();
        return outcome != null && outcome.error() != null;
    }

    /** Whether the outcome is a cancellation. */
    default boolean isCancelled() {
        Completed<T> outcome = outcome();
        return outcome != null && outcome.isCancellation();
    }

    /** The value of a future which is known to have one; {@link IllegalStateException} where that is wrong. */
    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    default T resultNow() {
        Completed<T> outcome = outcome();
        if (outcome == null || outcome.error() != null) {
            throw new IllegalStateException("no value: " + this, outcome == null ? null : outcome.error());
        }
        return outcome.value();
    }

    /** The future of {@code function} applied to the value; an error passes through. */
    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    default <R extends @Nullable Object> Future<R> map(Function<? super T, ? extends R> function) {
        return transform(done -> done.error() != null ? done.failed() : Future.completed(function.apply(done.value())));
    }

    /** The future which {@code function} makes of the value: one thing after the other. An error passes through. */
    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    default <R extends @Nullable Object> Future<R> flatMap(Function<? super T, ? extends Future<R>> function) {
        return transform(done -> done.error() != null ? done.failed() : function.apply(done.value()));
    }

    /** The same value, or else what {@code function} makes of the error. */
    default Future<T> recover(Function<? super Throwable, ? extends T> function) {
        return recoverWith(error -> Future.completed(function.apply(error)));
    }

    /** The same value, or else the future which {@code function} makes of the error. */
    default Future<T> recoverWith(Function<? super Throwable, ? extends Future<T>> function) {
        return transform(done -> {
            Throwable error = done.error();
            return error == null ? done : function.apply(error);
        });
    }

    /**
     * The same outcome if it comes within {@code limit}; otherwise a {@link TimeoutException}, and this is cancelled.
     * The timer is the executor's, and is cancelled when the outcome comes first.
     */
    default Future<T> timeout(Duration limit) {
        return this instanceof Promise<T> promise ? Combinators.timeout(promise, limit) : this;
    }

    /** The same outcome, but cancelling the result leaves this one alone. */
    default Future<T> shield() {
        return this instanceof Promise<T> promise ? Combinators.shield(promise) : this;
    }

    /**
     * Blocks the calling thread until the outcome is there. For the edges of a program (a {@code main}, a test): where
     * there is a loop, use callbacks.
     *
     * @return the value
     * @throws IllegalStateException on the loop's own thread, which would wait for itself for ever
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    default T await() throws InterruptedException, ExecutionException {
        if (this instanceof Promise<T> promise) {
            promise.block();
        }
        return Combinators.valueOrThrow(Objects.requireNonNull(outcome()));
    }

    /** {@link #await()} with a limit: {@link TimeoutException} after it. This future goes on all the same. */
    default T await(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        if (this instanceof Promise<T> promise && !promise.block(limit)) {
            throw new TimeoutException("no outcome within " + limit + ": " + this);
        }
        return Combinators.valueOrThrow(Objects.requireNonNull(outcome()));
    }

    /** This as the JDK's type. Cancelling the result cancels this. */
    default CompletableFuture<T> toCompletableFuture() {
        return Combinators.toCompletableFuture(this);
    }

    /** The JDK's type as one of ours, with callbacks that run on {@code executor}. Cancelling it cancels the stage. */
    static <T extends @Nullable Object> Future<T> from(EventExecutor executor, CompletionStage<T> stage) {
        return Combinators.from(executor, stage);
    }

    /**
     * All values, in the order of {@code futures}. Fails as soon as one fails, and cancels the others.
     *
     * @param executor where the result's callbacks run; the futures may belong to any
     */
    static <T extends @Nullable Object> Future<List<T>> all(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.all(executor, futures);
    }

    /** All outcomes, in the order of {@code futures}: never fails. */
    static <T extends @Nullable Object> Future<List<Completed<T>>> allSettled(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.allSettled(executor, futures);
    }

    /**
     * The first value; the others are cancelled. Fails if all fail, with the last error, which has the others as
     * suppressed ones.
     *
     * @throws IllegalArgumentException if there are no futures: none could ever be first
     */
    static <T extends @Nullable Object> Future<T> any(EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.any(executor, futures);
    }

    /**
     * The first outcome, be it a value or an error; the others are cancelled.
     *
     * @throws IllegalArgumentException if there are no futures: none could ever be first
     */
    static <T extends @Nullable Object> Future<T> race(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.race(executor, futures);
    }
}
