// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.util.List;

/**
 * The keys of a crawl in Redis. All begin with {@code {crawl:NAME}:}. What is in the braces decides on which server of a cluster a key is, so a
 * script finds them all on one.
 *
 * @param crawl a hash: what is crawled, and how
 * @param urls a stream: the URLs that are not saved; its group has those that are taken
 * @param seen a set: all URLs found so far
 * @param results a stream: the pages
 * @param workers a sorted set: the workers that are alive, and when they said so
 * @param gone a set: the workers that have ended and may have left pages that they took
 * @param again a list: the pages that were taken once more, and from which worker
 */
record CrawlKeys(String crawl, String urls, String seen, String results, String workers, String gone, String again) {
    static CrawlKeys of(String name) {
        String prefix = "{crawl:" + name + "}:";
        return new CrawlKeys(
                prefix + "crawl",
                prefix + "urls",
                prefix + "seen",
                prefix + "results",
                prefix + "workers",
                prefix + "gone",
                prefix + "again");
    }

    /** The KEYS of the scripts of {@link RedisTurns}: the workers, the turns of the host, when its next one may begin. */
    List<String> ofHost(String authority) {
        String prefix = crawl.substring(0, crawl.indexOf('}') + 2);
        return List.of(workers, prefix + "turns:" + authority, prefix + "next:" + authority);
    }

    /** The KEYS of the scripts of the frontier. */
    List<String> all() {
        return List.of(crawl, urls, seen, results, workers, gone, again);
    }
}
