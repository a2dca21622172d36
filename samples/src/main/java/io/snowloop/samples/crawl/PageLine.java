// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.DisallowedByRobotsException;
import io.snowloop.http.Status;
import io.snowloop.samples.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of the file of a crawl: a page, as JSON.
 *
 * @param status null if there was no response
 * @param bytes the length of the body
 * @param sha256 of the body; null if there was no response
 * @param links as absolute URLs
 * @param anchors the fragments that exist; null if any fragment is valid
 * @param millis the time of the fetch
 * @param fetched when it was complete, such as {@code 2026-01-31T12:00:00Z}
 * @param error what forbids it; null if there was a response
 * @param forbidden whether it was not asked for, because {@code robots.txt} forbids that
 */
record PageLine(
        String url,
        @Nullable Integer status,
        @Nullable String title,
        long bytes,
        @Nullable String sha256,
        List<String> links,
        @Nullable Set<String> anchors,
        double millis,
        String fetched,
        @Nullable String error,
        boolean forbidden) {

    static PageLine of(Visit visit, Instant fetched) {
        Page page = visit.page();
        return new PageLine(
                page.url().toString(),
                page.status() == null ? null : page.status().code(),
                page.title(),
                page.bytes(),
                page.sha256(),
                page.links().stream().map(Link::text).toList(),
                page.anchors(),
                Json.millis(visit.nanos()),
                fetched.toString(),
                page.error() == null ? null : String.valueOf(page.error().getMessage()),
                page.isForbidden());
    }

    /** Throws IllegalArgumentException if it is no such line. */
    Visit visit() {
        if (url == null
                || links == null
                || links.contains(null)
                || (status == null) == (error == null)) { // JSON has no types
            throw new IllegalArgumentException("a page has a url, links, and either a status or an error");
        }
        Set<Link> parsed = new LinkedHashSet<>();
        links.forEach(link -> parsed.add(Link.of(link)));
        Page page = new Page(
                URI.create(url),
                status == null ? null : Status.of(status),
                bytes,
                sha256,
                title,
                parsed,
                anchors,
                error == null ? null : forbidden ? new DisallowedByRobotsException(error) : new IOException(error));
        return new Visit(page, Math.round(millis * 1e6));
    }
}
