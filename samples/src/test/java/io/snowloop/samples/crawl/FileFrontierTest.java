// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.snowloop.client.DisallowedByRobotsException;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Json;
import io.snowloop.samples.Sha256;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crawl that is stopped at any point, and goes on. */
class FileFrontierTest {
    private static final String HOST = "10.0.0.1";
    private static final URI START = URI.create("http://" + HOST + "/");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

    /** Pages 1 to 13, each of which leads to two others. */
    private static final int PAGES = 13;

    @TempDir
    private Path folder;

    /** What was asked for, in all crawls. */
    private final List<String> asked = new ArrayList<>();

    private Path file() {
        return folder.resolve("pages.jsonl");
    }

    private Snow site() {
        return new Snow()
                .get("/", request -> seen(request, Response.html("<title>Ä page</title><a href=/1 id=x>one</a>")))
                .get(
                        "/{n:int}",
                        (request, loop) -> loop.sleep(Duration.ofMillis(10)).map(slept -> {
                            int n = request.pathInt("n");
                            return seen(request, n > PAGES ? Response.of(Status.NOT_FOUND) : page(n));
                        }));
    }

    private static Response page(int n) {
        return Response.html("<a href=/" + (2 * n) + ">x</a> <a href=/" + (2 * n + 1) + ">y</a> <a href=/>home</a>");
    }

    private Response seen(Request request, Response response) {
        asked.add(request.path());
        return response;
    }

    /** Crawls on the file, or on a new one. Cancels after this number of pages. */
    private Map<URI, Visit> crawl(int most) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop(HOST);
            try (Server server = Server.of(site()).on(loop).listen(HOST, 80);
                    Fetcher fetcher = Fetcher.on(loop);
                    FileFrontier frontier = FileFrontier.isIn(folder)
                            ? FileFrontier.open(folder, CLOCK)
                            : FileFrontier.create(folder, START, List.of(), CLOCK)) {
                assertThat(server.port()).isEqualTo(80);
                List<Future<?>> work = new ArrayList<>();
                Crawler crawler = new Crawler(fetcher, frontier, 3, done -> {
                    if (done == most) {
                        work.get(0).cancel();
                    }
                });
                Scheduler scheduler = loop;
                Future<Map<URI, Visit>> crawl = scheduler.submit(crawler::crawl);
                work.add(crawl);
                simulation.run();
                return crawl.isCancelled() ? Map.of() : crawl.resultNow();
            }
        }
    }

    private List<String> urls() throws IOException {
        return Files.readAllLines(file()).stream()
                .skip(1)
                .map(line -> line.replaceAll("\\{\"url\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private Map<URI, Visit> whole() throws Exception {
        Map<URI, Visit> whole = crawl(Integer.MAX_VALUE);
        Files.delete(file());
        asked.clear();
        return whole;
    }

    private static List<String> withoutTimes(Map<URI, Visit> visits) {
        return visits.values().stream()
                .map(visit ->
                        PageLine.of(new Visit(visit.page(), 0), Instant.EPOCH).toString())
                .sorted()
                .toList();
    }

    @Test
    void aLineHasAllOfAPage() throws Exception {
        crawl(Integer.MAX_VALUE);

        assertThat(Files.readAllLines(file()).subList(0, 2))
                .containsExactly(
                        "{\"crawl\":\"http://10.0.0.1/\",\"more\":[]}",
                        "{\"url\":\"http://10.0.0.1/\",\"status\":200,\"title\":\"\\u00C4 page\",\"bytes\":45,"
                                + "\"sha256\":\"" + sha256("<title>Ä page</title><a href=/1 id=x>one</a>") + "\","
                                + "\"links\":[\"http://10.0.0.1/1\"],\"anchors\":[\"x\"],\"millis\":0.0,"
                                + "\"fetched\":\"2026-01-31T12:00:00Z\",\"error\":null,\"forbidden\":false}");
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    /** After each number of pages: nothing is lost, and no page that is there is asked for again. */
    @Test
    void aCrawlThatWasStoppedGoesOn() throws Exception {
        Map<URI, Visit> whole = whole();
        for (int pages = 1; pages < whole.size(); pages++) {
            assertThat(crawl(pages)).isEmpty();
            List<String> saved = urls();
            asked.clear();

            assertThat(withoutTimes(crawl(Integer.MAX_VALUE))).isEqualTo(withoutTimes(whole));
            assertThat(saved).hasSize(pages);
            assertThat(asked).hasSize(whole.size() - pages).doesNotHaveDuplicates();
            assertThat(urls()).doesNotHaveDuplicates().hasSize(whole.size());
            Files.delete(file());
        }
    }

    /** As kill -9 leaves it in the middle of a write. */
    @Test
    void ofALineThatIsCutThePageIsFetchedAgain() throws Exception {
        Map<URI, Visit> whole = whole();
        crawl(6);
        byte[] six = Files.readAllBytes(file());
        int begin = six.length - 1;
        while (six[begin - 1] != '\n') {
            begin--;
        }
        for (int length = begin; length <= six.length; length++) {
            Files.write(file(), Arrays.copyOf(six, length));
            asked.clear();

            assertThat(withoutTimes(crawl(Integer.MAX_VALUE)))
                    .as("%d bytes", length)
                    .isEqualTo(withoutTimes(whole));
            assertThat(asked)
                    .hasSize(whole.size() - (length == six.length ? 6 : 5))
                    .doesNotHaveDuplicates();
            assertThat(urls()).doesNotHaveDuplicates().hasSize(whole.size());
        }
    }

    /** Before anything is written: a shorter line would leave the rest of it. */
    @Test
    void aLineWithoutAnEndIsCutOffAtOnce() throws Exception {
        crawl(4);
        String good = Files.readString(file());
        Files.writeString(file(), good + "{\"url\":" + "x".repeat(20_000));

        try (FileFrontier frontier = FileFrontier.open(folder, CLOCK)) {
            assertThat(frontier.pages()).isEqualTo(4);
            assertThat(Files.readString(file())).isEqualTo(good);
        }
    }

    @Test
    void aCompleteCrawlAsksForNothing() throws Exception {
        Map<URI, Visit> whole = crawl(Integer.MAX_VALUE);
        asked.clear();

        assertThat(withoutTimes(crawl(Integer.MAX_VALUE))).isEqualTo(withoutTimes(whole));
        assertThat(asked).isEmpty();
    }

    /** It could be anything: nothing of it is deleted. */
    @Test
    void aLineThatIsBrokenIsNamed() throws Exception {
        crawl(4);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        for (String broken : List.of(
                "",
                "{\"url\":",
                "[]",
                "null",
                "{}",
                "{\"url\":\"http://10.0.0.1/\",\"links\":[]}",
                "{\"url\":\"http://10.0.0.1/\",\"links\":[null],\"status\":200}")) {
            lines.set(2, broken);
            Files.writeString(file(), String.join("\n", lines) + "\ntorn");

            assertThatIOException()
                    .as(broken)
                    .isThrownBy(() -> FileFrontier.open(folder, CLOCK))
                    .withMessageContaining(file() + ", line 3 is not a page (");
            assertThat(file()).hasContent(String.join("\n", lines) + "\ntorn");
        }
    }

    @Test
    void anotherFileOfThatNameIsLeftAlone() throws Exception {
        for (String text : List.of(
                "",
                "my diary",
                "my diary\n",
                "{}\n",
                "null\n",
                "{\"crawl\":\"http://a/\"}\n",
                "{\"crawl\":\"a b\",\"more\":[]}\n",
                "{\"crawl\":\"a\",\"more\":[]}\n",
                "{\"crawl\":\"http://a/\",\"more\":[null]}\n",
                "{\"crawl\":\"http://a/\",\"more\":[\"::\"]}\n")) {
            Files.writeString(file(), text);

            assertThatIOException()
                    .isThrownBy(() -> FileFrontier.open(folder, CLOCK))
                    .withMessageStartingWith(file() + ", line 1 is not the beginning of a crawl");
            assertThat(Files.readString(file())).isEqualTo(text);
        }
    }

    @Test
    void oneCrawlAtATimeWritesIt() throws Exception {
        try (FileFrontier first = FileFrontier.create(folder, START, List.of(), CLOCK)) {
            assertThat(first.pages()).isZero();
            assertThatIOException()
                    .isThrownBy(() -> FileFrontier.open(folder, CLOCK))
                    .withMessageStartingWith("another crawl writes " + file());
        }
        FileFrontier.open(folder, CLOCK).close();
    }

    /** Two that saw no crawl in the folder: the second one must not take the file away from the first. */
    @Test
    void oneOfTwoCrawlsThatBeginTogetherHasTheFolder() throws Exception {
        try (FileFrontier first = FileFrontier.create(folder, START, List.of(), CLOCK)) {
            assertThatIOException()
                    .isThrownBy(() -> FileFrontier.create(folder, START.resolve("/other"), List.of(), CLOCK))
                    .withMessageStartingWith("another crawl writes " + file());
            URI url = first.take().resultNow();
            first.save(new Visit(Page.of(url, Response.html("x"), () -> 0), 0)).resultNow();
        }

        assertThatIOException()
                .isThrownBy(() -> FileFrontier.create(folder, START.resolve("/other"), List.of(), CLOCK))
                .withMessageStartingWith("another crawl has begun " + file());

        assertThat(Files.readString(file())).startsWith("{\"crawl\":\"http://10.0.0.1/\",\"more\":[]}\n");
        assertThat(urls()).containsExactly("http://10.0.0.1/");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    /** It is in the report, and the next crawl asks again. */
    @Test
    void aPageWithoutAResponseIsNotSaved() throws Exception {
        Page failed = Page.failed(START, new IOException("refused"));
        Page unread = Page.failed(
                START.resolve("/1"),
                new DisallowedByRobotsException("robots.txt cannot be read", new IOException("reset")));
        Page forbidden = Page.failed(START.resolve("/2"), new DisallowedByRobotsException("Disallow: /2"));
        try (FileFrontier frontier = FileFrontier.create(folder, START, List.of(), CLOCK)) {
            for (Page page : List.of(failed, unread, forbidden)) {
                frontier.save(new Visit(page, 0)).resultNow();
            }
            assertThat(frontier.pages()).isEqualTo(3);
        }

        assertThat(urls()).containsExactly("http://10.0.0.1/2");
        try (FileFrontier frontier = FileFrontier.open(folder, CLOCK)) {
            assertThat(frontier.pages()).isEqualTo(1);
            assertThat(frontier.take().resultNow()).isEqualTo(START);
        }
    }

    /** As an earlier version wrote it. */
    @Test
    void aLineWithoutAResponseIsAskedForAgain() throws Exception {
        Map<URI, Visit> whole = whole();
        Visit failed = new Visit(Page.failed(START, new IOException("refused")), 0);
        Files.writeString(
                file(),
                "{\"crawl\":\"http://10.0.0.1/\",\"more\":[]}\n" + Json.of(PageLine.of(failed, Instant.EPOCH)) + "\n");

        assertThat(withoutTimes(crawl(Integer.MAX_VALUE))).isEqualTo(withoutTimes(whole));
        assertThat(withoutTimes(crawl(Integer.MAX_VALUE))).isEqualTo(withoutTimes(whole));
    }

    /** As of a disk that is full. */
    @Test
    void aFileThatCannotBeWrittenEndsTheCrawl() throws Exception {
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(site()).on(loop).listen("127.0.0.1", 0)) {
            Crawls.Manner manner = new Crawls.Manner(URI.create(server.url("/")), 3, List.of(), false);

            assertThatIOException()
                    .isThrownBy(() ->
                            Crawls.once(loop, manner, more -> closed(manner.start()), (name, pages) -> done -> {}))
                    .withMessageStartingWith("cannot write " + file());
        }
    }

    private Frontier closed(URI start) throws IOException {
        FileFrontier frontier = FileFrontier.create(folder, start, List.of(), CLOCK);
        frontier.close();
        return frontier;
    }
}
