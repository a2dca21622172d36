package io.snowloop.samples.seeds;

import io.snowloop.client.Fetcher;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The client of the third article, which the fifth one repeats: any method, a body, and a time-out for each request.
 *
 * <pre>{@code
 * AsyncRequest requests = new AsyncRequest();
 * requests.addRequest("127.0.0.1", 8012, "POST", "/users/", "name=snow",
 *         (context, response, error) -> System.out.println(context + " " + response + " " + error), 5);
 * requests.running(); // ends when all are done
 * }</pre>
 *
 * <p>The article looks at its clock twenty times a second, for connections that are not there yet: once connected, a request
 * has no time-out at all. Here it is {@link io.snowloop.future.Future#timeout} around the {@link Fetcher}'s future: one timer of
 * the loop, from the call to the last byte, and when it fires the fetch is cancelled, which closes its connection.
 */
public final class AsyncRequest implements AutoCloseable {
    private final Fetcher fetcher;

    /** Without requests. */
    public AsyncRequest() {
        this(Fetcher.create());
    }

    /** Without requests, on a fetcher that belongs to this from now on. */
    public AsyncRequest(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    // region calls
    /**
     * Begins a request.
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

    /** Turns the loop until all requests are done, those included which callbacks have added meanwhile. */
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

    /** How many connections are open. */
    int connections() {
        return fetcher.connections();
    }

    /** Closes all connections. */
    @Override
    public void close() {
        fetcher.close();
    }

    /** Asks a server of its own for a page, for an echo, and for a page that never comes. */
    public static void main(String[] args) throws IOException {
        try (LocalSite site = LocalSite.start();
                AsyncRequest requests = new AsyncRequest()) {
            HttpContext.Callback callback = (context, response, error) ->
                    System.out.println(context + ": " + (response == null ? error : response.text()));
            requests.addRequest(site.host(), site.port(), "GET", "/never", "", callback, 0.5);
            requests.addRequest(site.host(), site.port(), "GET", "/", "", callback, 5);
            requests.addRequest(site.host(), site.port(), "POST", "/echo", "name=snow", callback, 5);
            requests.running();
        }
    }
}
