package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.transport.ConnectionClosedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of a fetcher that are in flight: begins them on the loop, counts them, and ends those whose total time is
 * over. All of them have the same total time, so the oldest expires first and one timer serves all.
 */
final class Exchanges {
    private final EventLoop loop;
    private final FetcherOptions options;
    private final ConnectionPool pool;

    /** In the order in which they began. */
    private final Set<Exchange> inFlight = new LinkedHashSet<>();

    private final Deadline oldest;

    /** Those in {@link #inFlight}, those that have not begun, and fetches that wait inside of a filter. */
    private final AtomicInteger count = new AtomicInteger();

    private final AtomicLong sequence = new AtomicLong();

    /** Usually the next request has the same origin. Any thread may set it: each value is correct. */
    private @Nullable Target lastTarget;

    private volatile boolean closed;

    Exchanges(EventLoop loop, FetcherOptions options) {
        this.loop = loop;
        this.options = options;
        this.pool = new ConnectionPool(loop, options);
        this.oldest = new Deadline(loop, this::expireOldest);
    }

    /**
     * Sends a request. Any thread.
     *
     * @param maxBody as in {@link Exchange}
     */
    Future<Response> send(Request request, long maxBody) {
        Target target;
        try {
            target = Target.of(request.target(), lastTarget);
            lastTarget = target;
        } catch (IllegalArgumentException e) {
            return failed(e);
        }
        Promise<Response> promise = loop.newPromise();
        Exchange exchange = new Exchange(request, target, promise, maxBody, sequence.getAndIncrement(), this::ended);
        count.incrementAndGet();
        try {
            // Always from the queue: the caller may be the source of a body, called in the middle of sending it.
            loop.execute(() -> begin(exchange));
        } catch (RejectedExecutionException e) {
            count.decrementAndGet();
            return failed(isClosed());
        }
        return promise;
    }

    /**
     * Counts a fetch through filters as one in flight, from now until its future is done: between two requests of a filter
     * that repeats them, no exchange is. The fetch begins on the loop. Any thread.
     */
    Future<Response> track(Callable<Future<Response>> fetch) {
        count.incrementAndGet();
        try {
            return loop.submit(fetch).onComplete((response, error) -> count.decrementAndGet());
        } catch (RejectedExecutionException e) {
            count.decrementAndGet();
            return failed(isClosed());
        }
    }

    /** Bound to the loop, so that its callbacks run there, as those of all other fetches do. */
    private Future<Response> failed(Exception error) {
        return loop.isClosed()
                ? Future.failed(error)
                : Future.<Response>failed(error).on(loop);
    }

    private void begin(Exchange exchange) {
        inFlight.add(exchange);
        if (closed) {
            exchange.fail(isClosed());
            return;
        }
        if (exchange.promise.isDone()) { // cancelled before it began
            exchange.end();
            return;
        }
        // The turn began after the call of fetch, so counting from there is never too early.
        exchange.due = loop.reactor().turnTime() + total();
        if (inFlight.size() == 1) {
            oldest.arm(total());
        }
        exchange.promise.onCancel(() -> pool.giveUp(exchange, new CancellationException("cancelled")));
        pool.submit(exchange);
    }

    private long total() {
        return Deadline.nanos(options.timeouts().total());
    }

    private void expireOldest() {
        for (Exchange exchange : List.copyOf(inFlight)) {
            long left = exchange.due - loop.reactor().turnTime();
            if (left > 0) {
                oldest.arm(left);
                return;
            }
            pool.giveUp(
                    exchange,
                    new TotalTimeoutException(
                            "not complete within " + options.timeouts().total().toMillis() + " ms: " + exchange));
        }
    }

    private void ended(Exchange exchange) {
        inFlight.remove(exchange);
        if (inFlight.isEmpty()) {
            oldest.cancel();
        }
        count.decrementAndGet();
    }

    /** How many fetches are in flight or wait for a connection. Any thread. */
    int count() {
        return count.get();
    }

    /** How many connections are open or being made. */
    int connections() {
        return pool.open();
    }

    /** Ends all connections; what is in flight fails, and so does what comes later. Any thread. */
    void close() {
        closed = true;
        if (loop.isClosed()) {
            return;
        }
        if (loop.reactor().mayTouch()) {
            closeConnections();
        } else {
            loop.execute(this::closeConnections);
        }
    }

    private void closeConnections() {
        pool.close(new ConnectionClosedException("the fetcher was closed"), List.copyOf(inFlight));
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("this fetcher is closed: it fetches nothing any more");
    }
}
