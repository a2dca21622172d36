// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Json;
import io.snowloop.samples.crawl.Crawls.Crawl;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrawlReportTest {
    private static final URI START = URI.create("http://h/");
    private static final Crawls COMPARED =
            new Crawls(crawl(2_000_000_000L), crawl(100_500_000L), crawl(1_206_000_000L));

    private final CrawlReport report = new CrawlReport(
            2,
            5,
            1,
            1,
            100.5,
            1_020.5,
            List.of(
                    new CrawlReport.Result("http://h/", 200, 12_345, 1.25),
                    new CrawlReport.Result("http://h/longer", null, 0, 1_019.25)));

    private static Crawl crawl(long nanos) {
        return new Crawl(Map.of(), nanos);
    }

    private static ReportText text(CrawlReport report, @Nullable Duration latency, boolean all) {
        return new ReportText(report, new ReportText.Settings(START, 32, latency, all));
    }

    private ReportText text() {
        return text(report, Duration.ofMillis(10), false);
    }

    /** As many pages as ours, one of which has a long path. The last ones are the slowest. */
    private static CrawlReport large() {
        String path = "http://h/source/" + "nio-core/src/main/java/io/snowloop/".repeat(3) + "Last.java";
        Stream<CrawlReport.Result> results = IntStream.range(0, 250)
                .mapToObj(i -> new CrawlReport.Result(i == 249 ? path : "http://h/" + i, 200, 1_234_567, 1_000 + i));
        return new CrawlReport(250, 12_345, 0, 1, 98_765.4, 1_234_567.8, results.toList());
    }

    @Test
    void inJson() {
        assertThat(Json.of(report))
                .isEqualTo(
                        "{\"pages\":2,\"links\":5,\"broken\":1,\"threads\":1,\"totalMillis\":100.5,\"sumMillis\":1020.5,"
                                + "\"results\":[{\"url\":\"http://h/\",\"status\":200,\"bytes\":12345,\"millis\":1.25},"
                                + "{\"url\":\"http://h/longer\",\"status\":null,\"bytes\":0,\"millis\":1019.25}]}");
    }

    @Test
    void fewPagesAreAllListedTheSlowestFirst() {
        assertThat(text().pages(true)).isEqualToNormalizingNewlines("""
                        All pages, fetched one by one:
                        page     status      bytes         ms
                        /longer    none          0    1,019.3
                        /           200     12,345        1.3
                        """);
    }

    @Test
    void ofManyPagesTheTenSlowestAreListed() {
        List<String> lines = text(large(), null, false).pages(false).lines().toList();

        assertThat(lines).hasSize(12);
        assertThat(lines.get(0)).isEqualTo("The 10 slowest of 250 pages (--all lists all), beside other fetches:");
        assertThat(lines.get(2))
                .startsWith("...")
                .contains("snowloop/Last.java ")
                .endsWith(" 1,249.0");
        assertThat(lines.get(11)).startsWith("/240 ").endsWith(" 1,240.0");
    }

    @Test
    void allAreListedOnRequestInTheOrderOfTheirArrival() {
        List<String> lines = text(large(), null, true).pages(true).lines().toList();

        assertThat(lines).hasSize(252);
        assertThat(lines.get(0)).isEqualTo("All pages, fetched one by one:");
        assertThat(lines.get(2)).startsWith("/0 ");
    }

    @Test
    void everyLineFitsAnOrdinaryTerminal() {
        CrawlReport large = large();
        String all = text(large, Duration.ofMillis(10), true).pages(true)
                + text(large, Duration.ofMillis(10), false).times(COMPARED)
                + text(large, Duration.ZERO, false).times(COMPARED)
                + text(large, null, false).pages(false)
                + text(large, null, false).summary("All of it ran on 1 thread: main.");

        assertThat(all.lines()).allMatch(line -> line.length() <= 80);
        assertThat(all.lines()).anyMatch(line -> line.length() == 80); // there is something that has to fit
    }

    @Test
    void brokenLinksAreNamedWithTheirPage() {
        List<LinkCheck.Broken> broken = List.of(
                new LinkCheck.Broken(URI.create("http://h/a"), "http://h/gone#x", "404 Not Found"),
                new LinkCheck.Broken(null, "http://h/", "no answer"));

        assertThat(text().brokenLinks(broken)).isEqualToNormalizingNewlines("""
                        broken link on /a: /gone#x (404 Not Found)
                        broken link on the command line: / (no answer)
                        """);
    }

    @Test
    void aBrokenLinkThatIsTooLongForALineTakesTwoAndIsWhole() {
        String path = "/source/nio-core/src/main/java/io/snowloop/loop/Gone.java";
        LinkCheck.Broken broken =
                new LinkCheck.Broken(URI.create("http://h/the-loop"), "http://h" + path, "404 Not Found");

        assertThat(text().brokenLinks(List.of(broken)).lines())
                .containsExactly("broken link on /the-loop:", "    " + path + " (404 Not Found)");
    }

    @Test
    void inSum() {
        assertThat(text().summary(text().threads("main"))).isEqualToNormalizingNewlines("""
                        5 links on 2 pages, 1 broken.
                        All of it ran on 1 thread: main.
                        """);
    }

    @Test
    void bothTimesAreMeasuredAndTheStoreIsNamed() {
        assertThat(text().times(COMPARED)).isEqualToNormalizingNewlines("""
                        32 at a time       100.5 ms
                        one by one       1,206.0 ms, 12.0 times as long

                        Both are measured, after a first crawl that loads classes (2,000.0 ms).
                        Pages come from a store that answers after 10 ms (--latency). The loop waits for
                        many answers at a time. One by one, it waits for each of them.
                        """);
    }

    @Test
    void withoutAComparisonThereIsOneTimeAndNoClaim() {
        assertThat(text().times(new Crawls(crawl(100_500_000L), null, null)))
                .isEqualToNormalizingNewlines("32 at a time       100.5 ms\n");
    }

    @Test
    void threadsAreCountedThatAreStartedMeanwhile() throws InterruptedException {
        ThreadCount count = new ThreadCount();
        Thread thread = new Thread(count::look, "another");
        thread.start();
        thread.join();

        assertThat(count.count()).isEqualTo(2);
        assertThat(count.names()).isEqualTo(Thread.currentThread().getName() + ", another");
    }

    /** Such as the one that draws the progress bar. */
    @Test
    void aThreadThatTakesNoPartIsNotCounted() throws InterruptedException {
        ThreadCount count = new ThreadCount();
        CountDownLatch drawn = new CountDownLatch(1);
        Thread bar = new Thread(
                () -> {
                    try {
                        drawn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "bar");
        bar.start();
        count.ignoreNew();
        count.look();
        drawn.countDown();
        bar.join();

        assertThat(count.count()).isEqualTo(1);
    }
}
