package io.snowloop.samples.seeds.snow;

import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not there yet: somebody, mostly another request's view, will {@link #setResult} it.
 *
 * <p>The article's server asks all its futures every 5 milliseconds whether they are ready. This one is a {@link Promise}
 * with the article's names: it calls when it is ready, and until then nobody looks at it.
 */
public sealed class Future implements Answer permits TimeoutFuture {
    private final Promise<@Nullable Object> promise;
    private final Callback callback;

    /** What makes a response of the result. */
    @FunctionalInterface
    public interface Callback {
        /**
         * Called on the loop's thread once the result is there.
         *
         * @param request the one that waits for this future, and no other
         * @param future whose {@link Future#value} is there
         */
        HttpResponse respond(HttpRequest request, Future future) throws Exception;
    }

    /**
     * A future without a result.
     *
     * @throws IllegalStateException on a thread without a loop: a view runs on one
     */
    public Future(Callback callback) {
        this.promise = Scheduler.current().newPromise();
        this.callback = callback;
    }

    // region result
    /** Gives the result. Any thread; only the first call counts. */
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
     * @throws IllegalStateException if there is none yet
     */
    public @Nullable Object value() {
        return promise.resultNow();
    }

    /** The response to {@code request}. Several may wait for one future: a client that leaves takes only its own wait with it. */
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
