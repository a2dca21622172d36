package io.snowloop.future;

import java.time.Duration;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/** The combinators of {@link Future} that need more than one line. */
final class Combinators {
    private Combinators() {}

    static <T extends @Nullable Object> Future<T> timeout(Promise<T> source, Duration limit) {
        if (source.isDone()) {
            return source;
        }
        EventExecutor executor = source.executor();
        Promise<T> limited = new Promise<>(executor, source); // the source, so that cancelling it cancels the work
        Cancellable timer = executor.schedule(limit, () -> {
            // The result first: otherwise the cancellation of the source would become the result.
            if (limited.fail(new TimeoutException("no result within " + limit))) {
                source.cancel();
            }
        });
        limited.onComplete((value, error) -> timer.cancel());
        source.onComplete((value, error) -> limited.settleOrDiscard(Objects.requireNonNull(source.outcome())));
        return limited;
    }

    static <T extends @Nullable Object> Future<T> shield(Promise<T> source) {
        Promise<T> shielded = new Promise<>(source.executor()); // without a source: a cancellation ends here
        source.onComplete((value, error) -> shielded.settle(Objects.requireNonNull(source.outcome())));
        return shielded;
    }

    static <T extends @Nullable Object> Future<List<T>> all(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return allSettled(executor, futures, true).map(outcomes -> {
            List<T> values = new ArrayList<>(outcomes.size());
            outcomes.forEach(outcome -> values.add(outcome.resultNow()));
            return values;
        });
    }

    static <T extends @Nullable Object> Future<List<Completed<T>>> allSettled(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        return allSettled(executor, futures, false);
    }

    private static <T extends @Nullable Object> Future<List<Completed<T>>> allSettled(
            EventExecutor executor, Collection<? extends Future<T>> futures, boolean failFast) {
        List<Future<T>> members = copyOf(futures);
        Promise<List<Completed<T>>> result = new Promise<>(executor);
        Consumer<Completed<T>> settled = new Consumer<>() {
            // A plain field: all outcomes are told on the thread of the executor, whatever threads complete the
            // members.
            private int pending = members.size();

            @Override
            public void accept(Completed<T> outcome) {
                pending--;
                if (failFast && outcome.error() != null) {
                    result.settle(outcome.failed());
                } else if (pending == 0) {
                    List<Completed<T>> outcomes = new ArrayList<>(members.size());
                    members.forEach(member -> outcomes.add(Objects.requireNonNull(member.outcome())));
                    result.complete(outcomes);
                }
            }
        };
        if (members.isEmpty()) {
            result.complete(List.of());
        }
        return watch(executor, members, result, settled);
    }

    static <T extends @Nullable Object> Future<T> any(EventExecutor executor, Collection<? extends Future<T>> futures) {
        List<Future<T>> members = atLeastOne("any", futures);
        Promise<T> result = new Promise<>(executor);
        List<Throwable> errors = new ArrayList<>();
        return watch(executor, members, result, outcome -> {
            Throwable error = outcome.error();
            if (error == null) {
                result.settleOrDiscard(outcome);
                return;
            }
            errors.add(error);
            if (errors.size() == members.size()) {
                errors.stream().filter(earlier -> earlier != error).forEach(error::addSuppressed);
                result.fail(error);
            }
        });
    }

    static <T extends @Nullable Object> Future<T> race(
            EventExecutor executor, Collection<? extends Future<T>> futures) {
        Promise<T> result = new Promise<>(executor);
        return watch(executor, atLeastOne("race", futures), result, result::settleOrDiscard);
    }

    /**
     * Calls {@code settled} with each member's outcome, on the executor. Cancels all members when the result is done: those
     * that are done already ignore it. So a cancelled result cancels the members, too, and needs no source.
     */
    private static <T extends @Nullable Object, R extends @Nullable Object> Future<R> watch(
            EventExecutor executor, List<Future<T>> members, Promise<R> result, Consumer<Completed<T>> settled) {
        for (Future<T> member : members) {
            member.on(executor).onComplete((value, error) -> settled.accept(Objects.requireNonNull(member.outcome())));
        }
        result.onComplete((value, error) -> members.forEach(Future::cancel));
        return result;
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
        future.onComplete((value, error) -> {
            if (error == null) {
                stage.complete(value);
            } else {
                stage.completeExceptionally(error);
            }
        });
        stage.whenComplete((value, error) -> {
            if (stage.isCancelled()) {
                future.cancel();
            }
        });
        return stage;
    }

    static <T extends @Nullable Object> Future<T> from(EventExecutor executor, CompletionStage<T> stage) {
        Objects.requireNonNull(stage, "stage");
        Promise<T> promise = new Promise<>(executor);
        stage.whenComplete((value, error) -> {
            if (error == null) {
                promise.complete(value);
            } else {
                promise.fail(unwrap(error));
            }
        });
        return promise.onCancel(() -> stage.toCompletableFuture().cancel(true));
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
}
