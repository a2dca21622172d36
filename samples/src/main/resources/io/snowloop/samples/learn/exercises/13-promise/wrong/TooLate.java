// SPDX-License-Identifier: Apache-2.0
// FAILS: onComplete comes after complete, and the callback is never called
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** A value that is not there yet. It is completed once, and then tells its callbacks. */
class Promise<T> {
    private final Executor executor;
    private final List<BiConsumer<? super T, ? super Throwable>> callbacks = new ArrayList<>();
    private boolean done;
    private T value;
    private Throwable error;

    /** A promise whose callbacks are run by a loop. */
    Promise(Executor executor) {
        this.executor = executor;
    }

    /** Completes it with a value. Returns false, and does nothing, if it is done already. */
    boolean complete(T value) {
        return finish(value, null);
    }

    /** Completes it with an error. Returns false, and does nothing, if it is done already. */
    boolean fail(Throwable error) {
        return finish(null, error);
    }

    private boolean finish(T value, Throwable error) {
        if (done) {
            return false;
        }
        done = true;
        this.value = value;
        this.error = error;
        callbacks.forEach(this::call);
        callbacks.clear();
        return true;
    }

    boolean isDone() {
        return done;
    }

    /** Calls back when it is done: with the value and null, or with null and the error. */
    void onComplete(BiConsumer<? super T, ? super Throwable> callback) {
        callbacks.add(callback);
    }

    private void call(BiConsumer<? super T, ? super Throwable> callback) {
        executor.execute(() -> callback.accept(value, error));
    }
}
