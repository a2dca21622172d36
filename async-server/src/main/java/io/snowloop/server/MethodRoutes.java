// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Handler;
import io.snowloop.http.Method;

/**
 * The short forms of {@link Routes#route}: one for each method of HTTP and each kind of handler.
 * @param <R> the type of this
 */
abstract sealed class MethodRoutes<R extends MethodRoutes<R>> extends Routes<R> permits Snow, RouteGroup {

    /**
     * Adds a view of GET, and of HEAD unless it has a route.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R get(String pattern, View view) {
        return added(Method.GET, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of GET.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R get(String pattern, AsyncView view) {
        return added(Method.GET, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of GET. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R get(String pattern, Handler handler) {
        return added(Method.GET, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of HEAD, where that of GET would cost too much.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R head(String pattern, View view) {
        return added(Method.HEAD, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of HEAD.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R head(String pattern, AsyncView view) {
        return added(Method.HEAD, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of HEAD. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R head(String pattern, Handler handler) {
        return added(Method.HEAD, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of POST.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R post(String pattern, View view) {
        return added(Method.POST, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of POST.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R post(String pattern, AsyncView view) {
        return added(Method.POST, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of POST. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R post(String pattern, Handler handler) {
        return added(Method.POST, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of PUT.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R put(String pattern, View view) {
        return added(Method.PUT, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of PUT.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R put(String pattern, AsyncView view) {
        return added(Method.PUT, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of PUT. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R put(String pattern, Handler handler) {
        return added(Method.PUT, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of PATCH.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R patch(String pattern, View view) {
        return added(Method.PATCH, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of PATCH.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R patch(String pattern, AsyncView view) {
        return added(Method.PATCH, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of PATCH. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R patch(String pattern, Handler handler) {
        return added(Method.PATCH, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of DELETE.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R delete(String pattern, View view) {
        return added(Method.DELETE, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of DELETE.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R delete(String pattern, AsyncView view) {
        return added(Method.DELETE, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of DELETE. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R delete(String pattern, Handler handler) {
        return added(Method.DELETE, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of OPTIONS, in place of the list of methods.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R options(String pattern, View view) {
        return added(Method.OPTIONS, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of OPTIONS.
     * @param pattern of the paths: see {@link #route}
     * @param view called on the loop's thread, so it must not block
     * @return this
     */
    public R options(String pattern, AsyncView view) {
        return added(Method.OPTIONS, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of OPTIONS. A lambda with one parameter is a {@link View}: give a lambda to {@link #route}.
     * @param pattern of the paths: see {@link #route}
     * @param handler gets the request as soon as its head is there
     * @return this
     */
    public R options(String pattern, Handler handler) {
        return added(Method.OPTIONS, pattern, requireNonNull(handler, "handler"));
    }
}
