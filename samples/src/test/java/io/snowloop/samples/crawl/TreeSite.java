// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.http.Status;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A site that needs no server: page number n links to the pages 2n + 1 and 2n + 2, and to others that are known by then. So each page is new to a
 * crawl once, and there is soon more than one to fetch.
 *
 * @param host its name
 */
record TreeSite(String host) {
    /** As many as a page of our docs has: see {@link PageCostIT}. */
    static final int LINKS = 25;

    private static final String SHA_256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    URI start() {
        return url(0);
    }

    SharedCrawl crawl() {
        return new SharedCrawl(host, start());
    }

    private URI url(long number) {
        return URI.create("http://" + host + "/a-section-of-the-site/a-page-of-it/" + number);
    }

    /** A page as it is after its fetch. */
    Visit visit(URI url, Duration time) {
        long number = Long.parseLong(url.getPath().substring(url.getPath().lastIndexOf('/') + 1));
        Set<Link> links = new LinkedHashSet<>();
        links.add(Link.of(url(2 * number + 1).toString()));
        links.add(Link.of(url(2 * number + 2).toString()));
        for (int i = 0; links.size() < LINKS && i <= number; i++) {
            links.add(Link.of(url((number + 7L * i) % (number + 1)).toString()));
        }
        Page page = new Page(
                url, Status.OK, 20_000, SHA_256, "A page of the site, number " + number, links, Set.of(), null);
        return new Visit(page, time.toNanos());
    }
}
