// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;

/**
 * A handler that gets its loop: a function from a request and a loop to the future of a response.
 *
 * <p>It is called on the loop of the request's connection, which serves other requests until the future completes. It has
 * one parameter more than a {@link View}, which is how {@link Snow#get} tells their lambdas apart. As a route of an app it
 * gets its request with the whole body in memory, up to {@link Snow#bodyLimit}.
 */
@FunctionalInterface
public interface AsyncView extends Handler {
    /**
     * Answers a request.
     * @param request with its whole body in memory
     * @param loop the loop that calls it, for {@code sleep}, {@code newPromise} and the like
     * @return completes with the response; is cancelled if the client leaves or the time for the answer is over
     * @throws Exception of any kind, at once or in the future: the app's {@link ErrorMapper} makes a response of it
     */
    Future<Response> view(Request request, Scheduler loop) throws Exception;

    /**
     * Calls this view with the current loop, and with the request as it is. An app collects the body first; this method
     * does not. The future fails with an {@link IllegalStateException} if no loop runs on this thread.
     */
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // as a Handler it does the same as by its own method
    default Future<Response> handle(Request request) {
        try {
            return view(request, Scheduler.current());
        } catch (Exception e) {
            return Future.failed(e);
        }
    }
}
