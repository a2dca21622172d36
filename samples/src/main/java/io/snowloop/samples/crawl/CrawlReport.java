// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.samples.Json;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a crawl. {@code --json} prints it as JSON.
 *
 * @param pages the number of fetched URLs
 * @param links the number of links between these
 * @param broken the number of broken links
 * @param threads the number of threads of the crawl, including that of our server
 * @param totalMillis the time of the concurrent crawl
 * @param sumMillis the sum of the times of the single fetches
 * @param results the fetches, in the order in which they were done
 */
record CrawlReport(
        int pages, int links, int broken, int threads, double totalMillis, double sumMillis, List<Result> results) {

    /**
     * One fetch.
     *
     * @param status the status; null if there was no response
     * @param millis its time, from the request to the last byte: in the crawl one by one if there is one, where it does not
     *     wait for others; otherwise in the concurrent crawl
     */
    record Result(String url, @Nullable Integer status, long bytes, double millis) {}

    static CrawlReport of(Crawls crawls, LinkCheck check, int threads) {
        Collection<Visit> visits = crawls.timed().visits().values();
        long sum = visits.stream().mapToLong(Visit::nanos).sum();
        return new CrawlReport(
                visits.size(),
                check.links(),
                check.broken().size(),
                threads,
                Json.millis(crawls.concurrent().nanos()),
                Json.millis(sum),
                visits.stream().map(CrawlReport::result).toList());
    }

    private static Result result(Visit visit) {
        Page page = visit.page();
        Integer status = page.status() == null ? null : page.status().code();
        return new Result(page.url().toString(), status, page.bytes(), Json.millis(visit.nanos()));
    }
}
