// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;

/** What an app does with a path that has a slash at its end and a route without one, or the other way round. */
public enum TrailingSlash {
    /** {@code /notes} and {@code /notes/} are two paths, and one without a route is answered with 404. */
    COUNTS,

    /**
     * The client is sent to the path that has a route, with 308 (Permanent Redirect, RFC 9110 §15.4.9), which keeps the method, the body
     * and the query. So relative links on a page always work.
     */
    REDIRECT,

    /** The route is called, as if it had been asked for. Caches and search engines see two pages. */
    IGNORED;

    /** The request with a slash more or less at the end of its path. */
    static Request changed(Request request) {
        String path = request.encodedPath();
        String target = request.target();
        int query = target.indexOf('?');
        String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
        return request.withTarget((other.isEmpty() ? "/" : other) + (query < 0 ? "" : target.substring(query)));
    }

    /** The path is in normal form, so it begins with one slash, and leads to no other host. */
    static Response redirect(Request request) {
        Request asSent = request.withTarget(request.originalTarget());
        return Response.redirect(changed(asSent).target()).withStatus(Status.PERMANENT_REDIRECT);
    }
}
