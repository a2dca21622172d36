package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request, in the article's words.
 *
 * <p>The article reads and splits it here, in the constructor. Now the codec does that, and this only gives the parts their
 * old names: a value keeps its colons, names have no case, and all of the body is there.
 */
public final class HttpRequest {
    private final Request request;

    HttpRequest(Request request) {
        this.request = request;
    }

    /** {@code GET}. */
    public String method() {
        return request.method().name();
    }

    /** The target as it was sent, path and query: {@code /home/?a=1}. */
    public String url() {
        return request.target();
    }

    /** {@code HTTP/1.1}. */
    public String protocol() {
        return request.version().toString();
    }

    /** The header fields, found by their names in any case. Values of the same name are joined by a comma. */
    public Map<String, String> headerDict() {
        Map<String, String> dict = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, value) -> dict.merge(name, value, (first, second) -> first + ", " + second));
        return Collections.unmodifiableMap(dict);
    }

    /** The body, as text in UTF-8. */
    public String body() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    /** The body. */
    public byte[] bodyBytes() {
        return request.body() instanceof io.snowloop.http.Body.Bytes bytes ? bytes.array() : new byte[0];
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
