// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Retries.retries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.Threads;
import io.snowloop.transport.ConnectionClosedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Fetcher#with}. */
class FilteredFetcherTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String HALF = "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc";
    private static final String UNAVAILABLE = "HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n";
    private static final String MOVED = "HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 0\n\n";
    private static final Filter NOTHING = (request, next) -> next.handle(request);

    private final Scene scene = new Scene(FetcherOptions.builder()
            .maxBody(100)
            .maxPerOrigin(1)
            .maxConnections(1)
            .build());
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private Future<Response> fetch(Fetcher fetcher) {
        Future<Response> response = fetcher.fetch(Scene.URL);
        scene.settle();
        return response;
    }

    /** Logs requests and responses, and adds its name to a field of each request. */
    private Filter named(String name) {
        return (request, next) -> {
            log.add("request to " + name);
            return next.handle(request.plusHeader("Filter", name)).map(response -> {
                log.add("response to " + name);
                return response;
            });
        };
    }

    // -------------------------------------------------------------------------------------------------- the order

    @Test
    void theFilterThatWasAddedFirstSeesTheRequestFirstAndTheResponseLast() {
        Future<Response> response =
                fetch(scene.fetcher.with(named("a")).with(named("b")).with(named("c")));

        assertThat(scene.peer().take())
                .isEqualTo("GET / HTTP/1.1\nHost: 10.0.0.1\nFilter: a\nFilter: b\nFilter: c\n\n");
        assertThat(log).containsExactly("request to a", "request to b", "request to c");
        log.clear();
        scene.peer().send(OK);
        assertThat(log).containsExactly("response to c", "response to b", "response to a");
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }

    @Test
    void theFetcherWithoutTheFilterStaysAsItIs() {
        Fetcher one = scene.fetcher.with(named("a"));
        one.with(named("b"));
        scene.answers = head -> OK;

        fetch(scene.fetcher);
        assertThat(log).isEmpty();
        fetch(one);
        assertThat(log).containsExactly("request to a", "response to a");
    }

    @Test
    void aRetryInsideOfRedirectsRepeatsTheRequestThatFailed() {
        List<String> answers = new ArrayList<>(List.of(MOVED, UNAVAILABLE, OK));
        scene.answers = head -> {
            log.add(head.substring(0, head.indexOf(" HTTP")));
            return answers.remove(0);
        };
        Future<Response> response = fetch(scene.fetcher.with(redirects(5)).with(retries(3)));
        scene.pass(Duration.ofSeconds(1));

        assertThat(response.resultNow().text()).isEqualTo("ok");
        assertThat(log).containsExactly("GET /", "GET /b", "GET /b");
    }

    @Test
    void credentialsOfAFilterBeforeRedirectsAreNotSentToAnotherOrigin() {
        Filter token = (request, next) -> next.handle(request.withHeader("Authorization", "Bearer secret"));
        scene.listen(81);
        scene.answers = head -> {
            log.add((head.contains(":81") ? "other origin, " : "first origin, ") + head.contains("Bearer secret"));
            return head.contains(":81") ? OK : MOVED.replace("/b", "http://10.0.0.1:81/b");
        };
        Future<Response> response = fetch(scene.fetcher.with(token).with(redirects(5)));

        assertThat(response.resultNow().text()).isEqualTo("ok");
        assertThat(log).containsExactly("first origin, true", "other origin, false");
    }

    // --------------------------------------------------------------------------------------------- fetch, collected

    @Test
    void fetchCollectsTheBodyThatTheFiltersLetThrough() {
        Future<Response> response = fetch(scene.fetcher.with(NOTHING));
        scene.peer().send(HALF);
        assertThat(response.isDone()).isFalse();
        scene.peer().send("defghi");

        assertThat(response.resultNow().text()).isEqualTo("abcdefghi");
        assertThat(scene.fetcher.connections()).isEqualTo(1);
    }

    @Test
    void aBodyBeyondMaxBodyFailsTheFetchAndClosesItsConnection() {
        Future<Response> announced = fetch(scene.fetcher.with(NOTHING));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 101\n\n");
        assertThat(Scene.error(announced)).isInstanceOf(BodyTooLargeException.class);
        assertThat(scene.peer().isClosed()).isTrue();

        Future<Response> chunked = fetch(scene.fetcher.with(NOTHING));
        scene.peer().send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n64\n" + "x".repeat(100) + "\n");
        assertThat(chunked.isDone()).isFalse();
        scene.peer().send("1\nx\n");
        assertThat(Scene.error(chunked)).isInstanceOf(BodyTooLargeException.class);
        assertThat(scene.peer().isClosed()).isTrue();
    }

    @Test
    void maxBodyLimitsTheDecodedBytes() {
        Future<Response> fits = fetch(scene.fetcher.with(contentDecoding()));
        scene.peer().sendBytes(gzip("x".repeat(100)).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(fits.resultNow().text()).isEqualTo("x".repeat(100));

        Future<Response> tooLarge = fetch(scene.fetcher.with(contentDecoding()));
        scene.peer().sendBytes(gzip("x".repeat(101)).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Scene.error(tooLarge)).isInstanceOf(BodyTooLargeException.class);
    }

    private static String gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + out.size() + "\r\n\r\n"
                + out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFilterMayAnswerWithoutTheNetwork() {
        Future<Response> response =
                fetch(scene.fetcher.with((request, next) -> Future.completed(Response.text("from the cache"))));

        assertThat(response.resultNow().text()).isEqualTo("from the cache");
        assertThat(scene.peers).isEmpty();
    }

    @Test
    void aFilterThatThrowsFailsTheFetch() {
        IllegalStateException thrown = new IllegalStateException("in the filter");
        Fetcher broken = scene.fetcher.with((request, next) -> {
            throw thrown;
        });

        assertThat(Scene.error(fetch(broken))).isSameAs(thrown);
        scene.fetcher.run(); // no fetch is counted any more
    }

    // --------------------------------------------------------------------------------------------- handle, download

    @Test
    void handleThroughFiltersGivesTheHeadAndAnUnreadBody() {
        Future<Response> head = scene.fetcher.with(named("a")).handle(Request.get(Scene.URL));
        scene.settle();
        scene.peer().send(HALF);

        Response response = head.resultNow();
        assertThat(log).containsExactly("request to a", "response to a");
        assertThat(response.body().collected()).isNull();
        assertThat(scene.fetcher.inFlight()).isEqualTo(1);
        List<Future<Body.Bytes>> bodies = new ArrayList<>();
        scene.onLoop(() -> bodies.add(response.body().collect(9)));
        scene.peer().send("defghi");
        assertThat(bodies.get(0).resultNow().text()).isEqualTo("abcdefghi");
    }

    @Test
    void handleThroughFiltersHasNoLimit() {
        Future<Response> head = scene.fetcher.with(NOTHING).handle(Request.get(Scene.URL));
        scene.settle();
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 1000\n\n");

        assertThat(head.resultNow().body().length()).isEqualTo(1000);
        scene.onLoop(head.resultNow()::cancel);
    }

    @Test
    void downloadGoesThroughFilters(@TempDir Path folder) {
        Path file = folder.resolve("file");
        scene.answers = head -> head.startsWith("GET /b ") ? OK : MOVED;
        Future<Response> response = scene.fetcher.with(redirects(1)).download(Request.get(Scene.URL), file);
        scene.settle();

        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
        assertThat(file).hasContent("ok");
    }

    // ------------------------------------------------------------------------------------- shared, closed, counted

    @Test
    void itSharesTheConnections() {
        scene.answers = head -> OK;
        Fetcher filtered = scene.fetcher.with(NOTHING);
        fetch(scene.fetcher);
        fetch(filtered);
        fetch(filtered.with(NOTHING));

        assertThat(scene.peers).hasSize(1);
        assertThat(filtered.connections()).isEqualTo(1);
        assertThat(filtered.loop()).isSameAs(scene.fetcher.loop());
    }

    @Test
    void toCloseOneClosesAll() {
        Fetcher filtered = scene.fetcher.with(NOTHING);
        Future<Response> inFlight = fetch(filtered);
        filtered.close();
        scene.settle();

        assertThat(Scene.error(inFlight)).isInstanceOf(ConnectionClosedException.class);
        assertThat(scene.peer().isClosed()).isTrue();
        for (Fetcher closed : List.of(scene.fetcher, filtered, filtered.with(NOTHING))) {
            assertThat(Scene.error(fetch(closed)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void toCloseOneWithALoopOfItsOwnClosesTheLoop() {
        Fetcher own = Fetcher.create();
        own.with(NOTHING).close();

        assertThat(own.fetch(Scene.URL).isFailed()).isTrue();
        assertThat(own.with(NOTHING).fetch(Scene.URL).isFailed()).isTrue();
        assertThatIllegalStateException().isThrownBy(own::run).withMessageContaining("is closed");
    }

    @Test
    void inFlightCountsRequests() {
        scene.answers = head -> UNAVAILABLE;
        Fetcher retrying = scene.fetcher.with(retries(1));
        Future<Response> response = retrying.fetch(Scene.URL);
        scene.loop.execute(() -> log.add("in flight: " + retrying.inFlight()));
        scene.settle();

        assertThat(log).containsExactly("in flight: 1");
        assertThat(response.isDone()).isFalse();
        assertThat(retrying.inFlight()).as("during a pause").isZero();
        scene.pass(Duration.ofSeconds(1));
        assertThat(response.isDone()).isTrue();
    }

    // ------------------------------------------------------------------------------------------------- run, threads

    @Test
    void runDoesNotReturnDuringThePauseOfARetry() {
        List<String> answers = new ArrayList<>(List.of(UNAVAILABLE, UNAVAILABLE, OK));
        scene.answers = head -> answers.remove(0);
        Future<Response> response = scene.fetcher.with(retries(3)).fetch(Scene.URL);
        scene.fetcher.run();

        assertThat(response.resultNow().text()).isEqualTo("ok");
        assertThat(scene.simulation.ticker().elapsed())
                .as("both pauses")
                .isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
    }

    @Test
    void runReturnsWhenTheLastRetryHasFailed() {
        scene.answers = head -> UNAVAILABLE;
        Fetcher retrying = scene.fetcher.with(retries(2));
        Future<Response> response = retrying.fetch(Scene.URL);
        retrying.run();

        assertThat(response.resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    }

    @Test
    void aFilterRunsOnTheLoopWhereverFetchIsCalled() {
        scene.answers = head -> OK;
        Thread test = Thread.currentThread();
        List<Object> seen = new ArrayList<>();
        Fetcher filtered = scene.fetcher.with((request, next) -> {
            seen.add(Thread.currentThread());
            seen.add(Scheduler.current());
            return next.handle(request);
        });
        List<Future<Response>> responses = new ArrayList<>();
        Threads.runElsewhere(() -> {
            responses.add(filtered.fetch(Scene.URL));
            responses.add(filtered.handle(Request.get(Scene.URL)));
        });
        assertThat(seen).as("before the loop runs").isEmpty();
        scene.settle();

        assertThat(seen).containsExactly(test, scene.loop, test, scene.loop);
        assertThat(responses).allMatch(Future::isDone);
        scene.onLoop(responses.get(1).resultNow()::cancel);
    }

    @Test
    void aFilterDoesNotRunInsideOfFetch() {
        scene.onLoop(() -> {
            scene.fetcher.with(named("a")).fetch(Scene.URL);
            log.add("fetch has returned");
        });
        scene.peer().send(OK);

        assertThat(log).containsExactly("fetch has returned", "request to a", "response to a");
    }

    // ------------------------------------------------------------------------------------------------------- cancel

    @Test
    void cancelledBeforeItBeginsItReachesNoFilter() {
        Future<Response> response = scene.fetcher.with(named("a")).fetch(Scene.URL);
        response.cancel();
        scene.settle();

        assertThat(response.isCancelled()).isTrue();
        assertThat(log).isEmpty();
        assertThat(scene.peers).isEmpty();
    }

    @Test
    void cancelledWhileTheResponseIsAwaitedItClosesTheConnection() {
        Future<Response> response = fetch(scene.fetcher.with(named("a")).with(named("b")));
        response.cancel();
        scene.settle();

        assertThat(scene.peer().isClosed()).isTrue();
        scene.assertNothingUnderWay();
        assertThat(log).containsExactly("request to a", "request to b");
    }

    @Test
    void cancelledWhileItsBodyIsCollectedItClosesTheConnection() {
        Future<Response> response = fetch(scene.fetcher.with(NOTHING));
        scene.peer().send(HALF);
        response.cancel();
        scene.settle();

        assertThat(scene.peer().isClosed()).isTrue();
        scene.assertNothingUnderWay();
    }

    @Test
    void cancelledInTheQueueItFreesItsPlace() {
        Future<Response> first = fetch(scene.fetcher);
        Future<Response> queued = fetch(scene.fetcher.with(NOTHING));
        Future<Response> last = fetch(scene.fetcher);
        queued.cancel();
        scene.settle();
        scene.peer().send(OK);
        scene.peer().send(OK);

        assertThat(Scene.error(queued)).isInstanceOf(CancellationException.class);
        assertThat(first.isDone() && last.isDone()).isTrue();
        assertThat(scene.peers).hasSize(1);
    }

    @Test
    void cancelledDuringThePauseOfARetryItSendsNothingMore() {
        scene.answers = head -> {
            log.add("asked");
            return UNAVAILABLE;
        };
        Future<Response> response = fetch(scene.fetcher.with(retries(3)));
        int timers = scene.loop.pendingTimers();
        scene.onLoop(response::cancel);

        assertThat(scene.loop.pendingTimers()).isEqualTo(timers - 1);
        scene.fetcher.run();
        scene.pass(Duration.ofMinutes(1));
        assertThat(log).containsExactly("asked");
    }
}
