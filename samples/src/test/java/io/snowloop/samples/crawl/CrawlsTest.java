// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.crawl.Crawls.Crawl;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the crawls measure, in virtual time: there the figures are exact. */
class CrawlsTest {
    private static final String HOST = "10.0.0.1";
    private static final int PAGES = 20;
    private static final Duration TIME = Duration.ofMillis(10);
    private static final String LINKS =
            IntStream.range(0, PAGES).mapToObj(i -> "<a href=/" + i + ">x</a>").collect(Collectors.joining());

    /** Each page is ready after its time, whatever else is asked for. */
    private static Snow waiting() {
        return new Snow()
                .get("/", request -> Response.html(LINKS))
                .get("/{n:int}", (request, loop) -> loop.sleep(TIME).map(slept -> Response.text("page")));
    }

    /** Each page takes its time of one worker, which makes one page after the other. */
    private static Snow busy() {
        Future<?>[] last = {Future.completed("free")};
        return new Snow().get("/", request -> Response.html(LINKS)).get("/{n:int}", (request, loop) -> {
            Future<Response> page = last[0].flatMap(free -> loop.sleep(TIME)).map(done -> Response.text("page"));
            last[0] = page;
            return page;
        });
    }

    private static Crawl crawl(Handler app, int concurrency) throws Exception {
        return crawl(app, concurrency, 1 << 20);
    }

    private static Crawl crawl(Handler app, int concurrency, int mostBytes) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop(HOST);
            FetcherOptions options = FetcherOptions.builder()
                    .maxPerOrigin(concurrency)
                    .maxConnections(concurrency)
                    .build();
            try (Server server = Server.of(app).on(loop).listen(HOST, 8080);
                    Fetcher fetcher = Fetcher.on(loop, options)) {
                Frontier frontier = new MemoryFrontier(URI.create(server.url("/")), List.of(), mostBytes);
                Crawler crawler = new Crawler(fetcher, frontier, concurrency, done -> {});
                Scheduler scheduler = loop;
                Map<URI, Visit> visits = simulation.runUntil(scheduler.submit(crawler::crawl));
                return new Crawl(visits, simulation.ticker().elapsed().toNanos());
            }
        }
    }

    private static CrawlReport report() throws Exception {
        Crawl concurrent = crawl(busy(), PAGES);
        Crawls crawls = new Crawls(concurrent, concurrent, crawl(busy(), 1));
        return CrawlReport.of(crawls, LinkCheck.of(URI.create("http://" + HOST + "/"), Map.of()), 1);
    }

    @Test
    void whereTheServerWaitsConcurrencyPays() throws Exception {
        assertThat(crawl(waiting(), PAGES).nanos()).isEqualTo(TIME.toNanos());
        assertThat(crawl(waiting(), 1).nanos()).isEqualTo(PAGES * TIME.toNanos());
    }

    @Test
    void whereTheServerWorksItDoesNot() throws Exception {
        assertThat(crawl(busy(), PAGES).nanos()).isEqualTo(PAGES * TIME.toNanos());
        assertThat(crawl(busy(), 1).nanos()).isEqualTo(PAGES * TIME.toNanos());
    }

    /** Taken from the concurrent crawl, the twentieth page would have 200 ms, 190 of them in line, and the sum 2,100 ms. */
    @Test
    void theTimeOfAPageExcludesItsPlaceInLine() throws Exception {
        CrawlReport report = report();

        assertThat(report.results()).hasSize(PAGES + 1);
        assertThat(report.results().stream().skip(1)).allMatch(page -> page.millis() == TIME.toMillis());
        assertThat(report.sumMillis()).isEqualTo((double) PAGES * TIME.toMillis());
        assertThat(report.totalMillis()).isEqualTo((double) PAGES * TIME.toMillis());
    }

    @Test
    void aSiteThatDoesNotEndIsCrawledAsFarAsThereIsMemory() throws Exception {
        Snow endless = new Snow()
                .get("/", request -> Response.html("<a href=/1>x</a>"))
                .get("/{n:int}", request -> {
                    int n = request.pathInt("n");
                    return Response.html("<a href=/" + (2 * n) + ">x</a><a href=/" + (2 * n + 1) + ">x</a>");
                });
        try (CapturedLog log = new CapturedLog(MemoryFrontier.class)) {
            Crawl crawl = crawl(endless, 4, 100_000);

            assertThat(crawl.visits()).hasSizeBetween(50, 200);
            assertThat(log.records()).hasSize(1);
        }
    }
}
