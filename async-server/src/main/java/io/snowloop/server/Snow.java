package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A web app: views by method and path, with filters around them.
 *
 * <pre>{@code
 * Snow app = new Snow()
 *         .get("/home/", request -> Response.text("home"))
 *         .get("/async/", (request, loop) -> loop.sleep(ofSeconds(5)).map(x -> Response.text("woke")))
 *         .get("/users/{id:int}", request -> Response.json(users.get(request.pathInt("id"))))
 *         .get("/report/", blocking(request -> Response.bytes(makePdf(), "application/pdf")))
 *         .route("^/old/(.*)", request -> Response.redirect("/new/" + request.group(1)))
 *         .filter(accessLog());
 * }</pre>
 *
 * <p>It is a {@link Handler}, so it is tested by calling it: {@code app.handle(Request.get("/home/"))}. It always has a
 * response: 404 where there is no such path, 405 where the path has no such method, and what the {@link ErrorMapper}
 * says where a view fails. HEAD goes to the view of GET, and OPTIONS is answered with the methods of the path, unless
 * there is a route for them.
 *
 * <p>An app is put together by one thread. Its first request seals it: from then on it doesn't change, and any number of
 * loops may share it.
 */
public final class Snow implements Handler {
    /** How large a body a view is given if the app doesn't say: 1 MiB. */
    public static final long DEFAULT_BODY_LIMIT = 1024 * 1024;

    private static final LazyLogger LOG = new LazyLogger(Snow.class);

    private final Router router = new Router();

    /** The one that sees a request last comes first. */
    private final Deque<Filter> filters = new ArrayDeque<>();

    private ErrorMapper errors = ErrorMapper.standard();
    private long bodyLimit = DEFAULT_BODY_LIMIT;

    /** The router with the filters around it; null until the first request. Publishes all the other fields. */
    private volatile @Nullable Handler sealed;

    /** An app without routes. */
    public Snow() {}

    // --------------------------------------------------------------------------------------------------- routes

    /** A view of GET, and with it of HEAD. */
    public Snow get(String pattern, View view) {
        return handle(Method.GET, pattern, handler(view));
    }

    /** An asynchronous view of GET, and with it of HEAD. */
    public Snow get(String pattern, AsyncView view) {
        return handle(Method.GET, pattern, handler(view));
    }

    /** A view of HEAD, where that of GET would cost too much. */
    public Snow head(String pattern, View view) {
        return handle(Method.HEAD, pattern, handler(view));
    }

    /** An asynchronous view of HEAD, where that of GET would cost too much. */
    public Snow head(String pattern, AsyncView view) {
        return handle(Method.HEAD, pattern, handler(view));
    }

    /** A view of POST. */
    public Snow post(String pattern, View view) {
        return handle(Method.POST, pattern, handler(view));
    }

    /** An asynchronous view of POST. */
    public Snow post(String pattern, AsyncView view) {
        return handle(Method.POST, pattern, handler(view));
    }

    /** A view of PUT. */
    public Snow put(String pattern, View view) {
        return handle(Method.PUT, pattern, handler(view));
    }

    /** An asynchronous view of PUT. */
    public Snow put(String pattern, AsyncView view) {
        return handle(Method.PUT, pattern, handler(view));
    }

    /** A view of PATCH. */
    public Snow patch(String pattern, View view) {
        return handle(Method.PATCH, pattern, handler(view));
    }

    /** An asynchronous view of PATCH. */
    public Snow patch(String pattern, AsyncView view) {
        return handle(Method.PATCH, pattern, handler(view));
    }

    /** A view of DELETE. */
    public Snow delete(String pattern, View view) {
        return handle(Method.DELETE, pattern, handler(view));
    }

    /** An asynchronous view of DELETE. */
    public Snow delete(String pattern, AsyncView view) {
        return handle(Method.DELETE, pattern, handler(view));
    }

    /** A view of OPTIONS, in place of the answer that every path has. */
    public Snow options(String pattern, View view) {
        return handle(Method.OPTIONS, pattern, handler(view));
    }

    /** An asynchronous view of OPTIONS, in place of the answer that every path has. */
    public Snow options(String pattern, AsyncView view) {
        return handle(Method.OPTIONS, pattern, handler(view));
    }

    /**
     * A handler for a method and a path. Unlike a view it gets the request as it comes in: a large body is a stream.
     *
     * <p>Patterns are made of {@code text}, {@code {name}}, {@code {name:int}}, {@code {name:long}} and, at the end,
     * {@code {name:path}}, which takes all the rest, slashes included. Where several match a path, text goes before
     * parameters, segment by segment, and the kinds of parameter in this order: int, long, any, path.
     *
     * @throws IllegalArgumentException if the pattern is bad, or there is a route already that takes the same requests
     * @throws IllegalStateException if the app has had its first request
     */
    public Snow handle(Method method, String pattern, Handler handler) {
        changes().add(method, pattern, handler);
        return this;
    }

    /**
     * A view of all methods, for the paths that begin as a regular expression says. Such routes are tried after all
     * others, in their order. The expression sees the path decoded; its groups are {@code request.group(1)} and so on,
     * or {@code request.path(name)}.
     *
     * @throws IllegalArgumentException if it is no regular expression, or is there already
     * @throws IllegalStateException if the app has had its first request
     */
    public Snow route(String regex, View view) {
        changes().addRegex(regex, handler(view));
        return this;
    }

    /** An asynchronous view of all methods, for the paths that begin as a regular expression says. */
    public Snow route(String regex, AsyncView view) {
        changes().addRegex(regex, handler(view));
        return this;
    }

    /**
     * A handler, such as another app, for all methods and for all paths below a prefix. It doesn't see the prefix:
     * mounted on {@code /api}, it is asked for {@code /users}.
     *
     * @param prefix without a slash at the end, or {@code /} for all paths that have no route of their own
     * @throws IllegalArgumentException if the prefix is bad, or there is a route already that takes the same requests
     * @throws IllegalStateException if the app has had its first request
     */
    public Snow mount(String prefix, Handler handler) {
        String base = prefix.equals("/") ? "" : prefix;
        Mount mount = new Mount(base, handler);
        if (!base.isEmpty()) {
            changes().add(null, base, mount);
        }
        changes().add(null, base + "/{below:path}", mount);
        return this;
    }

    // ------------------------------------------------------------------------------------------ around the routes

    /**
     * Puts a filter around all routes. The one that is added first sees a request first, and its response last. Each
     * sees all requests, and always a response, be it a 404 or what became of an error.
     */
    public Snow filter(Filter filter) {
        changes();
        filters.push(filter);
        return this;
    }

    /** What makes responses of errors, instead of {@link ErrorMapper#standard}. */
    public Snow onError(ErrorMapper errors) {
        changes();
        this.errors = errors;
        return this;
    }

    /**
     * The largest body that a view is given, in bytes; a request with a larger one is answered with 413. Handlers read
     * their bodies themselves and know no limit. Default: {@link #DEFAULT_BODY_LIMIT}.
     */
    public Snow bodyLimit(long bodyLimit) {
        if (bodyLimit < 0) {
            throw new IllegalArgumentException("bodyLimit must not be negative, but is " + bodyLimit);
        }
        changes();
        this.bodyLimit = bodyLimit;
        return this;
    }

    // ---------------------------------------------------------------------------------------------------- serving

    @Override
    public Future<Response> handle(Request request) {
        Handler handler = sealed;
        return (handler == null ? seal() : handler).handle(request);
    }

    /**
     * Serves the app on 127.0.0.1, on a thread of its own, until the server is closed. For other addresses and settings,
     * {@link Server#of}.
     *
     * @param port 0 for any free one; {@link Server#port} tells it
     * @throws java.net.BindException naming the address, if it is taken
     */
    public Server listen(int port) throws IOException {
        return Server.of(this).listen("127.0.0.1", port);
    }

    /** Serves the app on 127.0.0.1, on the calling thread, until that is interrupted. */
    public void run(int port) throws IOException {
        run("127.0.0.1", port);
    }

    /**
     * Serves the app, on the calling thread, until that is interrupted.
     *
     * @throws java.net.BindException naming the address, if it is taken or not ours
     */
    public void run(String host, int port) throws IOException {
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(this).on(loop).listen(host, port)) {
            LOG.get().log(Level.INFO, "listening on {0}", server.url("/"));
            loop.run();
        }
    }

    private synchronized Handler seal() {
        Handler handler = sealed;
        if (handler == null) {
            handler = new Guard(router, errors);
            for (Filter filter : filters) {
                handler = new Guard(filter.around(handler), errors);
            }
            sealed = handler;
        }
        return handler;
    }

    private Router changes() {
        if (sealed != null) {
            throw new IllegalStateException(
                    "the app has had its first request: routes, filters and settings come before");
        }
        return router;
    }

    private Handler handler(View view) {
        return ViewHandler.of(view, () -> bodyLimit);
    }

    private Handler handler(AsyncView view) {
        return ViewHandler.of(view, () -> bodyLimit);
    }

    // --------------------------------------------------------------------------------------------------- blocking

    /**
     * Makes a view that may block: each call has a thread to itself, and the loop goes on meanwhile. The threads are
     * virtual where the JDK has them (21 and later). Elsewhere they are a pool of {@value Workers#MAX_THREADS}, for
     * which {@value Workers#MAX_WAITING} calls may wait; past that a request is answered with 503. A call that nobody
     * waits for any longer is interrupted.
     */
    public static AsyncView blocking(View view) {
        return blocking(view, Workers.shared());
    }

    /** Makes a view that may block, on threads of the caller's choosing. When they refuse it, the answer is 503. */
    public static AsyncView blocking(View view, Executor executor) {
        return new BlockingView(view, executor);
    }
}
