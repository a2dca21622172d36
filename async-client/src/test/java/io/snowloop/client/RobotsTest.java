// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Ticker;
import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTest {
    private static final String PRIVATE = "User-agent: *\nDisallow: /private\n";

    private final Scene scene = new Scene();
    private final List<String> asked = new ArrayList<>();
    private Fetcher fetcher = scene.fetcher.with(Robots.robots("MyBot/1.0"));

    /** What the server answers to a request for robots.txt. */
    private String file = ok(PRIVATE);

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\nContent-Length: " + body.replace("\n", "\r\n").length() + "\n\n" + body;
    }

    private static String status(String status) {
        return "HTTP/1.1 " + status + "\nContent-Length: 0\n\n";
    }

    @BeforeEach
    void serve() {
        scene.answers = head -> {
            asked.add(head.split(" ")[1]);
            return head.contains("robots.txt") ? file : ok(head.replaceAll("(?is).*user-agent: (\\S+).*", "$1"));
        };
    }

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private Future<Response> get(String path) {
        Future<Response> response = fetcher.fetch("http://10.0.0.1" + path);
        scene.settle();
        scene.pass(Duration.ofMillis(20));
        return response;
    }

    @Test
    void sendsWhatIsAllowedAndRefusesTheRest() {
        assertThat(get("/public").resultNow().text()).isEqualTo("MyBot/1.0"); // the User-Agent
        assertThat(Scene.error(get("/private/a?b")))
                .isInstanceOf(DisallowedByRobotsException.class)
                .hasNoCause()
                .hasMessage("robots.txt of http://10.0.0.1 forbids it to MyBot (Disallow: /private): "
                        + "GET http://10.0.0.1/private/a?b");
        assertThat(asked).containsExactly("/robots.txt", "/public");
    }

    @Test
    void manyRequestsWaitForOneFile() {
        Future<Response> cancelled = fetcher.fetch("http://10.0.0.1/a");
        Future<Response> second = fetcher.fetch("http://10.0.0.1/b");
        fetcher.fetch("http://10.0.0.1/c");
        scene.loop.execute(cancelled::cancel);
        scene.pass(Duration.ofMillis(20));
        assertThat(second.resultNow().status()).isEqualTo(Status.OK);
        assertThat(asked).containsExactlyInAnyOrder("/robots.txt", "/b", "/c");
    }

    /** As many as the program has, and what each costs the server decides. A clock that jumps makes each turn a long one. */
    @Test
    void ofThousandsOfRulesTheLoopLooksAtTheClockBehindEachRequest() throws Exception {
        AtomicLong now = new AtomicLong();
        Ticker jumps = () -> now.addAndGet(Duration.ofMillis(25).toNanos());
        String rules = "User-agent: *\n" + "Disallow: /a\n".repeat(20_000);
        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().ticker(jumps).build())) {
            Robots robots = Robots.robots("MyBot/1.0");
            Handler server = request -> Future.completed(Response.text(rules));
            loop.runUntil(loop.submit(() -> robots.filter(Request.get("http://10.0.0.1/first"), server)));
            long before = loop.reactor().turn();
            loop.runUntil(loop.submit(() -> Future.all(
                    loop,
                    IntStream.range(0, 20)
                            .mapToObj(i -> robots.filter(Request.get("http://10.0.0.1/page/" + i), server))
                            .toList())));
            assertThat(loop.reactor().turn() - before).isGreaterThan(20);
        }
    }

    @Test
    void theFileComesTheWayOfTheRequest() {
        List<String> chosen = new ArrayList<>();
        ProxyChoice choice = (scheme, host, port) -> {
            chosen.add(host);
            return null;
        };
        fetcher.fetch(Request.post("http://10.0.0.1/a", Body.of("x")).withAttribute(ProxyChoice.OF_REQUEST, choice));
        scene.pass(Duration.ofMillis(20));
        assertThat(asked).containsExactly("/robots.txt", "/a");
        assertThat(chosen).hasSize(2);
    }

    /** One impatient request must not bar the site for all. */
    @Test
    void timeoutsAndListenersOfARequestAreNotThoseOfTheFile() {
        List<String> heard = new ArrayList<>();
        scene.answers = null;
        Timeouts hasty = Timeouts.builder().total(Duration.ofSeconds(1)).build();
        fetcher.fetch(Request.get("http://10.0.0.1/a")
                .withAttribute(Timeouts.OF_REQUEST, hasty)
                .withAttribute(FetchListener.OF_REQUEST, timings -> heard.add(timings.toString())));
        scene.pass(Duration.ofSeconds(2));
        scene.peer().send(ok(PRIVATE));
        assertThat(heard).isEmpty();

        serve();
        assertThat(get("/b").resultNow().status()).isEqualTo(Status.OK);
    }

    @Test
    void theFileIsFetchedAgainAfterADay() {
        get("/a");
        scene.pass(Duration.ofHours(23));
        get("/a");
        assertThat(asked).containsOnlyOnce("/robots.txt");
        file = ok("User-agent: *\nDisallow: /");
        scene.pass(Duration.ofHours(1));
        assertThat(get("/a").isFailed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 A", "403 A", "404 A", "410 A"})
    void withoutAFileAllIsAllowed(String status) {
        file = status(status);
        assertThat(get("/private").resultNow().status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"429 A", "500 A", "503 A", "304 A"})
    void whileTheServerFailsNothingIsAllowedForAWhile(String status) {
        file = status(status);
        assertThat(Scene.error(get("/a")))
                .hasMessageContaining("it cannot be read: java.io.IOException: status " + status.substring(0, 3))
                .hasCauseInstanceOf(IOException.class);
        file = ok(PRIVATE);
        scene.pass(Duration.ofMinutes(4));
        assertThat(get("/a").isFailed()).isTrue();
        scene.pass(Duration.ofMinutes(1));
        assertThat(get("/a").isFailed()).isFalse();
    }

    @Test
    void whileTheServerFailsTheOldFileCounts() {
        get("/a");
        file = status("503 A");
        scene.pass(Duration.ofDays(2));
        assertThat(get("/a").isFailed()).isFalse();
        assertThat(Scene.error(get("/private"))).isInstanceOf(DisallowedByRobotsException.class);
    }

    @Test
    void redirectsOfTheFileAreFollowed() {
        scene.answers = head -> switch (head.split(" ")[1]) {
            case "/robots.txt" -> status("301 A").replace("\n\n", "\nLocation: /real\n\n");
            case "/real" -> ok("User-agent: mybot\nDisallow: /");
            default -> ok("");
        };
        assertThat(get("/a").isFailed()).isTrue();
    }

    /** The rest is not waited for. */
    @Test
    void aFileWithoutAnEndIsReadUpToItsLimit() {
        String head = "HTTP/1.1 200 OK\nContent-Length: 1000000000\n\n";
        file = head + PRIVATE + "#".repeat(RobotsTxt.MAX_BYTES);
        assertThat(Scene.error(get("/private"))).hasMessageContaining("(Disallow: /private)");
        assertThat(fetcher.connections()).isZero();
    }

    @Test
    void aCrawlDelayIsKept() {
        file = ok("User-agent: *\nCrawl-delay: 2\n");
        get("/a");
        get("/b");
        get("/c");
        assertThat(asked).containsExactly("/robots.txt", "/a");
        scene.pass(Duration.ofSeconds(2));
        assertThat(asked).endsWith("/b");
        scene.pass(Duration.ofSeconds(2));
        assertThat(asked).endsWith("/c");
    }

    @Test
    void aFilterInsideIsToldTheCrawlDelay() {
        List<Duration> told = new ArrayList<>();
        fetcher = fetcher.with((request, next) -> {
            told.add(request.attribute(Robots.CRAWL_DELAY));
            return next.handle(request);
        });
        file = ok("User-agent: *\nCrawl-delay: 2\n");
        get("/a");
        file = ok(PRIVATE);
        scene.pass(Duration.ofDays(1));
        get("/b");
        assertThat(told).containsExactly(null, Duration.ofSeconds(2), null, null); // robots.txt, /a, robots.txt, /b
    }

    @Test
    void aCrawlDelayHasABoundAndSoHaveThoseThatWait() {
        fetcher = scene.fetcher.with(Robots.builder("MyBot")
                .maxCrawlDelay(Duration.ofSeconds(1))
                .maxWaiting(1)
                .build());
        file = ok("User-agent: *\nCrawl-delay: 3600\n");
        get("/a");
        get("/b");
        assertThat(Scene.error(get("/c")))
                .isInstanceOf(TooManyWaitingException.class)
                .hasMessageContaining("Robots.maxWaiting");
        scene.pass(Duration.ofSeconds(1));
        assertThat(asked).containsExactly("/robots.txt", "/a", "/b");
    }

    @Test
    void aUserAgentOfTheRequestStays() {
        Future<Response> response =
                fetcher.fetch(Request.get("http://10.0.0.1/a").withHeader("User-Agent", "Special"));
        scene.pass(Duration.ofMillis(20));
        assertThat(response.resultNow().text()).isEqualTo("Special");
    }

    @Test
    void aFilterInsideMayAnswerWithoutTheNetwork() {
        fetcher = fetcher.with((request, next) -> Future.completed(Response.of(Status.NOT_FOUND)));
        assertThat(get("/a").resultNow().status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("/b").resultNow().status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void settingsHaveBounds() {
        Robots.Builder builder = Robots.builder("MyBot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Robots.robots("1.0 MyBot"))
                .withMessageContaining("must begin with its name")
                .withMessageEndingWith("1.0 MyBot");
        for (String cut :
                List.of("N7Bot/1.0", "Schnee2", "Snöbot")) { // files know only the part before that letter or digit
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Robots.robots(cut))
                    .withMessageContaining("no digits")
                    .withMessageEndingWith(cut);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.cacheFor(Duration.ofHours(25)))
                .withMessage("cacheFor must be at most 24 hours, but is PT25H");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.cacheFor(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.unreachableFor(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxCrawlDelay(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWaiting(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxOrigins(0));
    }

    /** 1,000 hostile sites, with 500 KiB each, would fill the heap. */
    @Test
    void beyondItsMemoryTheRulesOfOtherSitesAreForgotten() {
        List<String> sites = new ArrayList<>();
        Handler server = request -> {
            sites.add(request.target());
            return Future.completed(Response.text("User-agent: *\n" + "Allow: /abcdefgh\n".repeat(100)));
        };
        Handler robots =
                Robots.builder("MyBot").maxMemory(30_000).build().around(server); // of three sites, with 9,700 each
        for (String host : List.of("a", "b", "c", "a", "d", "a", "b")) {
            robots.handle(Request.get("http://" + host + ".test/"));
        }
        sites.removeIf(url -> !url.endsWith("robots.txt"));
        assertThat(sites)
                .containsExactly(
                        "http://a.test/robots.txt",
                        "http://b.test/robots.txt",
                        "http://c.test/robots.txt",
                        "http://d.test/robots.txt",
                        "http://b.test/robots.txt");
    }

    /** Their servers may stall all of them, each behind 500 KiB. */
    @Test
    void filesThatAreBeingReadHaveABoundTogether() {
        Promise<@Nullable ByteBuffer> rest = new Promise<>(new ManualExecutor());
        List<String> cancelled = new ArrayList<>();
        Handler robots = Robots.builder("MyBot").maxMemory(1).build().around(request -> {
            BodyStream stalled = new BodyStream() {
                private boolean begun;

                @Override
                public Future<@Nullable ByteBuffer> read() {
                    boolean first = !begun;
                    begun = true;
                    return first ? Future.completed(ByteBuffer.allocate(300_000)) : rest;
                }

                @Override
                public void cancel() {
                    cancelled.add(request.target());
                }
            };
            return Future.completed(Response.stream(stalled, "text/plain"));
        });
        Future<Response> first = robots.handle(Request.get("http://a.test/"));
        Future<Response> second = robots.handle(Request.get("http://b.test/"));
        assertThat(first.isDone()).isFalse();
        assertThat(Scene.error(second))
                .isInstanceOf(DisallowedByRobotsException.class)
                .hasMessageContaining("Robots.maxMemory");
        assertThat(cancelled).containsExactly("http://b.test/robots.txt");
    }

    @Test
    void oneSiteIsKeptHoweverLargeItsRulesAre() {
        List<String> asked = new ArrayList<>();
        Handler robots = Robots.builder("MyBot").maxMemory(1).build().around(request -> {
            asked.add(request.target());
            return Future.completed(Response.text(PRIVATE));
        });
        robots.handle(Request.get("http://a.test/1"));
        robots.handle(Request.get("http://a.test/2"));
        assertThat(asked).containsExactly("http://a.test/robots.txt", "http://a.test/1", "http://a.test/2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Robots.builder("MyBot").maxMemory(0))
                .withMessage("maxMemory must be at least 1, not 0");
    }
}
