// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The combinators of {@link Future} that need more than one line. */
final class Combinators {
    private Combinators() {}

    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    static <T extends @Nullable Object> T valueNow(Future<T> future) {
        Completed<T> outcome = future.outcome();
        if (outcome == null) {
            throw new IllegalStateException(
                    "no value yet: " + future + ". resultNow() is for a future that is done: use"
                            + " onComplete() or map(), or await() on a thread that may wait");
        }
        Throwable error = outcome.error();
        if (error != null) {
            throw new IllegalStateException("no value: " + future + ". outcome().error() gives the error", error);
        }
        return outcome.value();
    }

    static <T extends @Nullable Object> Future<T> timeout(Promise<T> source, Duration limit) {
        if (source.isDone()) {
            return source;
        }
        EventExecutor executor = source.executor();
        Promise<T> limited =
                new Promise<>(executor, source, "timeout"); // the source, so that cancelling it cancels the work
        Cancellable timer = executor.schedule(limit, new TimeIsOver(source, limited, limit));
        limited.onDone(timer::cancel);
        source.link(limited::passOrRelease, "timeout");
        return limited;
    }

    /** The task of the timer of a time-out. */
    private record TimeIsOver(Promise<?> source, Promise<?> limited, Duration limit) implements Runnable, Owned {
        @Override
        public void run() {
            // The result first: otherwise the cancellation of the source would become the result.
            if (limited.fail(new TimeoutException("no result within " + limit))) {
                source.cancel();
            }
        }

        @Override
        public String owner() {
            return "timeout";
        }
    }

    static <T extends @Nullable Object> Future<List<T>> all(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return gather(executor, futures, true, Combinators::valueOf);
    }

    static <T extends @Nullable Object> Future<List<Completed<T>>> allSettled(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return gather(executor, futures, false, outcome -> outcome);
    }

    private static <T extends @Nullable Object, E extends @Nullable Object> Future<List<E>> gather(
            EventExecutor executor,
            Collection<? extends Future<T>> futures,
            boolean failFast,
            Function<Completed<T>, E> element) {
        List<Future<T>> members = copyOf(futures);
        String name = failFast ? "all" : "allSettled";
        Promise<List<E>> result = new Promise<>(executor, null, name);
        Gathered<T, E> gathered = new Gathered<>(members.size(), element);
        for (int i = 0; i < members.size(); i++) {
            int index = i;
            receive(name, members.get(i), result, outcome -> {
                if (result.isDone()) {
                    outcome.release();
                } else if (failFast && outcome.error() != null) {
                    result.settle(outcome.as());
                } else if (gathered.put(index, outcome)) {
                    result.complete(gathered);
                }
            });
        }
        if (members.isEmpty()) {
            result.complete(gathered);
        }
        result.onDone(() -> {
            members.forEach(Future::cancel);
            if (Completed.errorOf(result) != null) { // else the list has the values, and is on its way
                gathered.cancel();
            }
        });
        return result;
    }

    static <T extends @Nullable Object> Future<T> any(EventExecutor executor, Collection<? extends Future<T>> futures) {
        List<Future<T>> members = atLeastOne("any", futures);
        int[] failed = {0};
        return first(executor, "any", members, outcome -> outcome.error() == null || ++failed[0] == members.size());
    }

    static <T extends @Nullable Object> Future<T> race(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return first(executor, "race", atLeastOne("race", futures), outcome -> true);
    }

    /**
     * The first outcome that {@code wins}. Cancels all members when the result is done: those that are done already ignore
     * it. So a cancelled result cancels the members, too, and needs no source.
     */
    private static <T extends @Nullable Object> Future<T> first(
            EventExecutor executor, String name, List<Future<T>> members, Predicate<Completed<T>> wins) {
        Promise<T> result = new Promise<>(executor, null, name);
        for (Future<T> member : members) {
            receive(name, member, result, outcome -> {
                if (wins.test(outcome)) {
                    result.passOrRelease(outcome);
                }
            });
        }
        result.onDone(() -> members.forEach(member -> cancelAfter(result, member)));
        return result;
    }

    /** Cancels a member of a race that is over. It gets the exception of the result, if that was cancelled. */
    private static void cancelAfter(Promise<?> result, Future<?> member) {
        if (member instanceof Promise<?> promise && !promise.isDone()) {
            Completed<?> outcome = result.settled();
            promise.cancel(
                    outcome != null && outcome.error() instanceof CancellationException cancelled
                            ? cancelled
                            : new LostRaceException());
        }
    }

    /** Calls {@code next} with the outcome, on the result's executor, and a claim to it: see {@link Promise#link}. */
    private static <T extends @Nullable Object> void receive(
            String name, Future<T> future, Promise<?> result, Consumer<? super Completed<T>> next) {
        if (future.on(result.executor()) instanceof Promise<T> promise) { // which it is in any case
            result.tellWaits(promise);
            promise.link(next, name);
        }
    }

    private static <T extends @Nullable Object> List<Future<T>> atLeastOne(
            String name, Collection<? extends Future<T>> futures) {
        List<Future<T>> members = copyOf(futures);
        if (members.isEmpty()) {
            throw new IllegalArgumentException(name + " of no futures would never complete: give it at least one");
        }
        return members;
    }

    private static <T extends @Nullable Object> List<Future<T>> copyOf(Collection<? extends Future<T>> futures) {
        return List.copyOf(Objects.requireNonNull(futures, "futures"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete's stage is not needed, only its callback
    static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        Consumer<Completed<T>> next = outcome -> {
            Throwable error = outcome.error();
            if (error != null) {
                stage.completeExceptionally(error);
            } else if (!stage.complete(valueOf(outcome))) {
                outcome.release();
            }
        };
        if (future instanceof Promise<T> promise) {
            promise.link(next, "toCompletableFuture");
        } else {
            next.accept(future.outcome());
        }
        stage.whenComplete((value, error) -> {
            if (stage.isCancelled()) {
                future.cancel();
            }
        });
        return stage;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whenComplete's stage is not needed, only its callback
    static <T extends @Nullable Object> Future<T> from(EventExecutor executor, CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        Promise<T> promise = new Promise<>(executor, null, "from");
        stage.whenComplete((value, error) ->
                promise.passOrRelease(error == null ? Completed.claimed(value) : Completed.failure(unwrap(error))));
        return promise.onCancel(() -> cancel(stage));
    }

    /** Cancels a stage of which this is possible. It is not of a minimal stage, whose {@code CompletableFuture} is a copy. */
    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) { // allowed by CompletionStage.toCompletableFuture
            return;
        }
    }

    /** The error itself: a dependent stage wraps it in a CompletionException, the first stage of a chain does not. */
    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    static <T extends @Nullable Object> T valueOrThrow(Completed<T> outcome) throws ExecutionException {
        Throwable error = outcome.error();
        if (error instanceof CancellationException cancelled) {
            throw cancelled;
        }
        if (error != null) {
            throw new ExecutionException(error);
        }
        return outcome.value();
    }

    @SuppressWarnings("NullAway") // T itself says whether the value may be null
    private static <T extends @Nullable Object> T valueOf(Completed<T> outcome) {
        return outcome.value();
    }
}
