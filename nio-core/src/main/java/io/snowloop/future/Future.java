// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The read side of a value that may not exist yet. A future is pending until it has an outcome, a value or an error. The
 * outcome never changes.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#future -->
 * <pre>{@code
 * Future<String> page = find(loop, 7) // Future<String>: it comes later
 *         .flatMap(name -> find(loop, name.length())) // asks again, with what has come
 *         .map(name -> "<p>" + name + "</p>")
 *         .timeout(ofSeconds(5))
 *         .recover(error -> "<p>not today</p>");
 * page.onComplete((html, error) -> log.add(html)); // called once, by the loop
 * }</pre>
 *
 * <p>Most futures are a {@link Promise}, bound to an {@link EventExecutor}. Their callbacks run on that executor, from its
 * queue, <em>never</em> inside the call that completed the promise or added the callback. So no callback runs in the
 * middle of another method, and a long chain needs no deep stack. A {@link Completed} is bound to no executor, and calls
 * its callbacks at once.
 *
 * <p>Three things differ from {@link CompletableFuture}. There is one way to add a function, not three ({@code thenApply},
 * {@code thenApplyAsync}, {@code thenApplyAsync} with an executor). Only the holder of the {@code Promise} can complete
 * it. {@link #cancel} goes upstream, to the work itself.
 *
 * <p>What a function throws depends on where its result goes: what {@link #map}, {@link #flatMap}, {@link #recover},
 * {@link #recoverWith} and {@link #transform} get becomes the error of the future that they return; {@link #onComplete}
 * returns no new future, so an exception of its callback is reported.
 *
 * <h2>Who owns a value</h2>
 *
 * <p>A value that holds a resource, such as a connection or the body of a response, is {@link Cancellable}. As long as no
 * code has received it, it belongs to the futures that it is on its way through. If none of them delivers it, it is
 * <em>discarded</em>: cancelled, so that the resource is released. The rule is:
 *
 * <blockquote>A value is discarded when a receiver refuses it, no code has received it, and no other receiver waits for it.
 * </blockquote>
 *
 * <ul>
 *   <li>The <em>receivers</em> of a future are the callbacks and functions that were given to it, the threads that await
 *       it, and the futures made of it by {@link #on}, {@link #timeout}, {@link #race}, {@link #any}, {@link #all}, {@link
 *       #allSettled}, or by returning it to {@link #flatMap}. A future without receivers waits for the first one: its
 *       holder may still ask.
 *   <li>A receiver <em>refuses</em> the value if its own future has its outcome already: it was cancelled, its time was
 *       over, it lost a race, another member of {@code all} has failed.
 *   <li>Code has <em>received</em> the value when a callback or a function was called with it, or when {@link #outcome},
 *       {@link #resultNow} or {@link #await()} has returned it. From then on that code is its owner, and no future
 *       discards it. {@link #isDone}, {@link #isFailed} and {@link #onDone} do not receive it.
 *   <li>What a function returns is on its way again, through the future of that function, and by the same rule. A function
 *       that returns the value it was given passes it on: it counts as not received by this function.
 *   <li>{@link #shield} lends the value: what is made of a shield never discards it. A function that returns a value which
 *       others use, too, returns it shielded: {@code Future.completed(value).shield()}.
 *   <li>A value that {@link Promise#complete} refuses still belongs to the caller, as does the value of a future whose
 *       {@code cancel()} returns false.
 * </ul>
 *
 * <p>All methods may be called from any thread. A parameter that is null, or a collection with a null in it, is refused
 * with a {@link NullPointerException}; only a value may be null.
 *
 * @param <T> the value's type; may be a nullable one, such as {@code @Nullable Void}
 */
public sealed interface Future<T extends @Nullable Object> extends Cancellable permits Completed, Promise {

    /**
     * {@return a future that is done and has a value}
     * @param <T> the value's type
     * @param value may be null
     */
    static <T extends @Nullable Object> Completed<T> completed(T value) {
        return Completed.success(value);
    }

    /**
     * {@return a future that is done and has failed}
     * @param <T> the type of the value that it does not have
     * @param error any {@link Throwable}; a {@link java.util.concurrent.CancellationException} means cancelled
     */
    static <T extends @Nullable Object> Completed<T> failed(Throwable error) {
        return Completed.failure(error);
    }

    /** {@return the outcome; null while this is pending} */
    @Nullable
    Completed<T> outcome();

    /**
     * Calls {@code callback} once with the outcome: with the value and null, or with null and the error. Callbacks are
     * called in the order in which they were added.
     *
     * <p>If a callback throws, the exception is reported, the other callbacks are called, and no code that completed this
     * future or added callbacks is affected. The callbacks of a {@link Promise} are reported by its executor: a loop tells
     * its exception handler. Those of a {@link Completed} are reported by the loop that runs on the calling thread. If there
     * is no loop, the exception is logged at {@code ERROR} to the {@link System.Logger} named after this interface.
     *
     * @param callback called on the executor, from its queue
     * @return this future, so that several callbacks can be added in a row
     */
    Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback);

    /**
     * Calls {@code action} once when there is an outcome, as {@link #onComplete} calls its callback. The action does not get
     * the outcome. So it is for what has to be done in any case, such as counting or stopping a timer, by code that does not
     * own the value.
     *
     * @param action called on the executor, from its queue
     * @return this future
     */
    Future<T> onDone(Runnable action);

    /**
     * Calls {@code function} with the outcome, and has the outcome of the future that it returns. This is the primitive of
     * {@link #map}, {@link #flatMap} and {@link #recover}. If the function throws or returns null, the result fails.
     *
     * <p>The function may call this method again and return the result, and so on: an asynchronous loop. A loop of any
     * length needs the memory and the stack of a few rounds if all its promises have the same executor. For this, a derived
     * future that the function returns while it is pending and nothing has been added to it becomes one with the result:
     * both complete, and are cancelled, at the same moment. Any other promise has its outcome a turn before the result.
     *
     * @param <R> the type of the result's value
     * @param function called on the executor; may throw
     * @return pending until the future of the function is done; cancelling it cancels this, or that future
     */
    <R extends @Nullable Object> Future<R> transform(Function<? super Completed<T>, ? extends Future<R>> function);

    /**
     * {@return the same outcome, with callbacks that run on {@code executor}} Cancelling the result cancels this future.
     * @param executor of the result; the work goes on where it is
     */
    Future<T> on(EventExecutor executor);

    /** {@return the executor that callbacks run on; null of a {@link Completed}, which has none} It never changes: asyncio's {@code get_loop}. */
    @Nullable
    EventExecutor executor();

    /**
     * Ends this future, if it is pending, with a {@link java.util.concurrent.CancellationException}. The futures that it
     * is derived from end as well, and the work behind them stops: a fetch closes its connection, a sleep ends its timer.
     * If the work is done and its value is on the way to this future, the value is discarded, but only if no code has it
     * and no other receiver waits for it: see "Who owns a value" above.
     *
     * @return false if this was done already
     */
    @Override
    boolean cancel();

    /** {@return whether there is an outcome} */
    boolean isDone();

    /** {@return whether the outcome is an error} */
    default boolean isFailed() {
        return Completed.errorOf(this) != null;
    }

    /** {@return whether the outcome is a cancellation} */
    default boolean isCancelled() {
        return Completed.errorOf(this) instanceof CancellationException;
    }

    /**
     * {@return the value of a future that is known to have one}
     * @throws IllegalStateException if this is pending or has failed
     */
    default T resultNow() {
        return Combinators.valueNow(this);
    }

    /**
     * {@return the result of {@code function} applied to the value} An error passes through.
     * @param <R> the type of the new value
     * @param function called on the executor; what it throws becomes the error
     */
    default <R extends @Nullable Object> Future<R> map(Function<? super T, ? extends R> function) {
        return transform(new Transformation.Mapping<>(function));
    }

    /**
     * {@return the outcome of the future that {@code function} returns for the value} An error passes through.
     * @param <R> the type of the new value
     * @param function called on the executor; what it throws becomes the error, and it must not return null
     */
    default <R extends @Nullable Object> Future<R> flatMap(Function<? super T, ? extends Future<R>> function) {
        return transform(new Transformation.FlatMapping<>(function));
    }

    /**
     * {@return the result of {@code function} applied to the error} A value passes through.
     * @param function called on the executor, also for a cancellation; what it throws becomes the error
     */
    default Future<T> recover(Function<? super Throwable, ? extends T> function) {
        return transform(new Transformation.Recovering<>(function));
    }

    /**
     * {@return the outcome of the future that {@code function} returns for the error} A value passes through.
     * @param function called on the executor, also for a cancellation; what it throws becomes the error
     */
    default Future<T> recoverWith(Function<? super Throwable, ? extends Future<T>> function) {
        return transform(new Transformation.RecoveringWith<>(function));
    }

    /**
     * {@return the same outcome if it comes within {@code limit}} Otherwise the result fails with a {@link
     * TimeoutException}, and this future is cancelled. The timer is the executor's; it is cancelled when the outcome comes
     * first.
     *
     * @param limit from now; zero or less is over in the next turn
     */
    default Future<T> timeout(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        return this instanceof Promise<T> promise ? Combinators.timeout(promise, limit) : this;
    }

    /**
     * {@return the same outcome, but cancelling the result does not cancel this future, nor discard its value} A result that
     * is cancelled leaves this future: many may be made of one that lasts.
     */
    default Future<T> shield() {
        return this instanceof Promise<T> promise ? Shields.shield(promise) : ((Completed<T>) this).shielded();
    }

    /**
     * Blocks the calling thread until this future is done. For a {@code main} method or a test; on a loop, use callbacks.
     *
     * <p>A thread must not wait for its own loop. So this fails at once on the thread that runs the loop. It also fails if
     * the loop belongs to the calling thread and is not running; not at once, but after one second, because another thread
     * may be about to run the loop. A loop that another thread has run before is waited for without a limit.
     *
     * @return the value
     * @throws IllegalStateException on the loop's own thread; the message says what to call instead
     * @throws ExecutionException if this has failed; the error is its cause
     * @throws java.util.concurrent.CancellationException if this was cancelled
     * @throws InterruptedException if the thread is interrupted; this future goes on
     */
    default T await() throws InterruptedException, ExecutionException {
        if (this instanceof Promise<T> promise) {
            Blocking.await(promise);
        }
        return Combinators.valueOrThrow(Objects.requireNonNull(outcome()));
    }

    /**
     * Blocks the calling thread until this future is done, but not longer than {@code limit}. It cannot hang, so it does not
     * fail early if the loop belongs to the calling thread and is not running: it waits for the whole limit. The exception's
     * message then says so.
     *
     * @param limit from now; zero or less does not wait
     * @return the value
     * @throws TimeoutException after the limit; this future stays as it is
     * @throws IllegalStateException on the thread that runs the loop
     * @throws ExecutionException if this has failed; the error is its cause
     * @throws java.util.concurrent.CancellationException if this was cancelled
     * @throws InterruptedException if the thread is interrupted; this future goes on
     */
    default T await(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        Objects.requireNonNull(limit, "limit");
        if (this instanceof Promise<T> promise) {
            Blocking.awaitWithin(promise, limit);
        }
        return Combinators.valueOrThrow(Objects.requireNonNull(outcome()));
    }

    /**
     * {@return this future as the JDK's type} Cancelling the result cancels this future. A value that comes then is
     * discarded.
     */
    default CompletableFuture<T> toCompletableFuture() {
        return Combinators.toCompletableFuture(this);
    }

    /**
     * {@return a stage of the JDK as a future whose callbacks run on {@code executor}} A value that comes after it was
     * cancelled is discarded, because a stage does not tell who else has it. If others do, take its {@link #shield}.
     *
     * <p>Cancelling it cancels the stage's {@link CompletionStage#toCompletableFuture}. A minimal stage, or one that refuses
     * to be a {@link CompletableFuture}, cannot be cancelled: its work goes on.
     *
     * @param <T> the value's type
     * @param executor where the result's callbacks run
     * @param stage may complete on any thread
     */
    static <T extends @Nullable Object> Future<T> from(EventExecutor executor, CompletionStage<T> stage) {
        return Combinators.from(executor, stage);
    }

    /**
     * {@return all values, in the order of {@code futures}, as an unmodifiable list} Fails as soon as one fails, and cancels
     * the others; the values that have come by then, or still come, are discarded.
     *
     * @param <T> the values' type
     * @param executor where the result's callbacks run; the futures may belong to other executors
     * @param futures read once, now; none give an empty list
     */
    static <T extends @Nullable Object> Future<List<T>> all(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.all(executor, futures);
    }

    /**
     * {@return all outcomes, in the order of {@code futures}, as an unmodifiable list} It does not fail. If it is cancelled,
     * the values that have come by then, or still come, are discarded.
     *
     * @param <T> the values' type
     * @param executor where the result's callbacks run; the futures may belong to other executors
     * @param futures read once, now; none give an empty list
     */
    static <T extends @Nullable Object> Future<List<Completed<T>>> allSettled(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.allSettled(executor, futures);
    }

    /**
     * {@return the first value; the other futures are cancelled, and their values are discarded} If all fail, the result
     * fails with the last error. No error is changed; {@link #allSettled} has all of them.
     *
     * @param <T> the values' type
     * @param executor where the result's callbacks run; the futures may belong to other executors
     * @param futures read once, now
     * @throws IllegalArgumentException if there are no futures
     */
    static <T extends @Nullable Object> Future<T> any(EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.any(executor, futures);
    }

    /**
     * {@return the first outcome, a value or an error; the other futures are cancelled, and their values are discarded}
     * @param <T> the values' type
     * @param executor where the result's callbacks run; the futures may belong to other executors
     * @param futures read once, now
     * @throws IllegalArgumentException if there are no futures
     */
    static <T extends @Nullable Object> Future<T> race(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return Combinators.race(executor, futures);
    }
}
