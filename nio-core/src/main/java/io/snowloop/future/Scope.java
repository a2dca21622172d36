// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a program, with the futures that it has begun: it ends after the last of them (structured concurrency, as {@code TaskGroup} of
 * asyncio). If one of them fails, the others are cancelled, and the whole fails. If the whole is cancelled, all of them are. So nothing that
 * was begun is forgotten.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ScopePageTest.java#run -->
 * <pre>{@code
 * Set<String> seen = new TreeSet<>();
 * Future<Integer> pages = fetcher.loop()
 *         .submit(() -> Scope.run(fetcher.loop(), scope -> {
 *             visit(scope, fetcher, base, "/a", seen); // it adds a future, and that one adds more
 *             return Future.completed(null);
 *         }))
 *         .map(none -> seen.size()); // when the last one has ended
 * }</pre>
 *
 * <p>In contrast to {@link Future#all}, the number of futures need not be known: any of them may add more. A future that is cancelled alone
 * is no failure. All methods belong to the executor's thread.
 */
public final class Scope {
    private final EventExecutor executor;
    private final Set<Future<?>> running = new LinkedHashSet<>();

    /** Completes when the last future has ended, and fails if one of them has. */
    private final Promise<@Nullable Void> end;

    private @Nullable Throwable failure;

    private Scope(EventExecutor executor) {
        this.executor = executor;
        this.end = new Promise<>(executor);
        end.onCancel(this::cancelAll);
    }

    /**
     * Runs a function that begins futures, and adds them to its scope.
     * @param <T> the value's type
     * @param executor the one of the calling thread
     * @param body called now, once; what it returns belongs to the scope, too
     * @return has the value of the future of {@code body}, when all futures of the scope have ended. Fails with the first error of any of
     *     them, when all have ended; later errors are its suppressed ones.
     * @throws IllegalStateException on another thread
     */
    public static <T extends @Nullable Object> Future<T> run(
            EventExecutor executor, Function<? super Scope, ? extends Future<T>> body) {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(body, "body");
        if (!executor.inEventLoop()) {
            throw new IllegalStateException("a scope belongs to the thread of " + executor + ": begin it in a task");
        }
        Scope scope = new Scope(executor);
        Future<T> whole = scope.add(called(body, scope));
        return scope.end.flatMap(none -> whole);
    }

    private static <T extends @Nullable Object> Future<T> called(
            Function<? super Scope, ? extends Future<T>> body, Scope scope) {
        try {
            return body.apply(scope);
        } catch (RuntimeException | Error thrown) {
            return Future.failed(thrown);
        }
    }

    /**
     * Adds a future: the scope ends after it. If the scope has failed or was cancelled, the future is cancelled.
     * @param <T> the value's type
     * @param future may belong to another executor
     * @return the same future
     * @throws IllegalStateException if the scope has ended
     */
    public <T extends @Nullable Object> Future<T> add(Future<T> future) {
        Objects.requireNonNull(future, "future");
        if (end.isDone() && !end.isCancelled()) {
            throw new IllegalStateException("the scope has ended: a future that is added now would outlive it");
        }
        running.add(future);
        future.on(executor).onComplete((value, error) -> ended(future, error));
        if (failure != null || end.isCancelled()) {
            future.cancel();
        }
        return future;
    }

    private void ended(Future<?> future, @Nullable Throwable error) {
        running.remove(future);
        if (error != null && !(error instanceof CancellationException)) {
            failed(error);
        }
        if (running.isEmpty()) {
            if (failure == null) {
                end.complete(null);
            } else {
                end.fail(failure);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot be its own suppressed one, whatever it equals
    private void failed(Throwable error) {
        if (failure == null) {
            failure = error;
            cancelAll();
        } else if (failure != error) {
            failure.addSuppressed(error);
        }
    }

    private void cancelAll() {
        List.copyOf(running).forEach(Future::cancel);
    }

    @Override
    public String toString() {
        return "Scope[" + running.size() + " running]";
    }
}
