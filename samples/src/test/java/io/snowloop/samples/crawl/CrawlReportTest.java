package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Json;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrawlReportTest {
    private final CrawlReport report = new CrawlReport(
            2,
            5,
            1,
            1,
            12.345,
            1_020.5,
            List.of(
                    new CrawlReport.Result("http://h/", 200, 12_345, 1.25),
                    new CrawlReport.Result("http://h/longer", null, 0, 1_019.25)));

    @Test
    void inJson() {
        assertThat(Json.of(report))
                .isEqualTo(
                        "{\"pages\":2,\"links\":5,\"broken\":1,\"threads\":1,\"totalMillis\":12.345,\"sumMillis\":1020.5,"
                                + "\"results\":[{\"url\":\"http://h/\",\"status\":200,\"bytes\":12345,\"millis\":1.25},"
                                + "{\"url\":\"http://h/longer\",\"status\":null,\"bytes\":0,\"millis\":1019.25}]}");
    }

    @Test
    void asATable() {
        assertThat(new ReportText(report, "http://h").table()).isEqualToNormalizingNewlines("""
                        page     status      bytes         ms
                        /           200     12,345        1.3
                        /longer    none          0    1,019.3
                        """);
    }

    @Test
    void brokenLinksAreNamedWithTheirPage() {
        List<LinkCheck.Broken> broken = List.of(
                new LinkCheck.Broken(URI.create("http://h/a"), "http://h/gone#x", "404 Not Found"),
                new LinkCheck.Broken(null, "http://h/", "no answer"));

        assertThat(new ReportText(report, "http://h").brokenLinks(broken)).isEqualToNormalizingNewlines("""
                        broken link on /a: /gone#x (404 Not Found)
                        broken link on the command line: / (no answer)
                        """);
    }

    @Test
    void inSum() {
        assertThat(new ReportText(report, "http://h").summary("main")).isEqualToNormalizingNewlines("""
                        5 links on 2 pages, 1 broken.
                        Total time: 12.3 ms. The times of the single pages add up to 1,020.5 ms.
                        All of it ran on 1 thread: main.
                        """);
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
}
