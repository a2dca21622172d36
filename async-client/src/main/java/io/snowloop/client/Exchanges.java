// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.client.auth.PasswordAnswers;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The exchanges of a fetcher: begins them on the loop, and counts them. */
final class Exchanges implements ExchangeObserver {
    private final EventLoop loop;
    private final ClientContext context;
    private final ConnectionPool pool;
    private final InFlight inFlight;

    private final Set<WebSocket> sockets = new LinkedHashSet<>();

    /** How many exchanges are not over, those included that have not begun. */
    private final AtomicInteger count = new AtomicInteger();

    /** How many fetches are inside of a filter, or wait for an event. Each may have any number of exchanges at a time, also none. */
    private final AtomicInteger filtered = new AtomicInteger();

    /** Usually the next request has the same origin. Any thread may set it: each value is correct. */
    private @Nullable Target lastTarget;

    private volatile boolean closed;

    Exchanges(EventLoop loop, FetcherOptions options) {
        this.loop = loop;
        this.context = ClientContext.of(loop.reactor(), options);
        this.pool = new ConnectionPool(context);
        this.inFlight = new InFlight(loop.reactor(), options.timeouts(), pool::cancel);
    }

    /**
     * Sends a request. Any thread.
     *
     * @param maxBody as in {@link Exchange}
     */
    Future<Response> send(Request request, long maxBody) {
        return send(request, maxBody, timeouts(request));
    }

    /** A response with all of its body. */
    Future<Response> collect(Response response, long maxBody) {
        return context.memory().collect(response, maxBody).map(response::withBody);
    }

    /** What bounds all that is kept of what is received. */
    BodyMemory memory() {
        return context.memory();
    }

    private Timeouts timeouts(Request request) {
        Timeouts own = request.attribute(Timeouts.OF_REQUEST);
        return own == null ? context.options().timeouts() : own;
    }

    /**
     * Sends a request whose response has no end of its own. Any thread.
     *
     * @param idle the longest time without bytes of it
     */
    Future<Response> sendEndless(Request request, Duration idle) {
        return send(
                request,
                Exchange.ENDLESS,
                timeouts(request).toBuilder().read(idle).build());
    }

    /**
     * The request of a WebSocket, with the version that it is sent with. As in browsers, NEGOTIATE is HTTP/2 only where there is a
     * connection whose server has announced that it takes WebSockets (RFC 8441 §3): a new one might turn out not to. On the loop.
     */
    Request withVersion(Request request) {
        HttpVersionPolicy own = request.attribute(HttpVersionPolicy.OF_REQUEST);
        if ((own == null ? context.options().httpVersion() : own) != HttpVersionPolicy.NEGOTIATE) {
            return request;
        }
        Route direct = Target.of(request.target(), null).route();
        return pool.takesTunnels(Route.of(request, direct, context.options()))
                ? request
                : request.withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_1_1);
    }

    private Future<Response> send(Request request, long maxBody, Timeouts timeouts) {
        Target direct;
        Route route;
        try {
            direct = Target.of(request.target(), lastTarget);
            lastTarget = direct;
            route = Route.of(request, direct.route(), context.options());
        } catch (RuntimeException e) {
            return failed(e);
        }
        Target target = route == direct.route() ? direct : direct.by(route);
        return route.isForwarded()
                ? filter(() -> forward(request, target, maxBody, timeouts))
                : send(request, target, maxBody, timeouts);
    }

    /** Sends a request to a proxy, with credentials if there are any for it. */
    private Future<Response> forward(Request request, Target target, long maxBody, Timeouts timeouts) {
        PasswordAnswers answers = context.logins().of(target.route().proxyOnWay());
        Handler proxy = attempt -> send(attempt, target, maxBody, timeouts);
        return answers == null
                ? proxy.handle(request)
                : CredentialsField.PROXY.send(request, target.absolute(), Authorizer.of(answers), proxy);
    }

    private Future<Response> send(Request request, Target target, long maxBody, Timeouts timeouts) {
        Promise<Response> promise = loop.newPromise();
        FetchListener listener = listener(request);
        boolean listened = listener != FetchListener.NONE;
        ExchangeObserver observer = listened ? new Timeline(this, listener, request, target, loop) : this;
        Exchange exchange = new Exchange(request, target, promise, maxBody, timeouts, observer);
        count.incrementAndGet();
        try {
            // Always from the queue: the caller may be the source of a body, called in the middle of sending it.
            loop.execute(() -> begin(exchange));
        } catch (RejectedExecutionException e) {
            count.decrementAndGet();
            return failed(isClosed());
        }
        return listened ? promise.map(response -> response) : promise; // one step later than the listener
    }

    private FetchListener listener(Request request) {
        FetchListener all = context.options().listener();
        FetchListener own = request.attribute(FetchListener.OF_REQUEST);
        return own == null ? all : all == FetchListener.NONE ? own : all.andThen(own);
    }

    /** Runs a fetch through filters on the loop, and counts it until its future is done. Any thread. */
    <T extends @Nullable Object> Future<T> filter(Callable<Future<T>> fetch) {
        filtered.incrementAndGet();
        try {
            return loop.submit(fetch).onDone(filtered::decrementAndGet);
        } catch (RejectedExecutionException e) {
            filtered.decrementAndGet();
            return failed(isClosed());
        }
    }

    /** A promise that {@code begin} gets on the loop. It counts as a fetch until it is done. Any thread. */
    <T extends @Nullable Object> Future<T> await(Consumer<Promise<T>> begin) {
        Promise<T> promise = loop.newPromise();
        filtered.incrementAndGet();
        try {
            loop.execute(() -> begin.accept(promise));
            return promise.onDone(filtered::decrementAndGet);
        } catch (RejectedExecutionException e) {
            filtered.decrementAndGet();
            return failed(isClosed());
        }
    }

    /** Bound to the loop, so that its callbacks run there, as those of all other fetches do. */
    private <T extends @Nullable Object> Future<T> failed(Exception error) {
        return loop.isClosed() ? Future.failed(error) : Future.<T>failed(error).on(loop);
    }

    private void begin(Exchange exchange) {
        if (closed) {
            exchange.fail(isClosed());
            return;
        }
        if (exchange.promise.isDone()) { // cancelled before it began
            exchange.fail(cancelled());
            return;
        }
        inFlight.add(exchange);
        exchange.observer.begun();
        exchange.promise.onCancel(() -> pool.cancel(exchange, cancelled()));
        pool.submit(exchange);
    }

    private static CancellationException cancelled() {
        return new CancellationException("cancelled");
    }

    @Override
    public void over(Exchange exchange, @Nullable Throwable error) {
        inFlight.remove(exchange);
        count.decrementAndGet();
    }

    /** A WebSocket is open. It counts as a fetch until it is closed. */
    void opened(WebSocket socket) {
        sockets.add(socket);
        filtered.incrementAndGet();
        socket.closed().onDone(() -> {
            sockets.remove(socket);
            filtered.decrementAndGet();
        });
    }

    /** How many requests are in flight or wait for a connection. Any thread. */
    int count() {
        return count.get();
    }

    /** Whether all fetches are done, those in filters too. Any thread. */
    boolean areDone() {
        return count.get() == 0 && filtered.get() == 0;
    }

    /** How many connections are open or being opened. */
    int connections() {
        return pool.open();
    }

    /** Closes all connections. Fetches in flight fail, and so do later ones. Any thread. */
    void close() {
        closed = true;
        onLoop(this::closeConnections);
    }

    /** Runs this on the loop: now, if this thread may. Does nothing if the loop is closed. Any thread. */
    void onLoop(Runnable action) {
        if (loop.isClosed()) {
            return;
        }
        if (loop.reactor().mayTouch()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    private void closeConnections() {
        pool.close(inFlight.list(), new ConnectionClosedException("the fetcher was closed"));
        List.copyOf(sockets).forEach(socket -> socket.close(CloseReason.GOING_AWAY, "the fetcher was closed"));
    }

    private static IllegalStateException isClosed() {
        return new IllegalStateException("this fetcher is closed: it fetches nothing any more");
    }
}
