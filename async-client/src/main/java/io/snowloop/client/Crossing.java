// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LoopThread;
import org.jspecify.annotations.Nullable;

/** Between a fetcher's loop and another one whose callback uses the fetcher. For other callers it changes nothing. */
record Crossing(Scheduler loop) {
    private boolean isCrossed() {
        return !loop.inEventLoop() && LoopThread.current() != null; // the first is the usual case, and cheap
    }

    /** A request of the caller whose body the fetcher's loop can read. */
    Request in(Request request) {
        return isCrossed() ? request.withBody(ForeignBody.of(request.body(), Scheduler.current())) : request;
    }

    /** A future of the fetcher's loop whose callbacks the caller's loop runs. */
    <T extends @Nullable Object> Future<T> out(Future<T> future) {
        return isCrossed() ? future.on(Scheduler.current()) : future;
    }

    /** The same, of a response whose body the caller's loop reads. */
    Future<Response> outWithBody(Future<Response> response) {
        return isCrossed() ? out(response).map(head -> head.withBody(ForeignBody.of(head.body(), loop))) : response;
    }
}
