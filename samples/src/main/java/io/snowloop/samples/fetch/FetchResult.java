// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a fetch. {@code --json} prints it as JSON. If there is no response, all but the first and the last three
 * are null.
 *
 * @param url the URL of the command line
 * @param status the status of the last response, after redirects
 * @param version the version of that response, such as {@code HTTP/1.1}
 * @param headers all values of each name
 * @param bodyLength the length of the body in bytes
 * @param bodySha256 the digest of the body in hexadecimal
 * @param redirects the number of followed redirects
 * @param error the error; null if the fetch succeeded
 * @param timeMillis the time from the request to the last byte of the body
 * @param requests what each request has cost that was sent for it, in their order
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
        double timeMillis,
        List<RequestCost> requests) {

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
                timeMillis,
                List.of());
    }

    static FetchResult failed(String url, String error, double timeMillis) {
        return new FetchResult(url, null, null, null, null, null, null, error, timeMillis, List.of());
    }

    /** The same response, taken as a failure. */
    FetchResult withError(String message) {
        return new FetchResult(
                url, status, version, headers, bodyLength, bodySha256, redirects, message, timeMillis, requests);
    }

    /** The same with these requests. */
    FetchResult withRequests(List<RequestCost> sent) {
        return new FetchResult(
                url, status, version, headers, bodyLength, bodySha256, redirects, error, timeMillis, sent);
    }

    /** Whether it failed. Not part of the JSON, which has {@code error}. */
    boolean failed() {
        return error != null;
    }

    /** The fields by name. Names are case-insensitive; the spelling is that of the first field. */
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
