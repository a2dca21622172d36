package io.snowloop.samples.seeds;

import io.snowloop.http.Body;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request of {@link AsyncRequest}: what is asked of whom, how long it may take, and who is told.
 *
 * <p>In the article it also holds the socket, the start time and the pieces of the response. Those are the connection's,
 * the timer's and the codec's business; what is left is a value.
 *
 * @param method in upper or lower case
 * @param url path and query, beginning with a slash
 * @param data the request's body, sent in UTF-8; empty for none
 * @param timeout from the start of the request to the last byte of the response
 */
public record HttpContext(
        String host, int port, String method, String url, String data, Callback callback, Duration timeout) {

    /** Whom to tell how a request ended. */
    @FunctionalInterface
    public interface Callback {
        /**
         * Called exactly once for each request.
         *
         * @param response null if it failed
         * @param error what went wrong, an {@link AsyncTimeoutException} if it took too long; null if nothing did
         */
        void finished(HttpContext context, @Nullable Response response, @Nullable Throwable error);
    }

    /**
     * The article's {@code send_request_data}. That one leaves out the length of the data, without which no server can
     * know where it ends; here the codec writes it, in bytes.
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
