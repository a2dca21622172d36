// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the options for politeness do, in virtual time. */
class PoliteCrawlTest {
    private static final String HOST = "10.0.0.1";
    private static final URI START = URI.create("http://" + HOST + "/");
    private static final String ROBOTS = "User-agent: *\nDisallow: /private\n";

    /** The paths, each with its second. */
    private final List<String> asked = new ArrayList<>();

    private Map<URI, Visit> visits = Map.of();

    private static Snow site(String robots) {
        return new Snow()
                .get("/", request -> Response.html("<a href=/a>a</a> <a href=/private/b>b</a>"))
                .get("/robots.txt", request -> Response.text(robots))
                .get("/sitemap.xml", request -> sitemap("urlset", "url", START + "c", "http://elsewhere.test/"))
                .get("/index.xml", request -> sitemap("sitemapindex", "sitemap", START + "sitemap.xml"))
                .get("/a", request -> Response.text("a"))
                .get("/c", request -> Response.text("c"))
                .get("/private/{page}", request -> Response.text("private"));
    }

    private static Response sitemap(String root, String element, String... urls) {
        StringBuilder xml = new StringBuilder("<" + root + " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
        for (String url : urls) {
            xml.append("<" + element + "><loc>" + url + "</loc></" + element + ">");
        }
        byte[] text = xml.append("</" + root + ">").toString().getBytes(UTF_8);
        return Response.bytes(text, "application/xml");
    }

    private void crawl(String robots, String... args) throws Exception {
        PoliteArguments arguments = CommandLine.populateCommand(new PoliteArguments(), args);
        try (Simulation simulation = new Simulation(1)) {
            Scheduler loop = simulation.loop(HOST);
            Handler seen = request -> {
                asked.add(simulation.ticker().elapsed().toSeconds() + " " + request.path());
                return site(robots).handle(request);
            };
            try (Server server = Server.of(seen).on((EventLoop) loop).listen(HOST, 80);
                    Fetcher plain = Fetcher.on((EventLoop) loop)) {
                Fetcher fetcher = plain;
                for (Filter filter : arguments.filters(server.port() != 80)) {
                    fetcher = fetcher.with(filter);
                }
                Fetcher polite = fetcher;
                Future<Map<URI, Visit>> work = loop.submit(() -> (arguments.readsSitemaps()
                                ? Sitemaps.of(polite, START)
                                : Future.completed(List.<URI>of()))
                        .flatMap(more -> new Crawler(polite, new MemoryFrontier(START, more), 4, done -> {}).crawl()));
                visits = simulation.runUntil(work);
            }
        }
    }

    private Page page(String path) {
        return Objects.requireNonNull(visits.get(START.resolve(path))).page();
    }

    @Test
    void whatRobotsTxtForbidsIsNotAskedFor() throws Exception {
        crawl(ROBOTS, "--robots");

        assertThat(asked).containsExactly("0 /robots.txt", "0 /", "0 /a");
        assertThat(page("/private/b").isForbidden()).isTrue();
        assertThat(page("/a").isForbidden()).isFalse();
    }

    @Test
    void oursIsNotAskedForIt() throws Exception {
        crawl(ROBOTS);

        assertThat(asked).containsExactlyInAnyOrder("0 /", "0 /a", "0 /private/b");
    }

    /** A link to what is forbidden is no broken one. */
    @Test
    void nothingIsSaidOfWhatWasNotAskedFor() throws Exception {
        crawl(ROBOTS, "--robots");
        Map<URI, Page> pages = new LinkedHashMap<>();
        visits.forEach((url, visit) -> pages.put(url, visit.page()));

        assertThat(LinkCheck.of(START, pages).broken()).isEmpty();
    }

    @Test
    void aCrawlDelayIsKept() throws Exception {
        crawl(ROBOTS + "Crawl-delay: 3\n", "--robots");

        assertThat(asked).containsExactly("0 /robots.txt", "0 /", "3 /a");
    }

    /** The time of a page does not have the wait for its turn. */
    @Test
    void aDelayOfOnesOwnIsKept() throws Exception {
        crawl(ROBOTS, "--delay", "2", "--robots");

        assertThat(asked).containsExactly("0 /robots.txt", "2 /", "4 /a");
        assertThat(visits.values())
                .allMatch(visit -> visit.nanos() < Duration.ofSeconds(1).toNanos());
    }

    @Test
    void theUsualSitemapIsReadAndOnlyItsPagesOfThisHost() throws Exception {
        crawl(ROBOTS, "--sitemap");

        assertThat(visits.keySet())
                .extracting(URI::getPath)
                .containsExactlyInAnyOrder("/", "/sitemap.xml", "/a", "/private/b", "/c");
    }

    @Test
    void aSitemapThatRobotsTxtNamesMayBeAnIndex() throws Exception {
        crawl(ROBOTS + "Sitemap: " + START + "index.xml\n", "--sitemap", "--robots");

        assertThat(asked).contains("0 /index.xml", "0 /sitemap.xml", "0 /c");
        assertThat(page("/index.xml").links()).extracting(Link::text).containsExactly(START + "sitemap.xml");
    }

    @Test
    void anotherKindOfXmlHasNoLinks() {
        Response feed = Response.bytes("<rss/>".getBytes(UTF_8), "text/xml");

        assertThat(Page.of(START, feed, () -> 0).links()).isEmpty();
    }
}
