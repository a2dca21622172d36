// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request with the names of the article.
 *
 * <p>In the article, its constructor reads and splits the request. Here the codec does that, and this class only
 * renames the parts. So a value keeps its colons, names are case-insensitive, and the body is complete.
 */
public final class HttpRequest {
    private final Request request;

    HttpRequest(Request request) {
        this.request = request;
    }

    /** The method, such as {@code GET}. */
    public String method() {
        return request.method().name();
    }

    /** The target as it was sent, path and query: {@code /home/?a=1}. */
    public String url() {
        return request.target();
    }

    /** The version, such as {@code HTTP/1.1}. */
    public String protocol() {
        return request.version().toString();
    }

    /** The header fields, with case-insensitive names. Values of the same name are joined by a comma. */
    public Map<String, String> headerDict() {
        Map<String, String> dict = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, value) -> dict.merge(name, value, (first, second) -> first + ", " + second));
        return Collections.unmodifiableMap(dict);
    }

    /** The body, as text in UTF-8. */
    public String body() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    /** The body, as bytes. */
    public byte[] bodyBytes() {
        return request.body() instanceof io.snowloop.http.Body.Bytes bytes ? bytes.array() : new byte[0];
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
