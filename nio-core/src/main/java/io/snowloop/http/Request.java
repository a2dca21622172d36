package io.snowloop.http;

import java.net.SocketAddress;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request (RFC 9110 §3.4): method, target, header fields and body. Immutable: a {@code with} method returns a changed
 * copy.
 *
 * <p>A client makes it with an absolute URL as its target; on a server it has the target as it was sent, usually path
 * and query.
 */
public final class Request {
    private final Method method;
    private final String target;
    private final Version version;
    private final Headers headers;
    private final Body body;
    private final Map<String, String> pathParameters;
    private final @Nullable SocketAddress remoteAddress;

    private Request(
            Method method,
            String target,
            Version version,
            Headers headers,
            Body body,
            Map<String, String> pathParameters,
            @Nullable SocketAddress remoteAddress) {
        this.method = method;
        this.target = target;
        this.version = version;
        this.headers = headers;
        this.body = body;
        this.pathParameters = pathParameters;
        this.remoteAddress = remoteAddress;
    }

    /** A request without header fields and without a body. */
    public static Request of(Method method, String target) {
        return new Request(method, target, Version.HTTP_1_1, Headers.empty(), Body.EMPTY, Map.of(), null);
    }

    /** A request as it came over a connection. */
    public static Request received(
            Method method,
            String target,
            Version version,
            Headers headers,
            Body body,
            @Nullable SocketAddress remoteAddress) {
        return new Request(method, target, version, headers, body, Map.of(), remoteAddress);
    }

    /** GET. */
    public static Request get(String target) {
        return of(Method.GET, target);
    }

    /** HEAD. */
    public static Request head(String target) {
        return of(Method.HEAD, target);
    }

    /** POST. */
    public static Request post(String target, Body body) {
        return of(Method.POST, target).withBody(body);
    }

    /** PUT. */
    public static Request put(String target, Body body) {
        return of(Method.PUT, target).withBody(body);
    }

    /** PATCH. */
    public static Request patch(String target, Body body) {
        return of(Method.PATCH, target).withBody(body);
    }

    /** DELETE. */
    public static Request delete(String target) {
        return of(Method.DELETE, target);
    }

    /** OPTIONS. */
    public static Request options(String target) {
        return of(Method.OPTIONS, target);
    }

    /** A POST of a form. */
    public static Request post(String target, QueryParameters form) {
        return post(target, Body.of(form.toString())).withHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    // ------------------------------------------------------------------------------------------- its parts

    /** The method. */
    public Method method() {
        return method;
    }

    /** The target, unchanged: {@code http://host/path?query} on a client, {@code /path?query} on a server. */
    public String target() {
        return target;
    }

    /**
     * The target as a URI.
     *
     * @throws IllegalArgumentException if it is none
     */
    public URI uri() {
        return URI.create(target);
    }

    /** The version that the sender speaks. */
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

    /** The body. */
    public Body body() {
        return body;
    }

    /** The target's path as it was sent, not decoded, without the query: {@code /a%20b}. */
    public String path() {
        int start = pathStart();
        int end = queryStart();
        return start == end ? "/" : target.substring(start, end);
    }

    /** The target's query, decoded. */
    public QueryParameters query() {
        int start = queryStart();
        return start == target.length() ? QueryParameters.empty() : QueryParameters.parse(target.substring(start + 1));
    }

    /** The first value of a query parameter; null if there is none. */
    public @Nullable String query(String name) {
        return query().get(name);
    }

    /** The value of a cookie; null if there is none. */
    public @Nullable String cookie(String name) {
        return cookies().get(name);
    }

    /** All cookies, by name. */
    public Map<String, String> cookies() {
        String sent = headers.get("Cookie");
        return sent == null ? Map.of() : Cookie.parseCookie(sent);
    }

    /** Who sent it; null unless it came over a connection. */
    public @Nullable SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /**
     * The body as text, in the charset that {@code Content-Type} names, else UTF-8.
     *
     * @throws IllegalStateException if the body has not been collected
     */
    public String text() {
        return Content.text(headers, body);
    }

    /**
     * The body as a form.
     *
     * @throws IllegalStateException if the body has not been collected
     */
    public QueryParameters form() {
        return QueryParameters.parse(text());
    }

    // ---------------------------------------------------------------------------------- what the route found

    /** All path parameters, decoded, by name; those of a regular expression by number. */
    public Map<String, String> pathParameters() {
        return pathParameters;
    }

    /**
     * A path parameter, decoded: of {@code /users/{name}}, what stands for {@code name}.
     *
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String path(String parameter) {
        String value = pathParameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "this route has no path parameter \"" + parameter + "\", only " + pathParameters.keySet());
        }
        return value;
    }

    /** A path parameter that the route has declared as {@code :int}. */
    public int pathInt(String parameter) {
        return Integer.parseInt(path(parameter));
    }

    /** A path parameter that the route has declared as {@code :long}. */
    public long pathLong(String parameter) {
        return Long.parseLong(path(parameter));
    }

    /** A group of a regular-expression route, counted from 1. */
    public String group(int number) {
        return path(Integer.toString(number));
    }

    // --------------------------------------------------------------------------------------- changed copies

    /** With another method. */
    public Request withMethod(Method method) {
        return new Request(method, target, version, headers, body, pathParameters, remoteAddress);
    }

    /** With another target. */
    public Request withTarget(String target) {
        return new Request(method, target, version, headers, body, pathParameters, remoteAddress);
    }

    /** With these header fields and no others. */
    public Request withHeaders(Headers headers) {
        return new Request(method, target, version, headers, body, pathParameters, remoteAddress);
    }

    /** With this header field in place of those of the same name. */
    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** With this header field beside those of the same name. */
    public Request plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /** With another body. */
    public Request withBody(Body body) {
        return new Request(method, target, version, headers, body, pathParameters, remoteAddress);
    }

    /** With what the route found in the path. */
    public Request withPathParameters(Map<String, String> pathParameters) {
        return new Request(method, target, version, headers, body, Map.copyOf(pathParameters), remoteAddress);
    }

    /** An absolute target's path begins after its authority. */
    private int pathStart() {
        if (target.startsWith("/")) {
            return 0;
        }
        int authority = target.indexOf("://");
        if (authority < 0 || authority > queryStart()) { // none, or one inside the query
            return 0;
        }
        for (int i = authority + 3; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return target.length();
    }

    private int queryStart() {
        int question = target.indexOf('?');
        return question < 0 ? target.length() : question;
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
