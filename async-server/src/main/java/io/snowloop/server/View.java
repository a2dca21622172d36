// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;

/**
 * A handler that answers at once: a function from a request to a response.
 *
 * <p>It is called on a loop's thread, so it must not block. A view that waits for something is an {@link AsyncView}; one
 * that blocks is made by {@link Snow#blocking(View)}. As a route of an app it gets its request with the whole body in
 * memory, up to {@link Snow#bodyLimit}.
 */
@FunctionalInterface
public interface View extends Handler {
    /**
     * Answers a request.
     * @param request with its whole body in memory
     * @return the response; a stream in it is read after this returns
     * @throws Exception of any kind: the app's {@link ErrorMapper} makes a response of it
     */
    Response view(Request request) throws Exception;

    /** Calls this view with the request as it is. An app collects the body first; this method does not. */
    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // as a Handler it does the same as by its own method
    default Future<Response> handle(Request request) {
        try {
            return Future.completed(view(request));
        } catch (Exception e) {
            return Future.failed(e);
        }
    }
}
