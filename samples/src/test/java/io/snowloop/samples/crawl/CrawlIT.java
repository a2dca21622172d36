// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job, over real sockets. */
@Tag("oldest")
class CrawlIT {
    @TempDir
    private Path folder;

    private static JsonNode json(CommandRun run) {
        assertThat(run.lines()).hasSize(1);
        return new JsonMapper().readTree(run.out());
    }

    private String docs(String... linesOfTheFrontPage) throws IOException {
        Files.writeString(folder.resolve("README.md"), String.join("\n", linesOfTheFrontPage));
        return folder.toString();
    }

    @Test
    void theDocsOfThisProjectHaveNoBrokenLink() {
        CommandRun run = CommandRun.of();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .doesNotContain("broken link on")
                .contains(
                        "All of it ran on 1 thread",
                        "32 at a time",
                        "one by one",
                        "times as long",
                        "a store that answers after 10 ms (--latency)",
                        "The 10 slowest of ");
        assertThat(run.lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void eachCrawlHasANameAndItsPagesAreCountedUpwards() throws Exception {
        List<String> seen = new ArrayList<>();
        Snow site = new Snow()
                .get("/", request -> Response.html("<a href=\"/a\">a</a>"))
                .get("/a", request -> Response.text("a"));
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(site).on(loop).listen("127.0.0.1", 0)) {
            Crawls.of(loop, URI.create(server.url("/")), 2, true, (name, pages) -> {
                seen.add(name + ", of " + pages);
                return done -> seen.add(name + ": " + done);
            });
        }

        assertThat(seen)
                .containsExactly(
                        "first crawl, of 0",
                        "first crawl: 1",
                        "first crawl: 2",
                        "2 at a time, of 2",
                        "2 at a time: 1",
                        "2 at a time: 2",
                        "one by one, of 2",
                        "one by one: 1",
                        "one by one: 2");
    }

    @Test
    void theReportInJson() {
        JsonNode report = json(CommandRun.of("--json", "--concurrency", "3"));

        assertThat(report.propertyNames())
                .containsExactly("pages", "links", "broken", "threads", "totalMillis", "sumMillis", "results");
        assertThat(report.get("pages").intValue())
                .isGreaterThan(1)
                .isEqualTo(report.get("results").size());
        assertThat(report.get("links").intValue()).isGreaterThan(1);
        assertThat(report.get("broken").intValue()).isZero();
        assertThat(report.get("threads").intValue()).isEqualTo(1);
        assertThat(report.get("results").get(0).propertyNames()).containsExactly("url", "status", "bytes", "millis");
    }

    /** A timer is never early: what was really fetched one by one takes the latency of the store for each page. */
    @Test
    void theTimesOfThePagesAreMeasuredOneByOne() throws IOException {
        docs("[a](a.md) [b](b.md)");
        Files.writeString(folder.resolve("a.md"), "# A");
        Files.writeString(folder.resolve("b.md"), "# B");

        JsonNode report = json(CommandRun.of("--json", "--latency", "30", "--docs", folder.toString()));

        List<JsonNode> pages = report.get("results")
                .valueStream()
                .filter(result -> !result.get("url").stringValue().contains("/-/"))
                .toList();
        assertThat(pages).hasSize(3);
        assertThat(pages).allMatch(page -> page.get("millis").doubleValue() >= 30);
    }

    @Test
    void withoutAComparisonEachPageIsFetchedOnce() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Snow app = new Snow().get("/", request -> {
            requests.incrementAndGet();
            return Response.html("x");
        });
        try (Server server = app.listen(0)) {
            CommandRun once = CommandRun.of("--url", server.url("/"));
            assertThat(requests).hasValue(1);
            assertThat(once.out()).contains("32 at a time").doesNotContain("one by one", "store");

            CommandRun compared = CommandRun.of("--url", server.url("/"), "--compare");
            assertThat(requests).hasValue(4);
            assertThat(compared.out()).contains("32 at a time", "one by one").doesNotContain("store");
        }
        assertThat(CommandRun.of("--no-compare", "--docs", docs("# x")).out()).doesNotContain("one by one");
        assertThat(CommandRun.of("--concurrency", "1", "--docs", docs("# x")).out())
                .contains("1 at a time")
                .doesNotContain("one by one");
    }

    @Test
    void aBrokenLinkIsNamedAndMakesTheExitCodeOne() throws IOException {
        CommandRun run = CommandRun.of("--docs", docs("# Here", "[x](nowhere.md) [y](#there) [z](#here)"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .contains(
                        "broken link on /: /nowhere.md (404 Not Found)",
                        "broken link on /: /#there (no #there on that page)")
                .anyMatch(line -> line.endsWith("2 broken."));
    }

    @Test
    void inJsonModeBrokenLinksAreNamedBesideIt() throws IOException {
        CommandRun run = CommandRun.of("crawl", "--json", "--docs", docs("[x](nowhere.md)"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(json(run).get("broken").intValue()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("broken link on /: /nowhere.md (404 Not Found)");
    }

    /** No page is there before all three were asked for. */
    @Test
    void pagesAreFetchedAtTheSameTime() throws IOException {
        List<Promise<Response>> asked = new ArrayList<>();
        Snow app = new Snow()
                .get("/", request -> Response.html("<a href=1>1</a><a href=2>2</a><a href=3>3</a>"))
                .get("/{n:int}", (request, loop) -> {
                    asked.add(loop.newPromise());
                    if (asked.size() == 3) {
                        asked.forEach(promise -> promise.complete(Response.text("x")));
                    }
                    return asked.get(asked.size() - 1);
                });
        try (Server server = app.listen(0)) {
            JsonNode report = json(CommandRun.of("--json", "--url", server.url("/")));

            assertThat(report.get("pages").intValue()).isEqualTo(4);
            assertThat(asked).hasSize(3);
        }
    }

    @Test
    void anotherSiteIsCrawledAndNoOtherHost() throws IOException {
        Snow app = new Snow()
                .get("/start", request -> Response.redirect("/dir/"))
                .get("/dir/", request -> Response.html("<a href=page>x</a><a href=http://127.0.0.1:1/>elsewhere</a>"))
                .get("/dir/page", request -> Response.html("<img src=/none.png>"));
        try (Server server = app.listen(0)) {
            CommandRun run = CommandRun.of("--url", server.url("/start"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("broken link on /dir/page: /none.png (404 Not Found)");
            assertThat(run.out()).contains("2 links on 4 pages, 1 broken.");
        }
    }

    @Test
    void aSiteThatRedirectsElsewhereIsSaidToDoSo() throws IOException {
        try (Server server = new Snow()
                .get("/", request -> Response.redirectElsewhere(URI.create("https://example.org/")))
                .listen(0)) {
            CommandRun run = CommandRun.of("--url", server.url("/"));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().replaceAll("\\s+", " ")).contains("redirects to another host, https://example.org/");
        }
    }

    @Test
    void aHostThatCannotBeReachedIsToldInALine() throws IOException {
        Server server = new Snow().listen(0);
        server.close();

        CommandRun run = CommandRun.of("--url", server.url("/"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().replaceAll("\\s+", " ")).startsWith("snowloop: cannot crawl " + server.url("/"));
    }

    @Test
    void aPortThatIsTakenIsToldInALine() throws IOException {
        try (Server server = new Snow().listen(0)) {
            CommandRun run = CommandRun.of("--port", Integer.toString(server.port()));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines()).singleElement().asString().contains("127.0.0.1:" + server.port());
        }
    }
}
