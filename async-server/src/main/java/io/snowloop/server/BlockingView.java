// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import java.util.concurrent.Executor;

/** A view that may block, because each call has its own thread. The response goes back to the request's loop. */
record BlockingView(View view, Executor workers) implements AsyncView {
    @Override
    public Future<Response> view(Request request, Scheduler loop) {
        BlockingCall call = new BlockingCall(view, request, loop);
        Future<Response> answer = loop.blocking(workers, call);
        return answer instanceof Promise<Response> promise ? promise.onCancel(call::leave) : answer;
    }
}
