// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.syntax.EntityTags;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that make a request conditional (RFC 9110 §13.1, RFC 9111 §4.3). */
public final class Conditions {
    private Conditions() {}

    /** Whether a request has conditions of its own that a cache can evaluate. */
    public static boolean areIn(Headers request) {
        return request.contains("If-None-Match") || request.contains("If-Modified-Since");
    }

    /** The fields of a request with the conditions that validate a stored response (RFC 9111 §4.3.1). */
    public static Headers validating(Headers request, Headers stored) {
        Headers.Builder fields = Headers.builder().addAll(request);
        addIfThere(fields, "If-None-Match", stored.get("ETag"));
        addIfThere(fields, "If-Modified-Since", stored.get("Last-Modified"));
        return fields.build();
    }

    private static void addIfThere(Headers.Builder fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add(name, value);
        }
    }

    /** Whether the holder of these conditions has what is stored (RFC 9111 §4.3.2, RFC 9110 §13.2.2). */
    public static boolean areMetBy(Headers stored, Headers request) {
        if (request.contains("If-None-Match")) {
            String tag = stored.get("ETag");
            return tag != null && new EntityTags(request.all("If-None-Match")).listWeakly(tag);
        }
        Instant since = date(request, "If-Modified-Since");
        Instant modified = date(stored, stored.contains("Last-Modified") ? "Last-Modified" : "Date");
        return since != null && modified != null && !modified.isAfter(since);
    }

    /** Whether a 304 is about what is stored (RFC 9111 §4.3.4). One without validators is. */
    public static boolean isAbout(Headers stored, Headers newer) {
        String tag = newer.get("ETag");
        if (tag == null) {
            return isUnchanged("Last-Modified", stored, newer);
        }
        String storedTag = stored.get("ETag");
        return storedTag != null && new EntityTags(List.of(tag)).listWeakly(storedTag);
    }

    /** Whether a response to HEAD is about what is stored (RFC 9111 §4.3.5). */
    public static boolean isHeadOf(Headers stored, Headers newer) {
        return isAbout(stored, newer) && isUnchanged("Content-Length", stored, newer);
    }

    private static boolean isUnchanged(String name, Headers stored, Headers newer) {
        String before = stored.get(name);
        String after = newer.get(name);
        return before == null || after == null || before.equals(after);
    }

    private static @Nullable Instant date(Headers headers, String name) {
        String text = headers.get(name);
        return text == null ? null : HttpDate.parse(text);
    }
}
