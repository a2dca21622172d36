// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.RateLimiter.rateLimiter;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Robots.robots;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.DisallowedByRobotsException;
import io.snowloop.client.Fetcher;
import io.snowloop.client.RateLimiter;
import io.snowloop.client.RobotsTxt;
import io.snowloop.client.Sitemap;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/be-polite.md} shows. */
class BePolitePageTest {
    private static final String FILE = """
            User-agent: *
            Disallow: /search
            Crawl-delay: 1
            Sitemap: http://10.0.0.1/sitemap.xml
            """;

    private static final Snow SITE = new Snow()
            .get("/robots.txt", request -> Response.text(FILE))
            .get("/sitemap.xml", request -> Response.bytes(sitemap(), "application/xml"))
            .get("/a", request -> Response.text(String.valueOf(request.header("User-Agent"))));

    private final Simulation simulation = new Simulation(1);
    private final Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));

    private static byte[] sitemap() {
        return "<urlset><url><loc>http://10.0.0.1/a</loc></url></urlset>".getBytes(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void serve() throws IOException {
        Server.of(SITE).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aRate() throws Exception {
        // region rate
        Fetcher fetcher = plain.with(rateLimiter(5, ofSeconds(1))); // to each origin, evenly
        // endregion
        // region burst
        RateLimiter bursts = RateLimiter.builder(600, ofSeconds(60))
                .burst(20) // at once, after a pause
                .maxWaiting(1_000) // one more fails
                .build();
        // endregion

        fetcher.fetch("http://10.0.0.1/a");
        simulation.runUntil(fetcher.fetch("http://10.0.0.1/a"));
        assertThat(simulation.ticker().elapsed().toMillis()).isBetween(200L, 400L);
        simulation.runUntil(plain.with(bursts).fetch("http://10.0.0.1/a"));
    }

    @Test
    void aCrawler() throws Exception {
        // region robots
        Fetcher crawler = plain.with(redirects(5)).with(robots("SnowBot/1.0 (+https://example.org/bot)"));
        Future<Response> page = crawler.fetch("http://10.0.0.1/a");
        Future<Response> search = crawler.fetch("http://10.0.0.1/search?q=snow"); // DisallowedByRobotsException
        // endregion

        assertThat(simulation.runUntil(page).text()).isEqualTo("SnowBot/1.0 (+https://example.org/bot)");
        assertThatThrownBy(() -> simulation.runUntil(search)).hasCauseInstanceOf(DisallowedByRobotsException.class);
    }

    @Test
    void aFile() {
        byte[] bytes = FILE.getBytes(StandardCharsets.UTF_8);
        // region parse
        RobotsTxt robots = RobotsTxt.parse(bytes);

        assertThat(robots.allows("SnowBot", "/a")).isTrue();
        assertThat(robots.allows("SnowBot", "/search?q=snow")).isFalse();
        assertThat(robots.crawlDelay("SnowBot")).isEqualTo(ofSeconds(1));
        assertThat(robots.sitemaps()).containsExactly("http://10.0.0.1/sitemap.xml");
        // endregion
    }

    @Test
    void aSitemap() throws Exception {
        byte[] bytes =
                simulation.runUntil(plain.fetch("http://10.0.0.1/sitemap.xml")).bytes();
        // region sitemap
        Sitemap sitemap = Sitemap.parse(bytes); // or what gzip has made of it

        assertThat(sitemap.isIndex()).isFalse();
        assertThat(sitemap.urls()).containsExactly("http://10.0.0.1/a");
        // endregion
    }
}
