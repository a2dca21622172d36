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
 * @param totalMillis the total time
 * @param sumMillis the sum of the times of the single fetches
 * @param results the fetches, in the order in which they were done
 */
record CrawlReport(
        int pages, int links, int broken, int threads, double totalMillis, double sumMillis, List<Result> results) {

    /**
     * One fetch.
     *
     * @param status the status; null if there was no response
     */
    record Result(String url, @Nullable Integer status, long bytes, double millis) {}

    static CrawlReport of(Collection<Crawler.Visit> visits, LinkCheck check, int threads, long nanos) {
        long sum = visits.stream().mapToLong(Crawler.Visit::nanos).sum();
        return new CrawlReport(
                visits.size(),
                check.links(),
                check.broken().size(),
                threads,
                Json.millis(nanos),
                Json.millis(sum),
                visits.stream().map(CrawlReport::result).toList());
    }

    private static Result result(Crawler.Visit visit) {
        Page page = visit.page();
        Integer status = page.status() == null ? null : page.status().code();
        return new Result(page.url().toString(), status, page.bytes(), Json.millis(visit.nanos()));
    }
}
