// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Fetcher;
import io.snowloop.client.RobotsTxt;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** Where the sitemaps of a site are. A crawler reads each as a page that has links. */
final class Sitemaps {
    private Sitemaps() {}

    /** Those that {@code robots.txt} names, or the usual one. On the loop's thread. */
    static Future<List<URI>> of(Fetcher fetcher, URI start) {
        String robots = start.resolve("/robots.txt").toString();
        return fetcher.fetch(Request.get(robots).withHeader("User-Agent", Crawler.AGENT))
                .map(Sitemaps::named)
                .recover(error -> List.of()) // the crawl meets it again, and tells it
                .map(named -> named.isEmpty() ? List.of(start.resolve("/sitemap.xml")) : named);
    }

    private static List<URI> named(Response response) {
        return !response.status().equals(Status.OK)
                ? List.of()
                : RobotsTxt.parse(response.bytes()).sitemaps().stream()
                        .map(url -> Link.of(url).target())
                        .filter(Objects::nonNull)
                        .toList();
    }
}
