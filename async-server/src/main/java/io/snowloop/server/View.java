package io.snowloop.server;

import io.snowloop.http.Request;
import io.snowloop.http.Response;

/**
 * A page of an app: a request in, a response out, at once.
 *
 * <p>It is called on a loop's thread, so it must not block: what waits for something is an {@link AsyncView}, and what
 * blocks belongs into {@link Snow#blocking(View)}. The request's body is all there when it is called, up to
 * {@link Snow#bodyLimit}.
 */
@FunctionalInterface
public interface View {
    /**
     * Answers a request.
     *
     * @throws Exception whatever it likes: the app's {@link ErrorMapper} makes a response of it
     */
    Response view(Request request) throws Exception;
}
