// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.client.Fetcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client of the third and the fifth article: any method, a body, and a time-out for each request.
 *
 * <pre>{@code
 * AsyncRequest requests = new AsyncRequest();
 * requests.addRequest("127.0.0.1", 8012, "POST", "/users/", "name=snow",
 *         (context, response, error) -> System.out.println(context + " " + response + " " + error), 5);
 * requests.running(); // ends when all are done
 * }</pre>
 *
 * <p>The article reads its clock twenty times a second, and only for connections that are not established yet; after
 * that, a request has no time-out. Here the time-out is {@link io.snowloop.future.Future#timeout} on the
 * {@link Fetcher}'s future: one timer of the loop, from the call to the last byte. When it expires, the fetch is
 * cancelled and its connection closed.
 */
public final class AsyncRequest implements AutoCloseable {
    private final Fetcher fetcher;

    /** A client without requests. */
    public AsyncRequest() {
        this(Fetcher.create());
    }

    /** A client without requests that owns this fetcher, and closes it. */
    public AsyncRequest(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    // region calls
    /**
     * Starts a request.
     *
     * @param timeout in seconds
     */
    public void addRequest(
            String host,
            int port,
            String method,
            String url,
            String data,
            HttpContext.Callback callback,
            double timeout) {
        Duration limit = Duration.ofNanos((long) (timeout * 1_000_000_000));
        HttpContext context = new HttpContext(host, port, method, url, data, callback, limit);
        fetcher.fetch(context.request())
                .timeout(limit)
                .onComplete((response, error) -> callback.finished(context, response, named(error, context)));
    }

    /** Runs the loop until all requests are done, including those that callbacks add meanwhile. */
    public void running() {
        fetcher.run();
    }
    // endregion

    private static @Nullable Throwable named(@Nullable Throwable error, HttpContext context) {
        return error instanceof TimeoutException
                ? new AsyncTimeoutException(context + " was not complete within "
                        + context.timeout().toMillis() + " ms")
                : error;
    }

    private static HttpContext.Callback noting(Consumer<Object> came) {
        return (context, response, error) -> came.accept(
                response != null
                        ? response.text()
                        : error instanceof AsyncTimeoutException
                                ? "AsyncTimeoutException after "
                                        + context.timeout().toMillis() + " ms"
                                : String.valueOf(error));
    }

    /** The number of open connections. */
    int connections() {
        return fetcher.connections();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        fetcher.close();
    }

    private record Call(String method, String url, String data, double timeout) {
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** Requests a slow page of a local server, an echo, and a page that is never answered. */
    public static void main(String[] args) throws IOException {
        List<Call> calls = List.of(
                new Call("GET", "/never", "", 0.5),
                new Call("GET", "/slow/300", "", 5),
                new Call("POST", "/echo", "name=snow", 5));
        try (LocalSite site = LocalSite.start();
                AsyncRequest requests = new AsyncRequest()) {
            Journal.compare(
                    System.out,
                    calls,
                    (call, came) -> requests.addRequest(
                            site.host(),
                            site.port(),
                            call.method(),
                            call.url(),
                            call.data(),
                            noting(came),
                            call.timeout()),
                    requests::running);
        }
    }
}
