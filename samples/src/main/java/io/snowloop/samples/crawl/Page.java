// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.DisallowedByRobotsException;
import io.snowloop.client.Sitemap;
import io.snowloop.http.MediaType;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Ticker;
import io.snowloop.samples.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
 * @param sha256 of the body, in hexadecimal; null if there was no response
 * @param title null if it is not HTML, or has none
 * @param links its links without duplicates; that of a redirect is its location, those of a sitemap are its URLs
 * @param anchors the fragments that exist; null if it is not HTML, where any fragment is valid
 * @param error the error; null if there was a response
 */
record Page(
        URI url,
        @Nullable Status status,
        long bytes,
        @Nullable String sha256,
        @Nullable String title,
        Set<Link> links,
        @Nullable Set<String> anchors,
        @Nullable Throwable error) {

    /** Values of {@code rel} of links that are not to be followed: hints to connect, and those that say so. */
    private static final Set<String> NOT_FOLLOWED = Set.of("preconnect", "dns-prefetch", "nofollow");

    /** XML, and XML that gzip has compressed. */
    private static final List<MediaType> SITEMAP_TYPES = Stream.of(
                    "application/xml", "text/xml", "application/gzip", "application/x-gzip")
            .map(MediaType::parse)
            .toList();

    /** The most characters of its links and anchors that are kept: each link repeats the base, so that few bytes may be many. */
    private static final int MOST = 1 << 20;

    private static final int LONGEST_TITLE = 1_000;

    /** All others wait for the parser, whose time for nested tables grows with the square of their number: 100,000 of them took 15 s. */
    private static final Duration LONGEST_PARSE = Duration.ofSeconds(2);

    static Page of(URI url, Response response, Ticker ticker) {
        Status status = response.status();
        long bytes = response.bytes().length;
        String hash = Sha256.of(response.bytes());
        String location = response.header("Location");
        if (status.code() / 100 == 3 && location != null) {
            return new Page(url, status, bytes, hash, null, Set.of(redirect(url, location)), null, null);
        }
        if (!status.equals(Status.OK) || !isOf(response, MediaType.TEXT_HTML)) {
            return new Page(url, status, bytes, hash, null, sitemap(response), null, null);
        }
        Document html = parse(url, response, ticker);
        Kept kept = new Kept(html.baseUri().length());
        html.forEach(kept::add);
        String title = html.title().substring(0, Math.min(html.title().length(), LONGEST_TITLE));
        return new Page(
                url,
                status,
                bytes,
                hash,
                title.isBlank() ? null : title,
                kept.links,
                kept.left < 0 ? null : kept.anchors, // then any fragment may exist
                null);
    }

    static Page failed(URI url, Throwable error) {
        return new Page(url, null, 0, null, null, Set.of(), null, error);
    }

    /** The URLs of a sitemap, or of the sitemaps of an index. None of a page that is no sitemap. */
    private static Set<Link> sitemap(Response response) {
        if (!response.status().equals(Status.OK) || SITEMAP_TYPES.stream().noneMatch(type -> isOf(response, type))) {
            return Set.of();
        }
        try {
            Kept kept = new Kept(0);
            Sitemap.parse(response.bytes()).urls().forEach(kept::link);
            return kept.links;
        } catch (IOException e) {
            return Set.of(); // another kind of XML
        }
    }

    boolean isRedirect() {
        return status != null && status.code() / 100 == 3 && !links.isEmpty();
    }

    /** Whether it was not fetched, because {@code robots.txt} asks for that. */
    boolean isForbidden() {
        return error instanceof DisallowedByRobotsException;
    }

    /** Whether its server has said something of it: a response, or a rule of a {@code robots.txt} that was read. */
    boolean isAnswered() {
        return error == null || (isForbidden() && error.getCause() == null);
    }

    private static Link redirect(URI url, String location) {
        try {
            return Link.of(url.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            return new Link(location, null, null);
        }
    }

    private static boolean isOf(Response response, MediaType range) {
        String type = response.header("Content-Type");
        MediaType media = type == null ? null : MediaType.parse(type);
        return media != null && media.matches(range);
    }

    private static Document parse(URI url, Response response, Ticker ticker) {
        MediaType type = MediaType.parse(String.valueOf(response.header("Content-Type")));
        String charset = type == null || type.parameter("charset") == null
                ? null
                : type.charset().name();
        try { // without a charset in the header, jsoup looks for one in the page
            return Jsoup.parse(new TimedInput(response.bytes(), ticker), charset, url.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** About how many bytes of memory it needs: of a link there are the text, the URL, and parts of it. */
    long size() {
        long size = 500;
        for (Link link : links) {
            size += 400 + 4L * link.text().length();
        }
        return anchors == null
                ? size
                : size
                        + anchors.stream()
                                .mapToLong(anchor -> 100 + anchor.length())
                                .sum();
    }

    /** The same page without what it leads to, so that it needs little memory. */
    Page withoutLinks() {
        return new Page(url, status, bytes, sha256, title, Set.of(), null, error);
    }

    /** Gives the parser no more of a page when its time is over. */
    private static final class TimedInput extends FilterInputStream {
        private static final int PIECE = 8 * 1024;

        private final Ticker ticker;
        private final long began;

        TimedInput(byte[] page, Ticker ticker) {
            super(new ByteArrayInputStream(page));
            this.ticker = ticker;
            this.began = ticker.nanoTime();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (ticker.nanoTime() - began > LONGEST_PARSE.toNanos()) {
                throw new IOException("to parse its HTML takes more than " + LONGEST_PARSE.toSeconds() + " s");
            }
            return super.read(to, offset, Math.min(length, PIECE));
        }
    }

    /** What is kept of a page, up to {@link #MOST} characters. */
    private static final class Kept {
        private final Set<Link> links = new LinkedHashSet<>();
        private final Set<String> anchors = new HashSet<>();
        /** A link takes as many characters at least: however short its URL turns out to be, it is made of the base. */
        private final int base;

        private int left = MOST;

        Kept(int base) {
            this.base = base;
        }

        void add(Element element) {
            if (left < 0) { // nor is a URL made of the others
                return;
            }
            String attribute = element.hasAttr("href") ? "href" : "src";
            if (element.hasAttr(attribute) && !element.nameIs("base") && !NOT_FOLLOWED.contains(element.attr("rel"))) {
                String url = element.absUrl(attribute);
                take(Math.max(0, base - url.length()));
                link(url);
            }
            if (element.hasAttr("id")) {
                anchor(element.id());
            }
            if (element.nameIs("a") && element.hasAttr("name")) {
                anchor(element.attr("name"));
            }
        }

        void link(String text) {
            if (fits(text)) {
                links.add(Link.of(text));
            }
        }

        private void anchor(String text) {
            if (fits(text)) {
                anchors.add(text);
            }
        }

        private void take(int characters) {
            left = left < 0 ? left : left - characters;
        }

        private boolean fits(String text) {
            take(text.length());
            return left >= 0;
        }
    }
}
