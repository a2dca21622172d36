package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request (RFC 9110 §3.4): method, target, header fields and body. Immutable: a {@code with} method returns a copy in
 * which something is replaced, a {@code plus} method one to which something is added.
 *
 * <p>It has no {@code equals} of its own: two requests with the same parts are still two requests, and a body may be a
 * stream, which can be read only once. Compare the parts.
 */
public final class Request {
    private final Method method;
    private final String target;
    private final Version version;
    private final Headers headers;
    private final Body body;
    private final Routing routing;
    private final RequestContext context;

    private Request(
            Method method,
            String target,
            Version version,
            Headers headers,
            Body body,
            Routing routing,
            RequestContext context) {
        this.method = requireNonNull(method, "method");
        this.target = requireNonNull(target, "target");
        this.version = requireNonNull(version, "version");
        this.headers = requireNonNull(headers, "headers");
        this.body = requireNonNull(body, "body");
        this.routing = routing;
        this.context = requireNonNull(context, "context");
    }

    /** A request without header fields and without a body. */
    public static Request of(Method method, String target) {
        return new Request(
                method, target, Version.HTTP_1_1, Headers.empty(), Body.EMPTY, Routing.NONE, RequestContext.NONE);
    }

    /** A request that a connection has received. */
    public static Request received(
            Method method, String target, Version version, Headers headers, Body body, RequestContext context) {
        return new Request(method, target, version, headers, body, Routing.NONE, context);
    }

    /** A GET request. */
    public static Request get(String target) {
        return of(Method.GET, target);
    }

    /** A HEAD request. */
    public static Request head(String target) {
        return of(Method.HEAD, target);
    }

    /** A POST request. */
    public static Request post(String target, Body body) {
        return of(Method.POST, target).withBody(body);
    }

    /** A POST request with a form. */
    public static Request post(String target, QueryParameters form) {
        return post(target, Body.of(requireNonNull(form, "form").toString()))
                .withHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    /** A PUT request. */
    public static Request put(String target, Body body) {
        return of(Method.PUT, target).withBody(body);
    }

    /** A PATCH request. */
    public static Request patch(String target, Body body) {
        return of(Method.PATCH, target).withBody(body);
    }

    /** A DELETE request. */
    public static Request delete(String target) {
        return of(Method.DELETE, target);
    }

    /** An OPTIONS request. */
    public static Request options(String target) {
        return of(Method.OPTIONS, target);
    }

    /** The method. */
    public Method method() {
        return method;
    }

    /** The target, unchanged: {@code http://host/path?query} on a client, {@code /path?query} on a server. */
    public String target() {
        return target;
    }

    /** The target that was asked for, before a mount took its prefix away or a filter changed it: for logs and links. */
    public String originalTarget() {
        return routing.originalTarget(target);
    }

    /**
     * The target as a URI.
     *
     * @throws IllegalArgumentException if it is not a URI
     */
    public URI uri() {
        return URI.create(target);
    }

    /** The version of HTTP that the sender speaks. */
    public Version version() {
        return version;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** The first value of a header field; null if there is none. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The value of a cookie; null if there is none. */
    public @Nullable String cookie(String name) {
        return cookies().get(requireNonNull(name, "name"));
    }

    /** All cookies, by name. A proxy may have spread them over several fields (RFC 9113 §8.2.3). */
    public Map<String, String> cookies() {
        return Cookie.parseCookie(String.join("; ", headers.all("Cookie")));
    }

    /** The address of the sender; null if the request did not come over a connection. */
    public @Nullable SocketAddress remoteAddress() {
        return context.remoteAddress();
    }

    /** What the server that has received this request can tell its handler: that it drains, for instance. */
    public RequestContext context() {
        return context;
    }

    /** The body. That of a received request can be read until the answer is sent; a handler that keeps it must collect it. */
    public Body body() {
        return body;
    }

    /**
     * The body as text, in the charset that {@code Content-Type} names, else UTF-8.
     *
     * @throws IllegalStateException if the body is not collected
     */
    public String text() {
        return Content.text(headers, body);
    }

    /** The body's bytes, not a copy: do not change them. It throws what {@link #text} throws. */
    public byte[] bytes() {
        return Content.collected(body).array();
    }

    /**
     * The body as a form, {@code application/x-www-form-urlencoded}; no parameters if there is neither a body nor a type.
     *
     * @throws IllegalStateException if the body is not collected
     * @throws HttpException 415, if {@code Content-Type} is another type, such as JSON or {@code multipart/form-data}
     */
    public QueryParameters form() {
        return Content.form(headers, body);
    }

    // -------------------------------------------------------------------------------- the path and the query

    /**
     * The target's path in its normal form, without the query: what filters and routes compare. It is percent-decoded,
     * and has neither dot segments nor empty ones: {@code /%61dmin}, {@code /a/../admin} and {@code //admin} are
     * {@code /admin}. A slash at the end counts. An encoded slash stays {@code %2F}, since it separates nothing (RFC 3986
     * §2.2).
     *
     * @throws HttpException 400, if the path has a bad percent-encoding, bytes that are not UTF-8, an encoded control
     *     character, or a slash that is encoded twice
     */
    public String path() {
        return RequestPath.decoded(rawPath());
    }

    /** {@link #path()}, with each segment encoded as it was sent: for a {@code Location}, or for another target. */
    public String encodedPath() {
        return RequestPath.encoded(rawPath());
    }

    /** The target's path as it was sent, without the query. Many spellings mean one path: compare {@link #path()}. */
    public String rawPath() {
        return RequestPath.raw(target);
    }

    /** All path parameters, decoded, by name; those of a regular expression by number and by name. */
    public Map<String, String> pathParameters() {
        return routing.parameters();
    }

    /**
     * A path parameter, decoded: what the path has in place of {@code name} in {@code /users/{name}}.
     *
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String path(String parameter) {
        return routing.parameter(requireNonNull(parameter, "parameter"));
    }

    /**
     * A path parameter as an int. If the route declares it as {@code :int}, it is one.
     *
     * @throws IllegalArgumentException if the route has no such parameter
     * @throws HttpException 400, if it is not an int
     */
    public int pathInt(String parameter) {
        return new ParameterValue("path parameter", parameter, path(parameter)).asInt();
    }

    /** A path parameter as a long: as {@link #pathInt}. */
    public long pathLong(String parameter) {
        return new ParameterValue("path parameter", parameter, path(parameter)).asLong();
    }

    /** A group of a route that is a regular expression, counted from 1. */
    public String group(int number) {
        return path(Integer.toString(number));
    }

    /** The target's query, decoded. */
    public QueryParameters query() {
        int end = RequestPath.end(target);
        return end == target.length() ? QueryParameters.empty() : QueryParameters.parse(target.substring(end + 1));
    }

    /** The first value of a query parameter; null if there is none. */
    public @Nullable String query(String name) {
        return query().get(name);
    }

    /**
     * A query parameter as an int.
     *
     * @throws HttpException 400, naming the parameter, if it is missing or not an int
     */
    public int queryInt(String name) {
        return queryValue(name).asInt();
    }

    /** A query parameter as an int, or {@code otherwise} if it is missing. Else as {@link #queryInt(String)}. */
    public int queryInt(String name, int otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asInt();
    }

    /** A query parameter as a long: as {@link #queryInt(String)}. */
    public long queryLong(String name) {
        return queryValue(name).asLong();
    }

    /** A query parameter as a long, or {@code otherwise}: as {@link #queryInt(String, int)}. */
    public long queryLong(String name, long otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asLong();
    }

    /** A query parameter that is {@code true} or {@code false}: as {@link #queryInt(String)}. */
    public boolean queryBoolean(String name) {
        return queryValue(name).asBoolean();
    }

    /** A query parameter that is {@code true} or {@code false}, or {@code otherwise}: as {@link #queryInt(String, int)}. */
    public boolean queryBoolean(String name, boolean otherwise) {
        ParameterValue value = queryValue(name);
        return value.text() == null ? otherwise : value.asBoolean();
    }

    private ParameterValue queryValue(String name) {
        return new ParameterValue("query parameter", name, query(name));
    }

    // ----------------------------------------------------------------------------------- changed copies

    /** With another method. */
    public Request withMethod(Method method) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /** With another target. The {@link #originalTarget} stays. */
    public Request withTarget(String target) {
        return new Request(method, target, version, headers, body, routing.from(this.target), context);
    }

    /** With these header fields and no others. */
    public Request withHeaders(Headers headers) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /** With this header field in place of all of the same name. */
    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** With this header field added to those of the same name. */
    public Request plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /** With another body. */
    public Request withBody(Body body) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /** With these path parameters and no others. */
    public Request withPathParameters(Map<String, String> parameters) {
        return withRouting(routing.with(requireNonNull(parameters, "parameters")));
    }

    /** With these path parameters added to those that are there. Of two with the same name, the new one counts. */
    public Request plusPathParameters(Map<String, String> parameters) {
        return withRouting(routing.plus(requireNonNull(parameters, "parameters")));
    }

    private Request withRouting(Routing changed) {
        return new Request(method, target, version, headers, body, changed, context);
    }

    /** {@code GET /home/?a=1}. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
