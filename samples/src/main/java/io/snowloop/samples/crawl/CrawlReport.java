package io.snowloop.samples.crawl;

import io.snowloop.samples.Json;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl came to, in figures; its JSON is what {@code --json} prints.
 *
 * @param pages how many URLs were fetched
 * @param links how many links lead from one of them to one of them
 * @param broken how many of those lead nowhere
 * @param threads how many threads the crawl had, that of the server included when it is ours
 * @param totalMillis how long all of it took
 * @param sumMillis what the times of the single fetches add up to
 * @param results the fetches, in the order in which they came
 */
record CrawlReport(
        int pages, int links, int broken, int threads, double totalMillis, double sumMillis, List<Result> results) {

    /**
     * One fetch.
     *
     * @param status null if there was no response
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
