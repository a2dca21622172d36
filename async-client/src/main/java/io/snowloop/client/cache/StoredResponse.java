// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static java.util.Objects.requireNonNull;

import io.snowloop.client.cache.policy.Vary;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import java.time.Instant;

/**
 * What a cache keeps of a request and its response (RFC 9111 §3).
 *
 * @param url the key, absolute and without a fragment
 * @param selecting the fields of the request that the response's {@code Vary} names
 * @param status of the response
 * @param headers of the response, without those of its connection
 * @param requested when the request was sent
 * @param received when the head of the response arrived
 * @param body all of it
 */
public record StoredResponse(
        String url,
        Headers selecting,
        Status status,
        Headers headers,
        Instant requested,
        Instant received,
        Body.Bytes body) {
    /** What an entry takes besides its text and its body, in bytes: objects and arrays, roughly. */
    private static final int OVERHEAD = 512;

    /** Checks that nothing is null. */
    public StoredResponse {
        requireNonNull(url, "url");
        requireNonNull(selecting, "selecting");
        requireNonNull(status, "status");
        requireNonNull(headers, "headers");
        requireNonNull(requested, "requested");
        requireNonNull(received, "received");
        requireNonNull(body, "body");
    }

    /**
     * Whether it is for a request to its URL with these fields (RFC 9111 §4.1). Whether it is fresh is another question.
     * @param request the fields of the request
     * @return true if they have the same values of the fields that {@code Vary} names
     */
    public boolean answers(Headers request) {
        return Vary.matches(headers, selecting, requireNonNull(request, "request"));
    }

    /** {@return about how much memory it takes, in bytes} */
    public long size() {
        return OVERHEAD + url.length() + selecting.memory() + headers.memory() + body.length();
    }

    /** {@code GET http://127.0.0.1/: 200 OK Body[4 bytes]}. No fields: they may have credentials. */
    @Override
    public String toString() {
        return "GET " + url + ": " + status + " " + body;
    }

    /** What an index needs to find it. */
    StoredResponse withoutContent() {
        Headers.Builder vary = Headers.builder();
        headers.all("Vary").forEach(value -> vary.add("Vary", value));
        return new StoredResponse(url, selecting, status, vary.build(), requested, received, Body.EMPTY);
    }

    StoredResponse withBody(Body.Bytes other) {
        return new StoredResponse(url, selecting, status, headers, requested, received, other);
    }
}
