// SPDX-License-Identifier: Apache-2.0
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** A value that is not there yet. It is completed once, and then tells its callbacks. */
class Promise<T> {
    private BiConsumer<? super T, ? super Throwable> callback = (value, error) -> {};

    /** A promise whose callbacks are run by a loop. */
    Promise(Executor executor) {}

    /** Completes it with a value. Returns false, and does nothing, if it is done already. */
    boolean complete(T value) {
        callback.accept(value, null);
        return true;
    }

    /** Completes it with an error. Returns false, and does nothing, if it is done already. */
    boolean fail(Throwable error) {
        callback.accept(null, error);
        return true;
    }

    boolean isDone() {
        return false;
    }

    /** Calls back when it is done: with the value and null, or with null and the error. */
    void onComplete(BiConsumer<? super T, ? super Throwable> callback) {
        this.callback = callback;
    }
}
