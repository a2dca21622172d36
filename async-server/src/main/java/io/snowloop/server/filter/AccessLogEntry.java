// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.Request;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AccessLog} knows of a request that is over. A client has chosen most of it: a format escapes what could be taken for an end of
 * a line or of a field.
 */
public final class AccessLogEntry {
    private final Request request;
    private final @Nullable String user;
    private final Instant time;
    private final Duration duration;
    private final @Nullable SentResponse sent;
    private final @Nullable Throwable error;
    private final int maxField;

    AccessLogEntry(
            Request request,
            @Nullable String user,
            Instant time,
            Duration duration,
            @Nullable SentResponse sent,
            @Nullable Throwable error,
            int maxField) {
        this.maxField = maxField;
        this.request = request;
        this.user = user == null ? null : shortened(user);
        this.time = time;
        this.duration = duration;
        this.sent = sent;
        this.error = error;
    }

    /** {@return the request, as the filter got it} Its body may be read no more. */
    public Request request() {
        return request;
    }

    /** {@return the request line (RFC 9112 §3), of {@link #method} and {@link #target}: {@code GET /home/?a=1 HTTP/1.1}} */
    public String requestLine() {
        return method() + " " + target() + " " + request.version();
    }

    /** {@return the name of the method, at most {@link AccessLog.Builder#maxField} characters of it} */
    public String method() {
        return shortened(request.method().name());
    }

    /** {@return the target as it was sent, at most {@link AccessLog.Builder#maxField} characters of it} */
    public String target() {
        return shortened(request.originalTarget());
    }

    /**
     * {@return the value of a header, at most {@link AccessLog.Builder#maxField} characters of it; null if there is none}
     * @param name of the header
     */
    public @Nullable String header(String name) {
        String value = request.header(name);
        return value == null ? null : shortened(value);
    }

    /** The mark has no blank, which would be the end of a field. */
    String shortened(String field) {
        return field.length() <= maxField
                ? field
                : field.substring(0, maxField) + "...[+" + (field.length() - maxField) + "]";
    }

    /**
     * {@return the client's address without its port, {@code unix} for a client of this machine's socket file; null if it is not known}
     * Behind a proxy, add {@link Forwarded} before the access log.
     */
    public @Nullable String client() {
        SocketAddress address = request.remoteAddress();
        if (address instanceof InetSocketAddress inet) {
            return inet.isUnresolved()
                    ? inet.getHostString()
                    : inet.getAddress().getHostAddress();
        }
        return address == null ? null : "unix";
    }

    /**
     * {@return who has sent the request, at most {@link AccessLog.Builder#maxField} characters of it; null if no filter has told}
     * See {@link AccessLog#tellUser}.
     */
    public @Nullable String user() {
        return user;
    }

    /** {@return when the request came to the filter} */
    public Instant time() {
        return time;
    }

    /** {@return the time from then to the end of the response, in nanoseconds of the loop's clock} */
    public Duration duration() {
        return duration;
    }

    /** {@return the status that was sent; null if none was} */
    public @Nullable Status status() {
        return sent == null ? null : sent.status();
    }

    /** {@return how many bytes of the body were sent: see {@link SentResponse#bytes}; -1 if that is not known} */
    public long bytes() {
        return sent == null ? 0 : sent.bytes();
    }

    /** {@return whether the client was sent all of the response, as far as the server knows} */
    public boolean isComplete() {
        return sent != null && sent.complete();
    }

    /** {@return why there is no response; null if there is one, or if the client has left} */
    public @Nullable Throwable error() {
        return error;
    }

    /** {@return the id of the request; null without {@link RequestId} around the access log} */
    public @Nullable String requestId() {
        return RequestId.of(request);
    }
}
