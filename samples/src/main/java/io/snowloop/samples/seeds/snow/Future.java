// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A pending answer. Other code, mostly the view of another request, calls {@link #setResult}.
 *
 * <p>The server of the article polls all its futures every 5 milliseconds. This one is a {@link Promise} with the names
 * of the article: it calls its callbacks when it is ready, and is not polled.
 */
public sealed class Future implements Answer permits TimeoutFuture {
    private final Promise<@Nullable Object> promise;
    private final Callback callback;

    /** A function that makes a response of the result. */
    @FunctionalInterface
    public interface Callback {
        /**
         * Called on the loop's thread when the result is set.
         *
         * @param request the request that waits for this future
         * @param future the future, which has its {@link Future#value}
         */
        HttpResponse respond(HttpRequest request, Future future) throws Exception;
    }

    /**
     * A future without a result.
     *
     * @throws IllegalStateException on a thread without a loop; views run on a loop's thread
     */
    public Future(Callback callback) {
        this.promise = Scheduler.current().newPromise();
        this.callback = callback;
    }

    // region result
    /** Sets the result. Any thread may call it; only the first call has an effect. */
    public void setResult(@Nullable Object value) {
        promise.complete(value);
    }

    /** Whether there is a result. */
    public boolean ready() {
        return promise.isDone();
    }

    /**
     * The result.
     *
     * @throws IllegalStateException if it is not set yet
     */
    public @Nullable Object value() {
        return promise.resultNow();
    }

    /**
     * The response to {@code request}. Several requests may wait for the same future: if a client closes its
     * connection, only its own wait is cancelled.
     */
    io.snowloop.future.Future<HttpResponse> respondTo(HttpRequest request) {
        return promise.shield().flatMap(value -> {
            try {
                return io.snowloop.future.Future.completed(callback.respond(request, this));
            } catch (Exception e) {
                return io.snowloop.future.Future.failed(e);
            }
        });
    }
    // endregion
}
