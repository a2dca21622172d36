// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the target of a request says: its path, its query, and the parameters in both. It is a part of {@link Request}. */
abstract sealed class RequestedPath permits Request {
    final String target;
    final Routing routing;

    RequestedPath(String target, Routing routing) {
        this.target = target;
        this.routing = routing;
    }

    /** {@return the target, unchanged: {@code http://host/path?query} on a client, {@code /path?query} on a server} */
    public String target() {
        return target;
    }

    /**
     * {@return the target that was asked for, before a mount took its prefix away or a filter changed it: for logs and
     * links}
     */
    public String originalTarget() {
        return routing.originalTarget(target);
    }

    /**
     * {@return the target as a URI}
     * @throws IllegalArgumentException if it is not a URI
     */
    public URI uri() {
        return URI.create(target);
    }

    /**
     * {@return the target's path in its normal form, without the query: what filters and routes compare} It is
     * percent-decoded, and has neither dot segments nor empty ones: {@code /%61dmin}, {@code /a/../admin} and
     * {@code //admin} are {@code /admin}. A slash at the end counts. An encoded slash stays {@code %2F}, since it separates
     * nothing (RFC 3986 §2.2).
     *
     * @throws HttpException 400, if the path has a bad percent-encoding, bytes that are not UTF-8, an encoded control
     *     character, or a slash that is encoded twice
     */
    public String path() {
        return RequestPath.decoded(rawPath());
    }

    /**
     * {@return {@link #path()}, with each segment encoded as it was sent} For a {@code Location}, or for another target.
     * @throws HttpException as {@link #path()}
     */
    public String encodedPath() {
        return RequestPath.encoded(rawPath());
    }

    /**
     * {@return the target's path as it was sent, without the query} Many spellings mean one path: compare {@link #path()}.
     */
    public String rawPath() {
        return RequestPath.raw(target);
    }

    /** {@return all path parameters, decoded, by name; those of a regular expression by number and by name} */
    public Map<String, String> pathParameters() {
        return routing.parameters();
    }

    /**
     * {@return a path parameter, decoded: what the path has in place of {@code name} in {@code /users/{name}}}
     * @param parameter its name, without the type
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String path(String parameter) {
        return routing.parameter(requireNonNull(parameter, "parameter"));
    }

    /**
     * {@return a path parameter as an int} If the route declares it as {@code :int}, it is one.
     * @param parameter its name, without the type
     * @throws IllegalArgumentException if the route has no such parameter
     * @throws HttpException 400, if it is not an int
     */
    public int pathInt(String parameter) {
        return new ParameterValue("path parameter", parameter, path(parameter)).asInt();
    }

    /**
     * {@return a path parameter as a long} As {@link #pathInt}.
     * @param parameter its name, without the type
     */
    public long pathLong(String parameter) {
        return new ParameterValue("path parameter", parameter, path(parameter)).asLong();
    }

    /**
     * {@return a group of a route that is a regular expression}
     * @param number counted from 1
     */
    public String group(int number) {
        return path(Integer.toString(number));
    }

    /** {@return the target's query, decoded} */
    public QueryParameters query() {
        int end = RequestPath.end(target);
        return end == target.length() ? QueryParameters.empty() : QueryParameters.parse(target.substring(end + 1));
    }

    /**
     * {@return the first value of a query parameter; null if there is none}
     * @param name decoded; case counts
     */
    public @Nullable String query(String name) {
        return query().get(name);
    }

    /**
     * {@return a query parameter as an int}
     * @param name decoded; case counts
     * @throws HttpException 400, naming the parameter, if it is missing or not an int
     */
    public int queryInt(String name) {
        return queryValue(name).asInt();
    }

    /**
     * {@return a query parameter as an int} As {@link #queryInt(String)}, unless it is missing.
     * @param name decoded; case counts
     * @param otherwise returned if it is missing
     */
    public int queryInt(String name, int otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asInt();
    }

    /**
     * {@return a query parameter as a long} As {@link #queryInt(String)}.
     * @param name decoded; case counts
     */
    public long queryLong(String name) {
        return queryValue(name).asLong();
    }

    /**
     * {@return a query parameter as a long} As {@link #queryInt(String, int)}.
     * @param name decoded; case counts
     * @param otherwise returned if it is missing
     */
    public long queryLong(String name, long otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asLong();
    }

    /**
     * {@return a query parameter that is {@code true} or {@code false}} As {@link #queryInt(String)}.
     * @param name decoded; case counts
     */
    public boolean queryBoolean(String name) {
        return queryValue(name).asBoolean();
    }

    /**
     * {@return a query parameter that is {@code true} or {@code false}} As {@link #queryInt(String, int)}.
     * @param name decoded; case counts
     * @param otherwise returned if it is missing
     */
    public boolean queryBoolean(String name, boolean otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asBoolean();
    }

    private ParameterValue queryValue(String name) {
        return new ParameterValue("query parameter", name, query(name));
    }
}
