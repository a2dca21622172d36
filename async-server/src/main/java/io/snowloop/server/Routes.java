// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.server.input.Input;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What routes can be added to: an app, or a group of an app.
 * @param <R> the type of this
 */
abstract sealed class Routes<R extends Routes<R>> permits MethodRoutes {
    /** The route that was added last, alone; null if what was added last is more than one route. */
    private @Nullable Endpoint last;

    /** Adds a route; of all methods, if {@code method} is null. */
    abstract Endpoint add(@Nullable Method method, String pattern, Handler handler);

    /** What all patterns of this have before them. */
    abstract String prefix();

    /** A handler that a view's whole body is read for; any other handler as it is. */
    abstract Handler collecting(Handler handler);

    /** Gives a route a name that no other route of the app has. */
    abstract void name(Endpoint route, String name);

    /**
     * Adds a filter around all routes of this, whether they are added before it or after it. The filter that is added first
     * gets a request first, and its response last. Each always gets a response: also that to an error.
     *
     * @param filter called on the loop's thread, so it must not block
     * @return this
     */
    public abstract R filter(Filter filter);

    /**
     * Adds a handler of one method. All other methods for routes are short forms of this one.
     *
     * <p>Patterns have {@code text}, {@code {name}}, {@code {name:int}}, {@code {name:long}} and, as the last segment,
     * {@code {name:path}}, which takes the rest of the path, slashes included. If several patterns match a path, text has
     * precedence over parameters, segment by segment, and parameters have this order: int, long, any, path.
     *
     * <p>A {@link View} or {@link AsyncView} gets its request when the whole body is in memory. Any other handler gets it as
     * soon as the head is there: the body may be a stream.
     *
     * @param method one of the constants, or any other
     * @param pattern of the paths, from their first slash
     * @param handler called on the loop's thread, so it must not block
     * @return this
     * @throws IllegalArgumentException if the pattern is bad, or another route takes the same requests
     * @throws IllegalStateException if the app has had its first request
     */
    public R route(Method method, String pattern, Handler handler) {
        return added(requireNonNull(method, "method"), pattern, requireNonNull(handler, "handler"));
    }

    final R added(@Nullable Method method, String pattern, Handler handler) {
        last = add(method, requireNonNull(pattern, "pattern"), handler);
        return self();
    }

    /**
     * Adds a handler, such as another app, of all methods and all paths below a prefix. It gets its requests without the
     * prefix: below {@code /api}, {@code /users}. {@link io.snowloop.http.Request#originalTarget} still has it.
     *
     * @param prefix without a slash at the end; or {@code /} for all paths that have no other route. It may have parameters,
     *     which the handler gets, too
     * @param handler gets the request as soon as its head is there
     * @return this
     * @throws IllegalArgumentException if the prefix is bad, or another route takes the same requests
     * @throws IllegalStateException if the app has had its first request
     */
    public R mount(String prefix, Handler handler) {
        String base = requireNonNull(prefix, "prefix").equals("/") ? "" : prefix;
        if (base.endsWith("/")) {
            throw new IllegalArgumentException("bad prefix \"" + prefix
                    + "\": what is below it follows with its first slash, so remove the slash at its end");
        }
        Mount mount = new Mount(prefix() + base, collecting(requireNonNull(handler, "handler")));
        if (!base.isEmpty()) {
            add(null, base, mount);
        }
        add(null, base + Mount.REST, mount);
        return addedMany();
    }

    /**
     * Adds routes with a common prefix, and with filters of their own. These are inside of those of the app, and get the
     * requests that have a route in the group, with its path parameters; a path without a route is answered as elsewhere. A
     * group may have groups. Unlike a mounted app, it has the errors, limits and names of the app, and its views see the whole path.
     *
     * @param prefix without a slash at the end. It may have parameters. The empty one, or {@code /}, is for filters alone
     * @param routes adds the routes and filters, before this returns
     * @return this
     * @throws IllegalArgumentException if the prefix is bad
     */
    public R group(String prefix, Consumer<? super RouteGroup> routes) {
        RouteGroup group = new RouteGroup(this, requireNonNull(prefix, "prefix").equals("/") ? "" : prefix);
        requireNonNull(routes, "routes").accept(group);
        group.end();
        return addedMany();
    }

    final R addedMany() {
        last = null;
        return self();
    }

    /**
     * Gives the route that was added last a name, for {@link Snow#pathOf} and {@link Snow#routes}.
     * @param name that no other route of the app has
     * @return this
     * @throws IllegalStateException if it does not come directly after one route, or that has a name
     * @throws IllegalArgumentException if another route has the name
     */
    public R named(String name) {
        requireNonNull(name, "name");
        name(lastRoute("named"), name);
        return self();
    }

    /**
     * Has these values of the requests of the route that was added last checked before it is called. If any are missing or wrong, the
     * response is 400 and tells all of them.
     *
     * @param inputs that the route reads; those of a form only for a {@link View} or {@link AsyncView}
     * @return this
     * @throws IllegalStateException if it does not come directly after one route
     * @throws IllegalArgumentException if the path of the route has no such parameter
     */
    public R takes(Input<?>... inputs) {
        List<Input<?>> taken = List.of(requireNonNull(inputs, "inputs"));
        lastRoute("takes").takes(taken);
        return self();
    }

    private Endpoint lastRoute(String caller) {
        if (last == null) {
            throw new IllegalStateException(caller
                    + "(...) belongs to one route: call it directly after get(...), or what else adds the route");
        }
        return last;
    }

    /**
     * Adds a route for WebSockets (RFC 6455), with the default settings.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets each new WebSocket, on the loop's thread
     * @return this
     */
    public R webSocket(String pattern, Consumer<? super WebSocket> handler) {
        requireNonNull(handler, "handler");
        return webSocket(pattern, (socket, request) -> handler.accept(socket));
    }

    /**
     * Adds a route for WebSockets whose handler gets the opening request, too.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets each new WebSocket and its request, on the loop's thread
     * @return this
     */
    public R webSocket(String pattern, WebSocketHandler handler) {
        return webSocket(pattern, WebSocketOptions.DEFAULT, handler);
    }

    /**
     * Adds a route for WebSockets with settings. The filters see the opening request and its answer, 101; also with HTTP/2, where that
     * request is an extended CONNECT and the answer 200 (RFC 8441). A request that is none
     * is answered with 426, a malformed one with 400, one of a page of another site with 403
     * ({@link WebSocketOptions.Builder#origins}).
     *
     * @param pattern of the paths: see {@link #route}
     * @param options of all its WebSockets
     * @param handler gets each new WebSocket and its request, on the loop's thread
     * @return this
     */
    public R webSocket(String pattern, WebSocketOptions options, WebSocketHandler handler) {
        requireNonNull(options, "options");
        return route(Method.GET, pattern, new WebSocketRoute(options, requireNonNull(handler, "handler")));
    }

    @SuppressWarnings("unchecked") // R is the type of this: its subclasses are Snow and RouteGroup
    private R self() {
        return (R) this;
    }
}
