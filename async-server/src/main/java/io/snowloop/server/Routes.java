// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import org.jspecify.annotations.Nullable;

/** The short forms of {@link Snow#route}: one for each method of HTTP and each kind of handler. They belong to {@link Snow}. */
abstract sealed class Routes permits Snow {
    /** Adds a route; of all methods, if {@code method} is null. */
    abstract Snow add(@Nullable Method method, String pattern, Handler handler);

    /**
     * Adds a view of GET, and of HEAD unless it has a route.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow get(String pattern, View view) {
        return add(Method.GET, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of GET.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow get(String pattern, AsyncView view) {
        return add(Method.GET, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of GET. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow get(String pattern, Handler handler) {
        return add(Method.GET, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of HEAD, where that of GET would cost too much.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow head(String pattern, View view) {
        return add(Method.HEAD, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of HEAD.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow head(String pattern, AsyncView view) {
        return add(Method.HEAD, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of HEAD. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow head(String pattern, Handler handler) {
        return add(Method.HEAD, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of POST.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow post(String pattern, View view) {
        return add(Method.POST, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of POST.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow post(String pattern, AsyncView view) {
        return add(Method.POST, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of POST. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow post(String pattern, Handler handler) {
        return add(Method.POST, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of PUT.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow put(String pattern, View view) {
        return add(Method.PUT, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of PUT.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow put(String pattern, AsyncView view) {
        return add(Method.PUT, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of PUT. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow put(String pattern, Handler handler) {
        return add(Method.PUT, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of PATCH.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow patch(String pattern, View view) {
        return add(Method.PATCH, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of PATCH.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow patch(String pattern, AsyncView view) {
        return add(Method.PATCH, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of PATCH. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow patch(String pattern, Handler handler) {
        return add(Method.PATCH, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of DELETE.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow delete(String pattern, View view) {
        return add(Method.DELETE, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of DELETE.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow delete(String pattern, AsyncView view) {
        return add(Method.DELETE, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of DELETE. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow delete(String pattern, Handler handler) {
        return add(Method.DELETE, pattern, requireNonNull(handler, "handler"));
    }

    /**
     * Adds a view of OPTIONS, in place of the list of methods.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow options(String pattern, View view) {
        return add(Method.OPTIONS, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds an asynchronous view of OPTIONS.
     * @param pattern of the paths: see {@link Snow#route}
     * @param view called on the loop's thread, so it must not block
     * @return this app
     */
    public Snow options(String pattern, AsyncView view) {
        return add(Method.OPTIONS, pattern, requireNonNull(view, "view"));
    }

    /**
     * Adds a handler of OPTIONS. A lambda with one parameter is a {@link View}: give a lambda to {@link Snow#route}.
     * @param pattern of the paths: see {@link Snow#route}
     * @param handler gets the request as soon as its head is there
     * @return this app
     */
    public Snow options(String pattern, Handler handler) {
        return add(Method.OPTIONS, pattern, requireNonNull(handler, "handler"));
    }
}
