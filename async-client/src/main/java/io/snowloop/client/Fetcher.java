// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client with any number of requests in flight on one thread (RFC 9110, RFC 9112).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#fetcher -->
 * <pre>{@code
 * try (Fetcher fetcher = Fetcher.create()) {
 *     for (String url : urls) {
 *         fetcher.fetch(url)
 *                 .map(response -> response.status().toString())
 *                 .recover(error -> error.getMessage())
 *                 .onComplete((text, none) -> log.add(url + ": " + text));
 *     }
 *     fetcher.run(); // returns when all of them are done, and all that their callbacks started
 * }
 * }</pre>
 *
 * <p>It is a {@link Handler}, so filters of a server work on it, too. {@link #with} adds a filter to all of its methods.
 *
 * <p>{@code fetch}, {@code send}, {@link #handle}, {@link #download}, {@link #with} and {@link #inFlight} may be called from any thread.
 * Filters run on the loop's thread. Callbacks do, too, unless another loop has called: then they run there, and a body is read there.
 */
public final class Fetcher implements Handler, AutoCloseable {
    private final EventLoop loop;

    /** Null if the loop is the caller's. */
    private final @Nullable OwnLoop own;

    private final FetcherOptions options;
    private final FilteredExchanges requests;

    private Fetcher(EventLoop loop, @Nullable OwnLoop own, FetcherOptions options, FilteredExchanges requests) {
        this.loop = loop;
        this.own = own;
        this.options = options;
        this.requests = requests;
    }

    /** {@return a fetcher with a loop of its own, which {@link #run} and {@link #runUntil} run} */
    public static Fetcher create() {
        return create(FetcherOptions.DEFAULT);
    }

    /**
     * {@return a fetcher with a loop of its own, which {@link #run} and {@link #runUntil} run}
     * @param options limits, time-outs, TLS and the connector
     */
    public static Fetcher create(FetcherOptions options) {
        Objects.requireNonNull(options, "options");
        try {
            EventLoop loop = EventLoop.open();
            return owning(loop, loop::close, options);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open an event loop", e);
        }
    }

    /**
     * {@return a fetcher on a loop of the caller, which may serve a Snow app at the same time}
     * @param loop which the caller runs and closes; closing the fetcher does not close it
     */
    public static Fetcher on(EventLoop loop) {
        return on(loop, FetcherOptions.DEFAULT);
    }

    /**
     * {@return a fetcher on a loop of the caller, which may serve a Snow app at the same time}
     * @param loop which the caller runs and closes; closing the fetcher does not close it
     * @param options limits, time-outs, TLS and the connector
     */
    public static Fetcher on(EventLoop loop, FetcherOptions options) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(options, "options");
        return new Fetcher(loop, null, options, new FilteredExchanges(loop, options));
    }

    private static Fetcher owning(EventLoop loop, Runnable end, FetcherOptions options) {
        boolean debug = EventLoopOptions.DEFAULT.observer() != LoopObserver.Factory.NONE;
        return new Fetcher(
                loop, new OwnLoop(loop.toString(), end, debug), options, new FilteredExchanges(loop, options));
    }

    /** {@return a fetcher as by {@link #start(FetcherOptions)}, with every setting at its default} */
    public static Fetcher start() {
        return start(FetcherOptions.DEFAULT);
    }

    /**
     * {@return a fetcher whose loop runs on a thread of its own, for programs that have no loop} {@link #send} waits for a response; the
     * callbacks of all others run on that thread. It is not a daemon: the JVM runs until the fetcher is closed.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/ThreadsPageTest.java#send -->
     * <pre>{@code
     * try (Fetcher fetcher = Fetcher.start()) { // a loop on a thread of its own
     *     Response response = fetcher.send(url); // this thread waits
     *     log.add(response.text());
     * }
     * }</pre>
     *
     * @param options limits, time-outs, TLS and the connector
     */
    public static Fetcher start(FetcherOptions options) {
        Objects.requireNonNull(options, "options");
        try {
            EventLoopGroup group = EventLoopGroup.start(1);
            EventLoop loop = group.next();
            return owning(loop, group::close, options);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open an event loop", e);
        }
    }

    /**
     * {@return a fetcher that sends its requests through {@code filter}, after the filters that this one has} The filter
     * that was added first sees a request first and its response last. So a filter of your own that adds credentials is added before
     * {@link Redirects}, which remove them from a request to another origin; {@link Credentials} know their origin, and are added after.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#filters -->
     * <pre>{@code
     * Fetcher site = fetcher.with(redirects(5)).with(retries(3)).with(contentDecoding());
     * }</pre>
     *
     * <p>It shares all else with this one, which stays as it is: loop, connections and limits. Closing one of them closes
     * all.
     *
     * @param filter runs on the loop's thread, also if {@code fetch} is called from another one, and must not block
     */
    public Fetcher with(Filter filter) {
        return new Fetcher(loop, own, options, requests.with(Objects.requireNonNull(filter, "filter")));
    }

    /**
     * Fetches a response with all of its body: {@link #fetch(Request)} of a GET.
     * @param url absolute, {@code http://} or {@code https://}
     * @return as {@link #fetch(Request)}
     */
    public Future<Response> fetch(String url) {
        return fetch(Request.get(Objects.requireNonNull(url, "url")));
    }

    /**
     * Fetches a response with all of its body, up to {@link FetcherOptions#maxBody}.
     * @param request with an absolute URL as its target, {@code http://} or {@code https://}
     * @return completes on the loop, with a response of any status. Fails with an {@link IOException}: {@link
     *     io.snowloop.transport.ConnectTimeoutException}, {@link ReadTimeoutException}, {@link TotalTimeoutException},
     *     {@link java.net.ConnectException}, {@link java.net.UnknownHostException}, {@link ProxyException}, {@link
     *     io.snowloop.http.h1.RemoteProtocolException}, {@link ConnectionClosedException}, {@link
     *     io.snowloop.http.BodyTooLargeException}; or with an {@link IllegalArgumentException} if the request is invalid.
     *     Cancelling it closes its connection, or frees its place in the queue.
     */
    public Future<Response> fetch(Request request) {
        return requests().fetch(Objects.requireNonNull(request, "request"), options.maxBody());
    }

    /**
     * Fetches a response with all of its body, and waits for it: {@link #send(Request)} of a GET.
     * @param url absolute, {@code http://} or {@code https://}
     * @return as {@link #send(Request)}
     * @throws IOException as {@link #fetch(Request)} fails
     * @throws InterruptedException if the thread is interrupted while it waits; the fetch is cancelled
     */
    public Response send(String url) throws IOException, InterruptedException {
        return send(Request.get(Objects.requireNonNull(url, "url")));
    }

    /**
     * Fetches a response with all of its body, and waits for it. Any thread but that of a loop, which has other things to do while it
     * waits. A fetcher of {@link #create} runs its loop meanwhile.
     *
     * @param request as for {@link #fetch(Request)}
     * @return a response of any status
     * @throws IOException as {@link #fetch(Request)} fails
     * @throws InterruptedException if the thread is interrupted while it waits; the fetch is cancelled
     * @throws IllegalArgumentException if the request is invalid
     * @throws IllegalStateException on the thread of a loop, or if no thread runs the loop of {@link #on}
     */
    public Response send(Request request) throws IOException, InterruptedException {
        BlockingWait.checkThread();
        return BlockingWait.await(fetch(request), own == null ? null : loop);
    }

    /** Fetches the head. The body is received as the calling loop reads it. A caller that does not read it must cancel it. */
    @Override
    public Future<Response> handle(Request request) {
        return requests().handle(Objects.requireNonNull(request, "request"));
    }

    private FilteredExchanges requests() {
        if (own != null) {
            own.checkThatItRuns(loop);
        }
        return requests;
    }

    /**
     * Fetches into a file, piece by piece, see {@link Download}. The file is written only if the response has what the
     * request asked for ({@link Download#isWanted}). After any other response, a 404 or a 304 for example, it is as it was.
     *
     * @param request with an absolute URL as its target
     * @param file where the body goes; its folder must be there
     * @return the response; its status says whether the file was written. Its body is empty then, and else what the server says, if that has
     *     at most 16 KiB
     */
    public Future<Response> download(Request request, Path file) {
        Objects.requireNonNull(file, "file");
        return requests.out(requests.head(Objects.requireNonNull(request, "request"))
                .flatMap(response -> Download.isWanted(request, response)
                        ? Download.to(file, response)
                        : UnwantedBody.receive(response).map(response::withBody)));
    }

    /**
     * Fetches into a file, and goes on where an earlier call has ended: when its connection broke, it was cancelled, or the program
     * ended (RFC 9110 §14). What has arrived is in {@code file.part} beside the file, and its strong entity tag, with the URL, in
     * {@code file.part.tag}. A server without such tags or without ranges sends all anew, and so does one whose file has changed. For another
     * URL all is fetched anew, too, and if {@link Redirects} lead to another place; the query of that counts for nothing.
     *
     * <p>One call at a time writes a part: it is locked. The body is saved as it is sent: the request asks for no coding.
     *
     * @param request a GET without a {@code Range}, with an absolute URL as its target
     * @param file as of {@link #download}, but only a regular one
     * @return as of {@link #download}; its status is 206 if the file was there in part, and 200 also if only its name was missing.
     *     After a failure, call again
     */
    public Future<Response> resumeDownload(Request request, Path file) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(file, "file");
        return requests.out(exchanges().filter(() -> ResumedDownload.start(this, request, file)));
    }

    /**
     * Opens a WebSocket with the default settings.
     * @param url absolute; {@code ws://} and {@code http://} are the same here, and so are {@code wss://} and {@code https://}
     * @return as {@link #webSocket(Request, WebSocketOptions)}
     */
    public Future<WebSocket> webSocket(String url) {
        return webSocket(Request.get(Objects.requireNonNull(url, "url")), WebSocketOptions.DEFAULT);
    }

    /**
     * Opens a WebSocket (RFC 6455). Its messages wait until it has a handler for them. It counts as a fetch until it is closed, and
     * has a connection of its own, beside those of the pool; or a stream of one of HTTP/2 (RFC 8441), see {@link HttpVersionPolicy}.
     *
     * @param request a GET with an absolute URL as its target, as of {@link #webSocket(String)}; its fields are sent, too
     * @param options subprotocols, limits, time-outs
     * @return completes on the loop when it is open. Fails as {@link #fetch(Request)}, and with {@link
     *     WebSocketHandshakeException} if the server answers with another status than 101, or than 2xx over HTTP/2
     */
    public Future<WebSocket> webSocket(Request request, WebSocketOptions options) {
        Request opening = WebSocketOpening.request(Objects.requireNonNull(request, "request"));
        return requests.webSocket(opening, Objects.requireNonNull(options, "options"));
    }

    /** As {@link #handle}, of a response without an end of its own: {@code idle} is its only time-out. */
    Future<Response> stream(Request request, Duration idle) {
        return requests.stream(request, idle);
    }

    Exchanges exchanges() {
        return requests.exchanges();
    }

    /**
     * Runs the loop until all fetches are done, those included that callbacks started or whose filter pauses; or until the
     * loop is stopped or the thread is interrupted.
     *
     * @throws IllegalStateException if the loop is running already
     */
    public void run() {
        loop.runWhile(() -> !exchanges().areDone() || loop.timeToWait() == 0);
    }

    /**
     * Runs the loop until {@code future} has its outcome: a fetch, or what callbacks made of it.
     * @param <T> the value's type
     * @param future one of this fetcher's loop: no other would end while only this loop runs, see {@link EventLoop#runUntil}
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted or the loop stopped first
     * @throws IllegalStateException if the loop is running already
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        return loop.runUntil(Objects.requireNonNull(future, "future"));
    }

    /**
     * {@return how many requests are in flight or wait for a connection} A fetch whose filter pauses between two requests
     * has none; {@link #run} waits for it all the same.
     */
    public int inFlight() {
        return exchanges().count();
    }

    /** {@return how many connections are open or being opened} On the loop's thread. */
    public int connections() {
        loop.reactor().checkThread();
        return exchanges().connections();
    }

    /** {@return the loop that callbacks run on} */
    public Scheduler loop() {
        return loop;
    }

    /**
     * Closes all connections. Fetches in flight fail, 256 in a turn, and so do later ones. A loop of its own is closed, too; then
     * {@link #run} must have returned. A loop of the caller stays as it is. A fetcher with a loop of its own that becomes garbage without
     * this is logged as a warning; with {@code -Dsnowloop.debug}, the warning says where it was made.
     *
     * @throws IllegalStateException if its own loop is running; nothing is closed then
     */
    @Override
    public void close() {
        if (own != null && loop.inEventLoop()) {
            throw new IllegalStateException(
                    "a callback can't close the Fetcher whose loop runs it: call close() after run()"
                            + " has returned. The Fetcher stays open");
        }
        exchanges().close();
        if (own != null) {
            own.close();
        }
    }
}
