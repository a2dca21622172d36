package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;

/**
 * A page of an app that has to wait for something: a request in, the future of a response out.
 *
 * <p>It is called on the loop that the request came in on, which serves others until the future completes. It has one
 * parameter more than a {@link View}: that is how {@link Snow#get} tells their lambdas apart. The request's body is all
 * there when it is called, up to {@link Snow#bodyLimit}.
 */
@FunctionalInterface
public interface AsyncView {
    /**
     * Answers a request.
     *
     * @param loop the loop it is called on, for {@code sleep}, {@code newPromise} and the like
     * @return cancelled when nobody waits for it any longer
     * @throws Exception whatever it likes, at once or in the future: the app's {@link ErrorMapper} makes a response of it
     */
    Future<Response> view(Request request, Scheduler loop) throws Exception;
}
