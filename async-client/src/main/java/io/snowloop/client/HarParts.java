// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.client.auth.Redaction;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.JsonObject;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects of HAR 1.2. A size or a time that is not known is -1 there, and a name that begins with an underscore is one of our own.
 * Cookies are in the header fields only, where they are redacted.
 */
final class HarParts {
    private static final int UNKNOWN = -1;

    private HarParts() {}

    static JsonObject request(Request request, Redaction redaction) {
        String target = request.target();
        int fragment = target.indexOf('#');
        String url = fragment < 0 ? target : target.substring(0, fragment);
        List<JsonObject> query = request.withTarget(url).query().entries().stream()
                .map(each -> pair(each.getKey(), each.getValue()))
                .toList();
        return new JsonObject()
                .put("method", request.method().toString())
                .put("url", url)
                .put("httpVersion", "HTTP/1.1")
                .put("cookies", List.of())
                .put("headers", fields(redaction.of(request.headers())))
                .put("queryString", query)
                .put("headersSize", UNKNOWN);
    }

    static JsonObject response(Response head, Redaction redaction) {
        return new JsonObject()
                .put("status", head.status().code())
                .put("statusText", head.status().reasonPhrase())
                .put("httpVersion", head.version().toString())
                .put("cookies", List.of())
                .put("headers", fields(redaction.of(head.headers())))
                .put("redirectURL", Objects.requireNonNullElse(head.header("Location"), ""))
                .put("headersSize", UNKNOWN);
    }

    /** As browsers write it: status 0. */
    static JsonObject noResponse() {
        return new JsonObject()
                .put("status", 0)
                .put("statusText", "")
                .put("httpVersion", "")
                .put("cookies", List.of())
                .put("headers", List.of())
                .put("redirectURL", "")
                .put("headersSize", UNKNOWN)
                .put("bodySize", UNKNOWN)
                .put("content", content(null, new byte[0], 0));
    }

    private static List<JsonObject> fields(Headers headers) {
        List<JsonObject> fields = new ArrayList<>();
        headers.forEach((name, value) -> fields.add(pair(name, value)));
        return fields;
    }

    private static JsonObject pair(String name, String value) {
        return new JsonObject().put("name", name).put("value", value);
    }

    // ------------------------------------------------------------------------------------------------------- bodies

    /** As much of a body as fits. */
    static byte[] prefix(Body.Bytes body, int limit) {
        ByteBuffer bytes = body.buffer();
        byte[] prefix = new byte[Math.min(bytes.remaining(), limit)];
        bytes.get(prefix);
        return prefix;
    }

    /**
     * The body of a response.
     *
     * @param recorded the beginning of it
     * @param size of all of it
     */
    static JsonObject content(@Nullable String type, byte[] recorded, long size) {
        return body(type, recorded, size, "encoding").put("size", size);
    }

    /** The body of a request. */
    static JsonObject postData(@Nullable String type, byte[] recorded, long size) {
        return body(type, recorded, size, "_encoding"); // HAR 1.2 has a name for it with responses only
    }

    /** As text if it is UTF-8, else as base64. */
    private static JsonObject body(@Nullable String type, byte[] recorded, long size, String encoding) {
        boolean whole = recorded.length == size;
        String text = text(recorded, whole);
        JsonObject content = new JsonObject()
                .put("mimeType", Objects.requireNonNullElse(type, "x-unknown"))
                .put("text", text != null ? text : Base64.getEncoder().encodeToString(recorded));
        if (text == null) {
            content.put(encoding, "base64");
        }
        return whole ? content : content.put("comment", "the first " + recorded.length + " bytes of " + size);
    }

    /** Null if it is not UTF-8. One that is cut off may end within a character, which is left out. */
    private static @Nullable String text(byte[] bytes, boolean whole) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        return decoder.decode(ByteBuffer.wrap(bytes), text, whole).isError()
                ? null
                : text.flip().toString();
    }

    // -------------------------------------------------------------------------------------------------------- times

    /** In milliseconds; 0 if a filter has answered. */
    static double millis(@Nullable FetchTimings cost) {
        return cost == null ? 0 : millis(cost.total());
    }

    /** {@code connect} includes {@code ssl}, so the sum of all others is the time of the entry. */
    static JsonObject timings(@Nullable FetchTimings cost) {
        if (cost == null) {
            return new JsonObject().put("send", 0).put("wait", 0).put("receive", 0);
        }
        Map<FetchPhase, Duration> phases = cost.phases();
        boolean connected = phases.containsKey(FetchPhase.CONNECT);
        Duration connect =
                cost.of(FetchPhase.CONNECT).plus(cost.of(FetchPhase.PROXY)).plus(cost.of(FetchPhase.TLS));
        return new JsonObject()
                .put("blocked", millis(cost.of(FetchPhase.QUEUE)))
                .put("dns", phases.containsKey(FetchPhase.DNS) ? millis(cost.of(FetchPhase.DNS)) : UNKNOWN)
                .put("connect", connected ? millis(connect) : UNKNOWN)
                .put("ssl", phases.containsKey(FetchPhase.TLS) ? millis(cost.of(FetchPhase.TLS)) : UNKNOWN)
                .put("send", millis(cost.of(FetchPhase.SEND)))
                .put("wait", millis(cost.of(FetchPhase.WAIT)))
                .put("receive", millis(cost.of(FetchPhase.RECEIVE)));
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** The address of the server, or of the proxy, and the local port, which tells one connection from another. */
    static void putConnection(JsonObject entry, FetchTimings cost) {
        if (cost.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null) {
            entry.put("serverIPAddress", remote.getAddress().getHostAddress());
        }
        if (cost.localAddress() instanceof InetSocketAddress local) {
            entry.put("connection", String.valueOf(local.getPort()));
        }
    }
}
