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

    private Response(Status status, Version version, Headers headers, Body body) {
        this.status = requireNonNull(status, "status");
        this.version = requireNonNull(version, "version");
        this.headers = requireNonNull(headers, "headers");
        this.body = requireNonNull(body, "body");
    }

    /** A response without a body. */
    public static Response of(Status status) {
        return new Response(status, Version.HTTP_1_1, Headers.empty(), Body.EMPTY);
    }

    /** A response that a connection has received. */
    public static Response received(Status status, Version version, Headers headers, Body body) {
        return new Response(status, version, headers, body);
    }

    /** 200 with plain text. */
    public static Response text(String text) {
        return ok(TEXT, Body.of(requireNonNull(text, "text")));
    }

    /** 200 with an HTML page. */
    public static Response html(String html) {
        return ok(HTML, Body.of(requireNonNull(html, "html")));
    }

    /** 200 with JSON text. The caller chooses the library that makes it from objects. */
    public static Response json(String json) {
        return ok(JSON, Body.of(requireNonNull(json, "json")));
    }

    /** 200 with bytes of this type, such as {@code image/png}. They are not copied: do not change them afterwards. */
    public static Response bytes(byte[] bytes, String contentType) {
        return ok(ofType(contentType), Body.of(requireNonNull(bytes, "bytes")));
    }

    /** 200 with what remains in a buffer. It is not copied: do not change it afterwards. */
    public static Response bytes(ByteBuffer bytes, String contentType) {
        return ok(ofType(contentType), Body.of(requireNonNull(bytes, "bytes")));
    }

    /** 200 with a body that is read piece by piece. */
    public static Response stream(BodyStream body, String contentType) {
        return ok(ofType(contentType), body);
    }

    /**
     * 200 with a file. {@code Content-Type} follows from the end of its name ({@link MediaType#ofFileName}). The file is
     * opened when the response is sent ({@link FileBody}).
     *
     * @throws IOException with the path in its message, if there is no such file
     */
    public static Response file(Path file) throws IOException {
        Body body = FileBody.of(requireNonNull(file, "file"));
        return ok(ofType(MediaType.ofFileName(file.toString()).toString()), body);
    }

    /**
     * 302 (Found), which sends the client to another page of this site. For another kind of redirect, {@code withStatus}.
     *
     * <p>{@code Location} leads to no other site, whatever the text is made of. Characters that no URI can hold are
     * percent-encoded: a blank, a line end, a letter above ASCII; and the backslash, which browsers read as a slash. A
     * text that names a scheme or a host is refused.
     *
     * @param location a reference relative to the request's URL (RFC 3986 §4.2): {@code /a}, {@code ../a}, {@code ?a=b}
     * @throws IllegalArgumentException if it leads elsewhere: {@code https://host/}, {@code //host/}. If it shall, see
     *     {@link #redirectElsewhere}
     */
    public static Response redirect(String location) {
        return found(RelativeReference.encoded(location));
    }

    /**
     * 302 (Found), which sends the client to any site. Do not make {@code location} of what a client has sent, unless you
     * compare its host with those that you know: else your site lends its good name to another one (an open redirect).
     *
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
        return Headers.of("Content-Type", requireNonNull(contentType, "contentType"));
    }

    private static Response ok(Headers headers, Body body) {
        return new Response(Status.OK, Version.HTTP_1_1, headers, body);
    }

    /** The status. */
    public Status status() {
        return status;
    }

    /** The version that the sender spoke. */
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

    /**
     * The body as text, in the charset that {@code Content-Type} names, else UTF-8.
     *
     * @throws IllegalStateException if the body is not collected
     */
    public String text() {
        return Content.text(headers, body);
    }

    /**
     * The body's bytes, not a copy: do not change them.
     *
     * @throws IllegalStateException if the body is not collected
     */
    public byte[] bytes() {
        return Content.collected(body).array();
    }

    /**
     * This response with its whole body in memory.
     *
     * @param limit the largest body to accept, in bytes
     * @return fails with {@link BodyTooLargeException} if there is more
     */
    public Future<Response> collect(long limit) {
        return body.collect(limit).map(this::withBody);
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

    /** With another status. */
    public Response withStatus(Status status) {
        return new Response(status, version, headers, body);
    }

    /** With these header fields and no others. */
    public Response withHeaders(Headers headers) {
        return new Response(status, version, headers, body);
    }

    /** With this header field in place of all of the same name. */
    public Response withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** With this header field added to those of the same name. */
    public Response plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /** With a {@code Set-Cookie} field added to those that are there. */
    public Response plusCookie(Cookie cookie) {
        return plusHeader("Set-Cookie", requireNonNull(cookie, "cookie").toSetCookie());
    }

    /** With another body. */
    public Response withBody(Body body) {
        return new Response(status, version, headers, body);
    }

    /** {@code 200 OK Body[4 bytes]}. */
    @Override
    public String toString() {
        return status + " " + body;
    }
}
