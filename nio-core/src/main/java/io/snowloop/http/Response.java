// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A response (RFC 9110 §3.4): status, header fields and body. Immutable: a {@code with} method returns a copy in which
 * something is replaced, a {@code plus} method one to which something is added.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#response -->
 * <pre>{@code
 * Response response = Response.json("{\"id\": 7}")
 *         .withStatus(Status.CREATED)
 *         .withHeader("Location", "/users/7")
 *         .plusCookie(Cookie.of("seen", "yes"));
 *
 * assertThat(response.header("Content-Type")).isEqualTo("application/json");
 * }</pre>
 *
 * <p>It has no {@code equals} of its own: a body may be a stream, which can be read only once, or a file. Compare the parts.
 */
public final class Response implements Cancellable {
    private static final Headers TEXT = Headers.of("Content-Type", "text/plain; charset=utf-8");
    private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final Status status;
    private final Version version;
    private final Headers headers;
    private final Body body;

    /** What takes over the connection after a 101; null in all other responses. */
    private final @Nullable Upgrade upgrade;

    private Response(Status status, Version version, Headers headers, Body body) {
        this(status, version, headers, body, null);
    }

    private Response(Status status, Version version, Headers headers, Body body, @Nullable Upgrade upgrade) {
        this.upgrade = upgrade;
        this.status = requireNonNull(status, "status");
        this.version = requireNonNull(version, "version");
        this.headers = requireNonNull(headers, "headers");
        this.body = requireNonNull(body, "body");
    }

    /**
     * {@return a response without a body}
     * @param status any; 304 for instance, or 204 (No Content)
     */
    public static Response of(Status status) {
        return new Response(status, Version.HTTP_1_1, Headers.empty(), Body.EMPTY);
    }

    /**
     * {@return 101 (Switching Protocols): the connection speaks another protocol from now on (RFC 9110 §7.8)} Only an answer to
     * a request with {@code Upgrade} and without a body can be sent. A filter that gives the response another status drops the
     * protocol.
     *
     * @param headers with {@code Connection} and {@code Upgrade}
     * @param upgrade takes over the connection when the 101 is written
     */
    public static Response switching(Headers headers, Upgrade upgrade) {
        return new Response(
                Status.SWITCHING_PROTOCOLS, Version.HTTP_1_1, headers, Body.EMPTY, requireNonNull(upgrade, "upgrade"));
    }

    /**
     * {@return a response that a connection has received}
     * @param status of the status line
     * @param version of the sender
     * @param headers as they were sent
     * @param body may still be arriving
     */
    public static Response received(Status status, Version version, Headers headers, Body body) {
        return new Response(status, version, headers, body);
    }

    /**
     * {@return 200 with plain text}
     * @param text sent in UTF-8
     */
    public static Response text(String text) {
        return ok(Body.of(requireNonNull(text, "text")), TEXT);
    }

    /**
     * {@return 200 with an HTML page}
     * @param html sent in UTF-8; nothing in it is escaped
     */
    public static Response html(String html) {
        return ok(Body.of(requireNonNull(html, "html")), HTML);
    }

    /**
     * {@return 200 with JSON text} The caller chooses the library that makes it from objects.
     * @param json sent in UTF-8, and not checked
     */
    public static Response json(String json) {
        return ok(Body.of(requireNonNull(json, "json")), JSON);
    }

    /**
     * {@return 200 with a value as JSON}
     * @param value anything that the mapper can write
     * @param mapper a library's adapter
     * @throws JsonException if it cannot
     */
    public static Response json(Object value, JsonMapper mapper) {
        return ok(Body.of(requireNonNull(mapper, "mapper").write(requireNonNull(value, "value"))), JSON);
    }

    /**
     * {@return 200 with bytes of this type}
     * @param bytes not copied: do not change them afterwards
     * @param contentType such as {@code image/png}
     */
    public static Response bytes(byte[] bytes, String contentType) {
        return ok(Body.of(requireNonNull(bytes, "bytes")), ofType(contentType));
    }

    /**
     * {@return 200 with what remains in a buffer}
     * @param bytes not copied: do not change them afterwards
     * @param contentType such as {@code image/png}
     */
    public static Response bytes(ByteBuffer bytes, String contentType) {
        return ok(Body.of(requireNonNull(bytes, "bytes")), ofType(contentType));
    }

    /**
     * {@return 200 with a body that is read piece by piece}
     * @param body read as fast as the client takes it
     * @param contentType such as {@code text/csv}
     */
    public static Response stream(BodyStream body, String contentType) {
        return ok(requireNonNull(body, "body"), ofType(contentType));
    }

    /**
     * {@return 200 with a file} {@code Content-Type} follows from the end of its name ({@link MediaType#ofFileName}). The
     * file is opened when the response is sent ({@link FileBody}).
     *
     * @param file a regular file; its length is read now
     * @throws IOException with the path in its message, if there is no such file
     */
    public static Response file(Path file) throws IOException {
        Body body = FileBody.of(requireNonNull(file, "file"));
        return ok(body, ofType(MediaType.ofFileName(file.toString()).toString()));
    }

    /**
     * {@return 302 (Found), which sends the client to another page of this site} For another kind of redirect,
     * {@code withStatus}.
     *
     * <p>{@code Location} leads to no other site, whatever the text is made of. Characters that no URI can hold are
     * percent-encoded: a blank, a line end, a letter above ASCII; and the backslash, which browsers read as a slash. A text
     * that names a scheme or a host is refused.
     *
     * @param location a reference relative to the request's URL (RFC 3986 §4.2): {@code /a}, {@code ../a}, {@code ?a=b}
     * @throws IllegalArgumentException if it leads elsewhere: {@code https://host/}, {@code //host/}. If it shall, see
     *     {@link #redirectElsewhere}
     */
    public static Response redirect(String location) {
        return found(RelativeReference.encoded(location));
    }

    /**
     * {@return 302 (Found), which sends the client to any site} Do not make {@code location} of what a client has sent,
     * unless you compare its host with those that you know: else your site lends its good name to another one (an open
     * redirect).
     *
     * @param location with a scheme
     * @throws IllegalArgumentException if it has no scheme
     */
    public static Response redirectElsewhere(URI location) {
        if (!requireNonNull(location, "location").isAbsolute()) {
            throw new IllegalArgumentException("this leads to no other site, as it has no scheme: " + location);
        }
        return found(location.toASCIIString());
    }

    private static Response found(String location) {
        return of(Status.FOUND).withHeader("Location", location);
    }

    private static Headers ofType(String contentType) {
        return Headers.of("Content-Type", Content.checkedType(requireNonNull(contentType, "contentType")));
    }

    private static Response ok(Body body, Headers headers) {
        return new Response(Status.OK, Version.HTTP_1_1, headers, body);
    }

    /** {@return the status} */
    public Status status() {
        return status;
    }

    /** {@return the version that the sender spoke} */
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

    /** {@return the body} */
    public Body body() {
        return body;
    }

    /**
     * {@return the body as text, in the charset of {@code Content-Type}, else of a byte order mark, else UTF-8: as {@link Request#text}}
     * @throws IllegalStateException if the body is not collected
     */
    public String text() {
        return Content.text(headers, body);
    }

    /**
     * {@return the body's bytes, not a copy: do not change them}
     * @throws IllegalStateException if the body is not collected
     */
    public byte[] bytes() {
        return Content.collected(body).array();
    }

    /**
     * {@return the body as a value, read from JSON} Look at the {@link #status} first: the body of an error is another one.
     * @param <T> the type of the value
     * @param type of the value; {@code Note[].class} for a list
     * @param mapper a library's adapter
     * @throws IllegalStateException if the body is not collected
     * @throws JsonException if {@code Content-Type} is not JSON, or the body does not fit the type
     */
    public <T> T fromJson(Class<T> type, JsonMapper mapper) {
        return Content.json(status, headers, body, requireNonNull(type, "type"), requireNonNull(mapper, "mapper"));
    }

    /**
     * This response with its whole body in memory.
     * @param limit the largest body to accept, in bytes
     * @return fails with {@link BodyTooLargeException} if there is more
     */
    public Future<Response> collect(long limit) {
        return body.collect(limit).map(this::withBody);
    }

    /** {@return what takes over the connection after a 101; null in all other responses} */
    public @Nullable Upgrade upgrade() {
        return upgrade;
    }

    /**
     * Cancels a body that is a stream and will not be read, which releases its connection. Call it on the loop's thread,
     * to which the stream belongs.
     *
     * @return whether the body is a stream
     */
    @Override
    public boolean cancel() {
        if (body instanceof BodyStream stream) {
            stream.cancel();
            return true;
        }
        return false;
    }

    /** {@return whether the body is a stream} Any other body is bytes, or a file that is not open yet. */
    @Override
    public boolean hasResource() {
        return body instanceof BodyStream;
    }

    /**
     * {@return this response with another status}
     * @param status in place of the one it has
     */
    public Response withStatus(Status status) {
        return new Response(status, version, headers, body);
    }

    /**
     * {@return this response with these header fields and no others}
     * @param headers {@code Content-Type} is one of them
     */
    public Response withHeaders(Headers headers) {
        return new Response(status, version, headers, body, upgrade);
    }

    /**
     * {@return this response with a header field, in place of all of the same name}
     * @param name a token
     * @param value without control characters
     */
    public Response withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /**
     * {@return this response with a header field added to those of the same name}
     * @param name a token
     * @param value without control characters
     */
    public Response plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /**
     * {@return this response with a {@code Set-Cookie} field added to those that are there}
     * @param cookie one of the same name that is there already stays
     */
    public Response plusCookie(Cookie cookie) {
        return plusHeader("Set-Cookie", requireNonNull(cookie, "cookie").toSetCookie());
    }

    /**
     * {@return this response with another body}
     * @param body its type is not set: see {@link #withHeader}
     */
    public Response withBody(Body body) {
        return new Response(status, version, headers, body);
    }

    /** {@code 200 OK Body[4 bytes]}. */
    @Override
    public String toString() {
        return status + " " + body;
    }
}
