package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client with any number of requests in flight on one thread.
 *
 * <pre>{@code
 * try (Fetcher fetcher = Fetcher.create()) {
 *     for (String url : urls) {
 *         fetcher.fetch(url).onComplete((response, error) -> ...);
 *     }
 *     fetcher.run();  // returns when all of them are done, and all that their callbacks started
 * }
 * }</pre>
 *
 * <p>It is a {@link Handler}, so the filters of a server work on it, too. {@link #with} adds filters to all of its methods.
 *
 * <p>{@link #fetch}, {@link #handle} and {@link #download} may be called from any thread. Callbacks and filters run on the
 * loop's thread.
 */
public final class Fetcher implements Handler, AutoCloseable {
    private final EventLoop loop;
    private final boolean ownsLoop;
    private final FetcherOptions options;
    private final Exchanges exchanges;

    /** What requests pass before they are sent; null for nothing. */
    private final @Nullable Filter filter;

    private Fetcher(
            EventLoop loop, boolean ownsLoop, FetcherOptions options, Exchanges exchanges, @Nullable Filter filter) {
        this.loop = loop;
        this.ownsLoop = ownsLoop;
        this.options = options;
        this.exchanges = exchanges;
        this.filter = filter;
    }

    /** A fetcher with a loop of its own, which {@link #run} turns. */
    public static Fetcher create() {
        return create(FetcherOptions.DEFAULT);
    }

    /** A fetcher with a loop of its own, which {@link #run} turns. */
    public static Fetcher create(FetcherOptions options) {
        Objects.requireNonNull(options, "options");
        try {
            EventLoop loop = EventLoop.open();
            return new Fetcher(loop, true, options, new Exchanges(loop, options), null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open an event loop", e);
        }
    }

    /** A fetcher on a loop of the caller's, which may serve a Snow app at the same time. */
    public static Fetcher on(EventLoop loop) {
        return on(loop, FetcherOptions.DEFAULT);
    }

    /** A fetcher on a loop of the caller's, which may serve a Snow app at the same time. */
    public static Fetcher on(EventLoop loop, FetcherOptions options) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(options, "options");
        return new Fetcher(loop, false, options, new Exchanges(loop, options), null);
    }

    /**
     * This fetcher with a filter around it. With several filters, the one that was added first sees a request first and its
     * response last.
     *
     * <p>It shares connections, loop and life with this one: to close either closes both.
     *
     * <pre>{@code
     * Fetcher patient = fetcher.with(retries(3)).with(redirects(5));
     * }</pre>
     */
    public Fetcher with(Filter filter) {
        Objects.requireNonNull(filter, "filter");
        return new Fetcher(
                loop, ownsLoop, options, exchanges, this.filter == null ? filter : this.filter.andThen(filter));
    }

    /** {@link #fetch(Request)} of a GET. */
    public Future<Response> fetch(String url) {
        return fetch(Request.get(Objects.requireNonNull(url, "url")));
    }

    /**
     * Fetches a response with all of its body, up to {@link FetcherOptions#maxBody}.
     *
     * @return fails with an {@link IOException}: {@link io.snowloop.transport.ConnectTimeoutException},
     *     {@link ReadTimeoutException}, {@link TotalTimeoutException}, {@link java.net.ConnectException},
     *     {@link java.net.UnknownHostException}, {@link io.snowloop.http.h1.RemoteProtocolException},
     *     {@link ConnectionClosedException}, {@link io.snowloop.http.BodyTooLargeException}; or with an
     *     {@link IllegalArgumentException} if the request is invalid. Any status is a success. To cancel it closes its
     *     connection, or gives up its place in the queue.
     */
    public Future<Response> fetch(Request request) {
        Objects.requireNonNull(request, "request");
        return filter == null
                ? exchanges.send(request, options.maxBody())
                : filtered(filter, request, response -> response.collect(options.maxBody()));
    }

    /** Fetches the head. The body is received as it is read; a caller that doesn't read it must cancel it. */
    @Override
    public Future<Response> handle(Request request) {
        Objects.requireNonNull(request, "request");
        return filter == null ? send(request) : filtered(filter, request, Future::completed);
    }

    /**
     * Fetches into a file, piece by piece, see {@link Download}.
     *
     * @return the response, whose body is empty
     */
    public Future<Response> download(Request request, Path file) {
        Objects.requireNonNull(file, "file");
        return handle(request).flatMap(response -> Download.to(file, response));
    }

    private Future<Response> filtered(
            Filter around, Request request, Function<Response, Future<Response>> whenReceived) {
        return exchanges.track(() -> around.filter(request, this::send).flatMap(whenReceived));
    }

    private Future<Response> send(Request request) {
        return exchanges.send(request, Exchange.HEAD_ONLY);
    }

    /**
     * Turns the loop until all fetches are done, those included that their callbacks started; or until the loop is stopped
     * or the thread is interrupted.
     *
     * @throws IllegalStateException if the loop is running already
     */
    public void run() {
        loop.runWhile(() -> exchanges.count() > 0 || loop.timeToWait() == 0);
    }

    /**
     * Turns the loop until {@code future} has its outcome: a fetch, or what was made of it by callbacks.
     *
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted or the loop stopped first
     * @throws IllegalStateException if the loop is running already
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        return loop.runUntil(future);
    }

    /** How many fetches are in flight or wait for a connection. */
    public int inFlight() {
        return exchanges.count();
    }

    /** How many connections are open or being made. On the loop's thread. */
    public int connections() {
        loop.reactor().checkThread();
        return exchanges.connections();
    }

    /** The loop that callbacks run on. */
    public Scheduler loop() {
        return loop;
    }

    /**
     * Closes all connections. Fetches in flight fail, and so do later ones. A loop of its own is closed, too; then
     * {@link #run} must have returned. A loop of the caller's is left as it is.
     *
     * @throws IllegalStateException if its own loop is running
     */
    @Override
    public void close() {
        exchanges.close();
        if (ownsLoop) {
            loop.close();
        }
    }
}
