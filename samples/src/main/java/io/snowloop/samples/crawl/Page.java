// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.http.MediaType;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * The result of one fetch.
 *
 * @param url the fetched URL
 * @param status the status; null if there was no response
 * @param bytes the length of the body
 * @param links its links without duplicates; that of a redirect is its location
 * @param anchors the fragments that exist; null if it is not HTML, where any fragment is valid
 * @param error the error; null if there was a response
 */
record Page(
        URI url,
        @Nullable Status status,
        long bytes,
        Set<Link> links,
        @Nullable Set<String> anchors,
        @Nullable Throwable error) {

    /** Values of {@code rel} of links that are not to be followed: hints to connect, and those that say so. */
    private static final Set<String> NOT_FOLLOWED = Set.of("preconnect", "dns-prefetch", "nofollow");

    static Page of(URI url, Response response) {
        Status status = response.status();
        long bytes = response.bytes().length;
        String location = response.header("Location");
        if (status.code() / 100 == 3 && location != null) {
            return new Page(url, status, bytes, Set.of(redirect(url, location)), null, null);
        }
        if (!status.equals(Status.OK) || !isHtml(response)) {
            return new Page(url, status, bytes, Set.of(), null, null);
        }
        Document html = parse(url, response);
        Set<Link> links = new LinkedHashSet<>();
        Set<String> anchors = new HashSet<>();
        html.forEach(element -> addTo(links, anchors, element));
        return new Page(url, status, bytes, links, anchors, null);
    }

    static Page failed(URI url, Throwable error) {
        return new Page(url, null, 0, Set.of(), null, error);
    }

    boolean isRedirect() {
        return status != null && status.code() / 100 == 3 && !links.isEmpty();
    }

    private static Link redirect(URI url, String location) {
        try {
            return Link.of(url.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            return new Link(location, null, null);
        }
    }

    private static boolean isHtml(Response response) {
        String type = response.header("Content-Type");
        MediaType media = type == null ? null : MediaType.parse(type);
        return media != null && media.matches(MediaType.TEXT_HTML);
    }

    private static Document parse(URI url, Response response) {
        MediaType type = MediaType.parse(String.valueOf(response.header("Content-Type")));
        String charset = type == null || type.parameter("charset") == null
                ? null
                : type.charset().name();
        try { // without a charset in the header, jsoup looks for one in the page
            return Jsoup.parse(new ByteArrayInputStream(response.bytes()), charset, url.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static void addTo(Set<Link> links, Set<String> anchors, Element element) {
        String attribute = element.hasAttr("href") ? "href" : "src";
        if (element.hasAttr(attribute) && !element.nameIs("base") && !NOT_FOLLOWED.contains(element.attr("rel"))) {
            links.add(Link.of(element.absUrl(attribute)));
        }
        if (element.hasAttr("id")) {
            anchors.add(element.id());
        }
        if (element.nameIs("a") && element.hasAttr("name")) {
            anchors.add(element.attr("name"));
        }
    }
}
