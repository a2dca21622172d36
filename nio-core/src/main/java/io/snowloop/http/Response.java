package io.snowloop.http;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A response (RFC 9110 §3.4): status, header fields and body. Immutable: a {@code with} method returns a changed copy.
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
        this.status = status;
        this.version = version;
        this.headers = headers;
        this.body = body;
    }

    /** A response without a body. */
    public static Response of(Status status) {
        return new Response(status, Version.HTTP_1_1, Headers.empty(), Body.EMPTY);
    }

    /** A response as it came over a connection. */
    public static Response received(Status status, Version version, Headers headers, Body body) {
        return new Response(status, version, headers, body);
    }

    /** 200 with plain text. */
    public static Response text(String text) {
        return ok(TEXT, Body.of(text));
    }

    /** 200 with a page. */
    public static Response html(String html) {
        return ok(HTML, Body.of(html));
    }

    /** 200 with JSON text. Which library makes it from objects is the caller's choice. */
    public static Response json(String json) {
        return ok(JSON, Body.of(json));
    }

    /** 200 with bytes of some type, such as {@code image/png}. */
    public static Response bytes(byte[] bytes, String contentType) {
        return ok(Headers.of("Content-Type", contentType), Body.of(bytes));
    }

    /** 200 with what remains in a buffer, of some type. It is not copied, and must not be changed afterwards. */
    public static Response bytes(ByteBuffer bytes, String contentType) {
        return ok(Headers.of("Content-Type", contentType), Body.of(bytes));
    }

    /** 200 with a body that comes piece by piece. */
    public static Response stream(BodyStream body, String contentType) {
        return ok(Headers.of("Content-Type", contentType), body);
    }

    /** 302 (Found): look there instead. For another kind of redirect, {@code withStatus}. */
    public static Response redirect(String location) {
        return of(Status.FOUND).withHeader("Location", location);
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
     * @throws IllegalStateException if the body has not been collected
     */
    public String text() {
        return Content.text(headers, body);
    }

    /**
     * The body's bytes, not a copy.
     *
     * @throws IllegalStateException if the body has not been collected
     */
    public byte[] bytes() {
        return Content.collected(body).array();
    }

    /**
     * This response with all of its body in memory.
     *
     * @param limit the most that is wanted, in bytes
     * @return fails with {@link BodyTooLargeException} if there is more
     */
    public Future<Response> collect(long limit) {
        return body.collect(limit).map(this::withBody);
    }

    /**
     * Gives up a body that is a stream and will not be read: its connection is let go of. Belongs to the loop's thread, as
     * the stream does.
     *
     * @return whether there was a stream
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

    /** With this header field in place of those of the same name. */
    public Response withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** With this header field beside those of the same name. */
    public Response plusHeader(String name, String value) {
        return withHeaders(headers.plus(name, value));
    }

    /** Sets a cookie, beside those that are set already. */
    public Response withCookie(Cookie cookie) {
        return plusHeader("Set-Cookie", cookie.toSetCookie());
    }

    /** With another body. */
    public Response withBody(Body body) {
        return new Response(status, version, headers, body);
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
