// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/** A view that may block, because each call has its own thread. The response goes back to the request's loop. */
final class BlockingView implements AsyncView {
    private final View view;
    private final Executor workers;

    BlockingView(View view, Executor workers) {
        this.view = view;
        this.workers = workers;
    }

    @Override
    public Future<Response> view(Request request, Scheduler loop) {
        Promise<Response> promise = loop.newPromise();
        FutureTask<?> work = new FutureTask<>(() -> answer(request, promise), null);
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            return Future.failed(e);
        }
        return promise.onCancel(() -> stop(work));
    }

    private void answer(Request request, Promise<Response> promise) {
        try {
            promise.complete(view.view(request));
        } catch (Throwable thrown) {
            promise.fail(thrown);
        }
    }

    /** Interrupts a task that has begun, and removes one that has not from the pool's queue. */
    private void stop(FutureTask<?> work) {
        work.cancel(true);
        if (workers instanceof ThreadPoolExecutor pool) {
            pool.remove(work);
        }
    }
}
