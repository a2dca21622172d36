package io.snowloop.samples.fetch;

import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a fetch at its end; its JSON is what {@code --json} prints. All but the first and the last two is null
 * if it failed.
 *
 * @param url as it was given
 * @param status of the last response, when redirects were followed
 * @param version that the server speaks, such as {@code HTTP/1.1}
 * @param headers all values of each name
 * @param bodyLength in bytes
 * @param bodySha256 in hexadecimal
 * @param redirects how many were followed
 * @param error what went wrong; null if nothing did
 * @param timeMillis from the request to the last byte of the body
 */
record FetchResult(
        String url,
        @Nullable Integer status,
        @Nullable String version,
        @Nullable Map<String, List<String>> headers,
        @Nullable Long bodyLength,
        @Nullable String bodySha256,
        @Nullable Integer redirects,
        @Nullable String error,
        double timeMillis) {

    static FetchResult of(String url, Response response, Digest body, int redirects, double timeMillis) {
        return new FetchResult(
                url,
                response.status().code(),
                response.version().toString(),
                byName(response.headers()),
                body.length(),
                body.sha256(),
                redirects,
                null,
                timeMillis);
    }

    static FetchResult failed(String url, String error, double timeMillis) {
        return new FetchResult(url, null, null, null, null, null, null, error, timeMillis);
    }

    /** Not part of the JSON, where {@code error} says it. */
    boolean failed() {
        return error != null;
    }

    /** Names are spelled as they were sent first: in another case they are the same name. */
    private static Map<String, List<String>> byName(Headers headers) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (values.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                values.put(name, headers.all(name));
            }
        }
        return values;
    }
}
