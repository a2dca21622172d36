// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request (RFC 9110 §3.4): method, target, header fields and body. Immutable: a {@code with} method returns a copy in
 * which something is replaced, a {@code plus} method one to which something is added.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#request -->
 * <pre>{@code
 * Request request = Request.post("http://example.org/users?notify=true", QueryParameters.of("name", "Holle"))
 *         .withHeader("Accept", "application/json");
 *
 * assertThat(request.path()).isEqualTo("/users");
 * assertThat(request.queryBoolean("notify")).isTrue();
 * assertThat(request.form().get("name")).isEqualTo("Holle");
 * }</pre>
 *
 * <p>It has no {@code equals} of its own: two requests with the same parts are still two requests, and a body may be a
 * stream, which can be read only once. Compare the parts.
 */
public final class Request extends RequestedPath {
    private final Method method;
    private final Version version;
    private final Headers headers;
    private final Body body;
    private final RequestContext context;

    private Request(
            Method method,
            String target,
            Version version,
            Headers headers,
            Body body,
            Routing routing,
            RequestContext context) {
        super(requireNonNull(target, "target"), routing);
        this.method = requireNonNull(method, "method");
        this.version = requireNonNull(version, "version");
        this.headers = requireNonNull(headers, "headers");
        this.body = requireNonNull(body, "body");
        this.context = requireNonNull(context, "context");
    }

    /**
     * {@return a request without header fields and without a body}
     * @param method one of the constants, or any token
     * @param target a URL for a client, a path for a server
     */
    public static Request of(Method method, String target) {
        return new Request(
                method, target, Version.HTTP_1_1, Headers.empty(), Body.EMPTY, Routing.NONE, RequestContext.NONE);
    }

    /**
     * {@return a request that a connection has received}
     * @param method of the request line
     * @param target as it was sent
     * @param version of the sender
     * @param headers as they were sent
     * @param body may still be arriving
     * @param context what the server can tell
     */
    public static Request received(
            Method method, String target, Version version, Headers headers, Body body, RequestContext context) {
        return new Request(method, target, version, headers, body, Routing.NONE, context);
    }

    /**
     * {@return a GET request}
     * @param target a URL for a client, a path for a server
     */
    public static Request get(String target) {
        return of(Method.GET, target);
    }

    /**
     * {@return a HEAD request}
     * @param target a URL for a client, a path for a server
     */
    public static Request head(String target) {
        return of(Method.HEAD, target);
    }

    /**
     * {@return a POST request}
     * @param target a URL for a client, a path for a server
     * @param body may be empty
     */
    public static Request post(String target, Body body) {
        return of(Method.POST, target).withBody(body);
    }

    /**
     * {@return a POST request with a form}
     * @param target a URL for a client, a path for a server
     * @param form sent as {@code application/x-www-form-urlencoded}
     */
    public static Request post(String target, QueryParameters form) {
        return post(target, Body.of(requireNonNull(form, "form").toString()))
                .withHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    /**
     * {@return a PUT request}
     * @param target a URL for a client, a path for a server
     * @param body may be empty
     */
    public static Request put(String target, Body body) {
        return of(Method.PUT, target).withBody(body);
    }

    /**
     * {@return a PATCH request}
     * @param target a URL for a client, a path for a server
     * @param body may be empty
     */
    public static Request patch(String target, Body body) {
        return of(Method.PATCH, target).withBody(body);
    }

    /**
     * {@return a DELETE request}
     * @param target a URL for a client, a path for a server
     */
    public static Request delete(String target) {
        return of(Method.DELETE, target);
    }

    /**
     * {@return an OPTIONS request}
     * @param target a URL for a client, a path for a server
     */
    public static Request options(String target) {
        return of(Method.OPTIONS, target);
    }

    /** {@return the method} */
    public Method method() {
        return method;
    }

    /** {@return the version of HTTP that the sender speaks} */
    public Version version() {
        return version;
    }

    /** {@return the header fields} */
    public Headers headers() {
        return headers;
    }

    /**
     * {@return the first value of a header field; null if there is none}
     * @param name in any case
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * {@return the value of a cookie; null if there is none}
     * @param name case counts
     */
    public @Nullable String cookie(String name) {
        return Cookie.find(headers.all("Cookie"), requireNonNull(name, "name"));
    }

    /** {@return all cookies, by name} A proxy may have spread them over several fields (RFC 9113 §8.2.3). */
    public Map<String, String> cookies() {
        return Cookie.parseCookie(String.join("; ", headers.all("Cookie")));
    }

    /** {@return the address of the sender; null if the request did not come over a connection} */
    public @Nullable SocketAddress remoteAddress() {
        return context.remoteAddress();
    }

    /**
     * {@return the value that a filter has added; null if there is none}
     * @param <T> the type of the value
     * @param key of the value
     */
    @SuppressWarnings("unchecked") // withAttribute takes values of this type only
    public <T> @Nullable T attribute(Attribute<T> key) {
        return (T) routing.attributes().get(requireNonNull(key, "key"));
    }

    /** {@return what the server that has received this request can tell its handler: that it drains, for instance} */
    public RequestContext context() {
        return context;
    }

    /**
     * {@return the body} That of a received request can be read until the answer is sent; a handler that keeps it must
     * collect it.
     */
    public Body body() {
        return body;
    }

    /**
     * {@return the body as text, in the charset of {@code Content-Type}, else of a byte order mark, else UTF-8} A charset that
     * this JDK does not know counts as none, as in OkHttp and httpx: {@link MediaType#parameter} tells its name.
     * @throws IllegalStateException if the body is not collected
     * @throws HttpException 415, if it has a {@code Content-Encoding}: nothing has undone it
     */
    public String text() {
        return Content.receivedText(headers, body);
    }

    /** {@return the body's bytes, not a copy: do not change them; if it is not collected, an {@link IllegalStateException}} */
    public byte[] bytes() {
        return Content.collected(body).array();
    }

    /**
     * {@return the body as a form, {@code application/x-www-form-urlencoded}; no parameters if there is neither a body nor a
     * type}
     * @throws IllegalStateException if the body is not collected
     * @throws HttpException 415, if {@code Content-Type} is another type, such as JSON or {@code multipart/form-data}, or there is a coding
     */
    public QueryParameters form() {
        return Content.form(headers, body);
    }

    /**
     * {@return the body as a value, read from JSON}
     * @param <T> the type of the value
     * @param type of the value; {@code Note[].class} for a list
     * @param mapper a library's adapter
     * @throws IllegalStateException if the body is not collected
     * @throws HttpException 415 if {@code Content-Type} is not JSON, or there is a coding; 400 if the body is not, or does not fit the type
     */
    public <T> T fromJson(Class<T> type, JsonMapper mapper) {
        return Content.receivedJson(headers, body, requireNonNull(type, "type"), requireNonNull(mapper, "mapper"));
    }

    /**
     * {@return this request with another method}
     * @param method in place of the one it has
     */
    public Request withMethod(Method method) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /**
     * {@return this request with another target} The {@link #originalTarget} stays.
     * @param target a URL for a client, a path for a server
     */
    public Request withTarget(String target) {
        return new Request(method, target, version, headers, body, routing.from(this.target), context);
    }

    /**
     * {@return this request with these header fields and no others}
     * @param headers also those that the connection would need
     */
    public Request withHeaders(Headers headers) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /**
     * {@return this request with a header field, in place of all of the same name}
     * @param name a token
     * @param value without control characters
     */
    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /**
     * {@return this request with a header field added to those of the same name}
     * @param name a token
     * @param value without control characters
     */
    public Request plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /**
     * {@return this request with another body}
     * @param body not checked against the header fields
     */
    public Request withBody(Body body) {
        return new Request(method, target, version, headers, body, routing, context);
    }

    /**
     * {@return this request with a value as its body, as JSON}
     * @param value anything that the mapper can write
     * @param mapper a library's adapter
     * @throws JsonException if it cannot
     */
    public Request withJson(Object value, JsonMapper mapper) {
        return withBody(Body.of(requireNonNull(mapper, "mapper").write(requireNonNull(value, "value"))))
                .withHeader("Content-Type", "application/json");
    }

    /**
     * {@return this request with these path parameters and no others}
     * @param parameters decoded, by name
     */
    public Request withPathParameters(Map<String, String> parameters) {
        return withRouting(routing.with(requireNonNull(parameters, "parameters")));
    }

    /**
     * {@return this request with these path parameters added} Of two with the same name, the new one counts.
     * @param parameters decoded, by name
     */
    public Request plusPathParameters(Map<String, String> parameters) {
        return withRouting(routing.plus(requireNonNull(parameters, "parameters")));
    }

    /**
     * {@return this request with a value for the handlers inside of a filter} It is not sent.
     * @param <T> the type of the value
     * @param key of which the request may have a value already
     * @param value in place of that
     */
    public <T> Request withAttribute(Attribute<T> key, T value) {
        return withRouting(routing.with(requireNonNull(key, "key"), requireNonNull(value, "value")));
    }

    /**
     * {@return this request with another context} For filters that know more of the client than the server does.
     * @param context delegates to the one that it has
     */
    public Request withContext(RequestContext context) {
        return new Request(method, target, version, headers, body, routing, context);
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
