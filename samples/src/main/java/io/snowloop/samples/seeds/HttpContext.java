// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.http.Body;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request of {@link AsyncRequest}, with its time-out and its callback.
 *
 * <p>In the article it also has the socket, the start time and the pieces of the response. Here these belong to the
 * connection, the timer and the codec, so a value is left.
 *
 * @param method the method, in upper or lower case
 * @param url the path and the query; it begins with a slash
 * @param data the body of the request, sent in UTF-8; empty if there is none
 * @param timeout the time limit from the start of the request to the last byte of the response
 */
public record HttpContext(
        String host, int port, String method, String url, String data, Callback callback, Duration timeout) {

    /** The callback of a request. */
    @FunctionalInterface
    public interface Callback {
        /**
         * Called exactly once for each request.
         *
         * @param response the response; null if the request failed
         * @param error the error, an {@link AsyncTimeoutException} after the time-out; null if the request succeeded
         */
        void finished(HttpContext context, @Nullable Response response, @Nullable Throwable error);
    }

    /**
     * The {@code send_request_data} of the article. There the length of the data is missing, so no server knows where
     * it ends. Here the codec writes the length, in bytes.
     */
    Request request() {
        return Request.of(Method.of(method.toUpperCase(Locale.ROOT)), "http://" + host + ":" + port + url)
                .withBody(Body.of(data));
    }

    @Override
    public String toString() {
        return method + " http://" + host + ":" + port + url;
    }
}
