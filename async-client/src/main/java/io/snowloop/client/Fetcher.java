package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Deadline;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that has any number of requests under way on one thread.
 *
 * <pre>{@code
 * try (Fetcher fetcher = Fetcher.create()) {
 *     for (String url : urls) {
 *         fetcher.fetch(Request.get(url)).onComplete((response, error) -> ...);
 *     }
 *     fetcher.run();  // returns when all of them are done, and all that their callbacks asked for
 * }
 * }</pre>
 *
 * <p>It is a {@link Handler}: filters work around it as they do in a server.
 *
 * <p>{@link #fetch}, {@link #handle} and {@link #download} may be called from any thread; callbacks run on the loop's.
 */
public final class Fetcher implements Handler, AutoCloseable {
    private final EventLoop loop;
    private final boolean ownsLoop;
    private final FetcherOptions options;
    private final ConnectionPool pool;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong sequence = new AtomicLong();

    /** All that have begun and are not over, in that order. */
    private final Set<Exchange> exchanges = new LinkedHashSet<>();

    /** When the first of them has had its time, and how long that is, in nanoseconds. */
    private final Deadline oldest;

    private final long total;

    /** Mostly the next one is of the same origin. Of any thread: whichever is seen here is a whole one. */
    private @Nullable Target lastTarget;

    private volatile boolean closed;

    private Fetcher(EventLoop loop, boolean ownsLoop, FetcherOptions options) {
        this.loop = loop;
        this.ownsLoop = ownsLoop;
        this.options = options;
        this.pool = new ConnectionPool(loop, options);
        this.oldest = new Deadline(loop, this::giveUpOldest);
        this.total = Deadline.nanos(options.timeouts().total());
    }

    /** A fetcher with a loop of its own, which {@link #run} turns. */
    public static Fetcher create() {
        return create(FetcherOptions.DEFAULT);
    }

    /** A fetcher with a loop of its own, which {@link #run} turns. */
    public static Fetcher create(FetcherOptions options) {
        Objects.requireNonNull(options, "options");
        try {
            return new Fetcher(EventLoop.open(), true, options);
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
        return new Fetcher(Objects.requireNonNull(loop, "loop"), false, Objects.requireNonNull(options, "options"));
    }

    /**
     * Fetches, with all of the body, up to {@link FetcherOptions#maxBody}.
     *
     * @return fails with an {@link IOException}: {@link io.snowloop.transport.ConnectTimeoutException},
     *     {@link ReadTimeoutException}, {@link TotalTimeoutException}, {@link java.net.ConnectException},
     *     {@link java.net.UnknownHostException}, {@link io.snowloop.http.h1.RemoteProtocolException},
     *     {@link ConnectionClosedException}, {@link io.snowloop.http.BodyTooLargeException}; or with an
     *     {@link IllegalArgumentException} if there can be no such request. Any status is a success. Cancelling it
     *     closes its connection, or gives up its place in the line.
     */
    public Future<Response> fetch(Request request) {
        return send(request, options.maxBody());
    }

    /** Fetches the head; the body comes as it is read. Whoever doesn't read it has to cancel it. */
    @Override
    public Future<Response> handle(Request request) {
        return send(request, Exchange.HEAD_ONLY);
    }

    private Future<Response> send(Request request, long maxBody) {
        Target target;
        try {
            target = Target.of(request.target(), lastTarget);
            lastTarget = target;
        } catch (IllegalArgumentException e) {
            return Future.failed(e);
        }
        Promise<Response> promise = loop.newPromise();
        Exchange exchange = new Exchange(request, target, promise, maxBody, sequence.getAndIncrement(), this::ended);
        inFlight.incrementAndGet();
        try {
            // Always by the queue: the caller may be the source of a body, called in the middle of sending it.
            loop.execute(() -> begin(exchange));
        } catch (RejectedExecutionException e) {
            inFlight.decrementAndGet();
            return Future.failed(isClosed());
        }
        return promise;
    }

    /**
     * Fetches into a file, piece by piece. The file appears when it is complete; until then there is one beside it whose
     * name ends in {@code .part}, and if anything fails, none.
     *
     * @return the response, whose body is empty
     */
    public Future<Response> download(Request request, Path file) {
        return handle(request).flatMap(response -> Download.to(file, response));
    }

    private void begin(Exchange exchange) {
        exchanges.add(exchange);
        if (closed) {
            exchange.fail(isClosed());
            return;
        }
        if (exchange.promise.isDone()) { // cancelled before it began
            exchange.end();
            return;
        }
        exchange.due = loop.turnTime() + total;
        if (exchanges.size() == 1) {
            oldest.arm(total);
        }
        exchange.promise.onCancel(() -> pool.giveUp(exchange, new CancellationException("cancelled")));
        pool.submit(exchange);
    }

    /** Gives up those whose time is over. All have the same, so the oldest are the first. */
    private void giveUpOldest() {
        for (Exchange exchange : List.copyOf(exchanges)) {
            long left = exchange.due - loop.turnTime();
            if (left > 0) {
                oldest.arm(left);
                return;
            }
            pool.giveUp(exchange, tooLong(exchange));
        }
    }

    private TotalTimeoutException tooLong(Exchange exchange) {
        return new TotalTimeoutException(
                "not complete within " + options.timeouts().total().toMillis() + " ms: " + exchange);
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("this fetcher is closed: it fetches nothing any more");
    }

    private void ended(Exchange exchange) {
        exchanges.remove(exchange);
        if (exchanges.isEmpty()) {
            oldest.cancel();
        }
        inFlight.decrementAndGet();
    }

    /**
     * Turns the loop until all fetches are done, those included which their callbacks have begun meanwhile; or until
     * the loop is stopped or the thread interrupted.
     *
     * @throws IllegalStateException if the loop is running already
     */
    public void run() {
        loop.runWhile(() -> inFlight.get() > 0 || loop.timeToWait() == 0);
    }

    /** How many fetches are under way or waiting. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How many connections are open or being made. On the loop's thread. */
    public int connections() {
        loop.checkThread();
        return pool.open();
    }

    /** The loop it runs on. */
    public EventLoop loop() {
        return loop;
    }

    /**
     * Closes all connections; fetches under way fail, and so do later ones. Closes the loop, too, if it is its own: then
     * {@link #run} must have returned. A loop of the caller's is left as it is.
     *
     * @throws IllegalStateException if its own loop is running
     */
    @Override
    public void close() {
        closed = true;
        if (loop.isClosed()) {
            return;
        }
        if (loop.mayTouch()) {
            closeConnections();
        } else {
            loop.execute(this::closeConnections);
        }
        if (ownsLoop) {
            loop.close();
        }
    }

    private void closeConnections() {
        pool.close(new ConnectionClosedException("the fetcher was closed"), new ArrayList<>(exchanges));
    }
}
