// SPDX-License-Identifier: Apache-2.0
// FAILS: map with a function that throws: expected error other, and got null
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The read side of a promise: what to do with a value that is not there yet. */
record Future<T>(Promise<T> promise, Executor executor) {
    /** One that has a value already. */
    static <T> Future<T> of(Executor executor, T value) {
        Promise<T> promise = new Promise<>(executor);
        promise.complete(value);
        return new Future<>(promise, executor);
    }

    /** One that has failed already. */
    static <T> Future<T> failed(Executor executor, Throwable error) {
        Promise<T> promise = new Promise<>(executor);
        promise.fail(error);
        return new Future<>(promise, executor);
    }

    /** Gives the value and null, or null and the error. */
    void onComplete(BiConsumer<? super T, ? super Throwable> callback) {
        promise.onComplete(callback);
    }

    /** Completes a promise as this one is completed. */
    void passTo(Promise<T> other) {
        onComplete((value, error) -> {
            if (error == null) {
                other.complete(value);
            } else {
                other.fail(error);
            }
        });
    }

    /** What a function makes of the value. */
    <R> Future<R> map(Function<T, R> function) {
        return flatMap(value -> {
            try {
                return of(executor, function.apply(value));
            } catch (RuntimeException e) {
                return of(executor, null);
            }
        });
    }

    /** What comes of a second step, which begins when the value is there. */
    <R> Future<R> flatMap(Function<T, Future<R>> next) {
        return then((value, error) -> error == null ? next.apply(value) : failed(executor, error));
    }

    /** What comes of another attempt, which begins when this one has failed. */
    Future<T> recover(Function<Throwable, Future<T>> next) {
        return then((value, error) -> error == null ? of(executor, value) : next.apply(error));
    }

    private <R> Future<R> then(BiFunction<T, Throwable, Future<R>> next) {
        Promise<R> result = new Promise<>(executor);
        onComplete((value, error) -> {
            try {
                next.apply(value, error).passTo(result);
            } catch (RuntimeException e) {
                result.fail(e);
            }
        });
        return new Future<>(result, executor);
    }
}
