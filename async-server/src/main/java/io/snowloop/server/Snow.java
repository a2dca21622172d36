// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LimitLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A web app: routes with filters around them.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#snow -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .get("/", request -> Response.text("Hello, World!"))
 *         .get("/users/{id:int}", request -> Response.text(users.get(request.pathInt("id"))))
 *         .get("/async/", (request, loop) -> loop.sleep(ofMillis(5)).map(slept -> Response.text("woke")))
 *         .get("/report/", blocking(request -> Response.bytes(report(), "application/pdf")))
 *         .regex("/old/(.*)", request -> Response.redirect("/users/" + request.group(1)))
 *         .filter(accessLog());
 *
 * Server server = app.listen(0); // on any free port, until it is closed; app.run(8012) serves until Ctrl-C
 * }</pre>
 *
 * <p>It is a {@link Handler}, so a test calls it: {@code app.handle(Request.get("/home/"))}. It always has a response: 404
 * if there is no such path, 405 if the path has no such method, and what the {@link ErrorMapper} says if a handler fails.
 * HEAD goes to the route of GET, and OPTIONS is answered with the methods of the path, unless they have a route.
 *
 * <p>One thread sets an app up. The first request seals it: after that it does not change, and any number of loops may
 * share it.
 */
public final class Snow extends MethodRoutes<Snow> implements Handler {
    /** The largest body that a view gets if the app does not set a limit: 1 MiB. */
    public static final long DEFAULT_BODY_LIMIT = 1024 * 1024;

    private final Router router = new Router();
    private final Hosts hosts = new Hosts();
    private final NamedPaths paths = new NamedPaths();

    /** The innermost comes first. */
    private final Deque<Filter> filters = new ArrayDeque<>();

    private ErrorHandling errors = new ErrorHandling(ErrorMapper.standard());
    private final LimitLog limits = new LimitLog(ServerOptions.class);
    private long bodyLimit = DEFAULT_BODY_LIMIT;

    /** The router with the filters around it; null until the first request. Publishes all other fields. */
    private volatile @Nullable Handler sealed;

    /** An app without routes. */
    public Snow() {}

    // --------------------------------------------------------------------------------------------------- routes

    /**
     * Adds a view of all methods, for the paths that a regular expression matches as a whole. These routes are tried after
     * all others, in the order of adding. The expression is compared with {@link Request#path()}. Its groups are
     * {@code request.group(1)} and so on, or {@code request.path(name)}; an encoded slash in them stays {@code %2F}.
     *
     * @param regex in the syntax of {@link java.util.regex.Pattern}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     * @throws IllegalArgumentException if it is not a regular expression, has a {@code {name}} in it, matches no path,
     *     which begins with a slash, or was added before
     * @throws IllegalStateException if the app has had its first request
     */
    public Snow regex(String regex, View view) {
        return addRegex(regex, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of all methods, for the paths that a regular expression matches as a whole.
     * @param regex as {@link #regex(String, View)}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow regex(String regex, AsyncView view) {
        return addRegex(regex, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of all methods, for the paths that a regular expression matches as a whole.
     * @param regex as {@link #regex(String, View)}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow regex(String regex, Handler handler) {
        return addRegex(regex, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a handler, such as another app, of all requests for a host, in place of all routes of this app. The filters of this app are
     * around it.
     *
     * @param host of {@code Host}, without a port; in place of its first label it may have a parameter: {@code {shop}.example.org}
     * @param handler gets the request as soon as its head is there
     * @return this app
     * @throws IllegalArgumentException if the host is bad, or there already
     * @throws IllegalStateException if the app has had its first request
     */
    public Snow host(String host, Handler handler) {
        changes();
        hosts.add(requireNonNull(host, "host"), collecting(requireNonNull(handler, "handler")));
        return addedMany();
    }

    private Snow addRegex(String regex, Handler handler) {
        changes().addRegex(requireNonNull(regex, "regex"), collecting(handler));
        return addedMany();
    }

    @Override
    Endpoint add(@Nullable Method method, String pattern, Handler handler) {
        return changes().add(method, pattern, collecting(handler));
    }

    @Override
    void name(Endpoint route, String name) {
        changes();
        paths.name(route, name);
    }

    @Override
    String prefix() {
        return "";
    }

    @Override
    Handler collecting(Handler handler) { // what a handler is decides, and not the overload that it came through
        boolean view = handler instanceof View || handler instanceof AsyncView;
        return view ? new ViewHandler(handler, () -> bodyLimit, limits) : handler;
    }

    // ------------------------------------------------------------------------------------------ around the routes

    @Override
    public Snow filter(Filter filter) {
        changes();
        filters.push(requireNonNull(filter, "filter"));
        return this;
    }

    /**
     * Sets what makes responses of errors, in place of {@link ErrorMapper#standard}.
     * @param errors called on the loop's thread
     * @return this app
     */
    public Snow onError(ErrorMapper errors) {
        changes();
        this.errors = new ErrorHandling(requireNonNull(errors, "errors"));
        return this;
    }

    /**
     * Sets the largest body that a view gets. A request with a larger one is answered with 413, and the first one is
     * logged at level WARNING. It does not apply to handlers, which read their bodies themselves.
     *
     * @param bodyLimit in bytes, not negative; default: {@link #DEFAULT_BODY_LIMIT}
     * @return this app
     */
    public Snow bodyLimit(long bodyLimit) {
        if (bodyLimit < 0) {
            throw new IllegalArgumentException("bodyLimit must not be negative, but is " + bodyLimit);
        }
        changes();
        this.bodyLimit = bodyLimit;
        return this;
    }

    /**
     * Sets what happens to a path that would have a route with a slash more or less at its end.
     * @param trailingSlash default: {@link TrailingSlash#COUNTS}
     * @return this app
     */
    public Snow trailingSlash(TrailingSlash trailingSlash) {
        changes().trailingSlash(requireNonNull(trailingSlash, "trailingSlash"));
        return this;
    }

    private Router changes() {
        if (sealed != null) {
            throw new IllegalStateException(
                    "the app has had its first request: routes, filters and settings come before");
        }
        return router;
    }

    private synchronized Handler seal() {
        Handler handler = sealed;
        if (handler == null) {
            router.seal(errors);
            handler = hosts.around(router);
            for (Filter filter : filters) {
                handler = filter.around(errors.around(handler));
            }
            sealed = handler;
        }
        return handler;
    }

    // -------------------------------------------------------------------------------------------- about the routes

    /**
     * {@return all routes, in the order in which they were added; those of mounted apps too} Regular expressions come last, as they
     * are tried last, and then those of hosts. The thread that sets the app up may call it at any time, and after the first request
     * any thread may.
     */
    public List<Route> routes() {
        return Stream.concat(router.routes(), hosts.routes()).toList();
    }

    /**
     * {@return the path of a route, for links and redirects: {@code pathOf("user", 7)} is {@code /users/7}} What the path cannot hold as
     * it is, is percent-encoded. A request for the path brings the same values back.
     *
     * @param name of a route of this app, not of one that is mounted: see {@link #named}
     * @param values of its path parameters, in order; their {@code toString} is used
     * @throws IllegalArgumentException if there is no such route, or it takes no such values
     */
    public String pathOf(String name, Object... values) {
        return paths.of(requireNonNull(name, "name"), requireNonNull(values, "values"));
    }

    // ---------------------------------------------------------------------------------------------------- serving

    @Override
    public Future<Response> handle(Request request) {
        requireNonNull(request, "request");
        Handler handler = sealed;
        if (handler == null) {
            handler = seal();
        }
        try {
            return errors.checked(request, handler.handle(request));
        } catch (Throwable thrown) {
            return errors.failed(request, thrown);
        }
    }

    /**
     * Serves the app on 127.0.0.1, on a new thread, until the server is closed. For other addresses and settings, use
     * {@link Server#of}.
     *
     * @param port 0 for any free one, which {@link Server#port} tells
     * @return the server, which accepts connections already
     * @throws IOException if it cannot listen: most often, because the port is in use
     */
    public Server listen(int port) throws IOException {
        return Server.of(this).listen("127.0.0.1", port);
    }

    /**
     * Serves the app as {@link #run(String, int)}, on 127.0.0.1.
     * @param port 0 for any free one, which is logged
     * @throws IOException if it cannot listen: most often, because the port is in use
     */
    public void run(int port) throws IOException {
        run("127.0.0.1", port);
    }

    /**
     * Serves the app on the calling thread until that is interrupted or the JVM exits: {@link Server.Builder#run}.
     * @param host a name or an IP address of this machine; {@code 0.0.0.0} and {@code ::} are all of them
     * @param port 0 for any free one, which is logged
     * @throws IOException if it cannot listen: most often, because the port is in use
     */
    public void run(String host, int port) throws IOException {
        Server.of(this).run(host, port);
    }

    /**
     * {@return a view that may block} Each call has its own thread, and the loop serves other requests meanwhile. On JDK 21
     * and later the threads are virtual. Before that they are a pool of {@value Workers#MAX_THREADS}, in which
     * {@value Workers#MAX_WAITING} calls may wait for a thread; further requests are answered with 503. If the client leaves
     * or the time for the answer is over, the thread is interrupted.
     *
     * @param view may block; may be interrupted
     */
    public static AsyncView blocking(View view) {
        return blocking(view, Workers.shared());
    }

    /**
     * {@return a view that may block, with threads of its own} If the executor rejects a call, the answer is 503.
     * @param view may block; may be interrupted
     * @param executor with as many threads as calls may block at a time
     */
    public static AsyncView blocking(View view, Executor executor) {
        return new BlockingView(requireNonNull(view, "view"), requireNonNull(executor, "executor"));
    }
}
