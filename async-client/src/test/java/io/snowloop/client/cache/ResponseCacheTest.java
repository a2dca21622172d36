// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static io.snowloop.client.cache.Origin.URL;
import static io.snowloop.client.cache.Origin.notModified;
import static io.snowloop.client.cache.Origin.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.client.ProxyChoice;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.NullArguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache does beyond the rows of {@link CacheRowsTest}. */
class ResponseCacheTest {
    private final Origin origin = new Origin();
    private final ResponseCache.Builder settings = ResponseCache.builder().clock(origin);
    private ResponseCache cache = settings.build();

    private Response send(Request request) {
        return cache.filter(request, origin).resultNow();
    }

    private Response get(String... fields) {
        return send(Origin.request(Method.GET, fields));
    }

    private static String status(Response response) {
        return String.valueOf(response.header("Cache-Status"));
    }

    private int asked() {
        return origin.take().size();
    }

    @Test
    void aResponseSaysWhereItComesFromAndHowOldItIs() {
        origin.answers(page("1", "Cache-Control", "max-age=10", "ETag", "\"a\""));
        assertThat(status(get())).isEqualTo("snowloop; fwd=miss; stored");
        origin.pass(4);

        Response stored = get();
        assertThat(status(stored)).isEqualTo("snowloop; hit; ttl=6");
        assertThat(stored.header("Age")).isEqualTo("4");
        assertThat(stored.text()).isEqualTo("1");

        origin.pass(20);
        origin.answers(notModified());
        Response validated = get();
        assertThat(status(validated)).isEqualTo("snowloop; fwd=stale; fwd-status=304");
        assertThat(validated.status()).isEqualTo(Status.OK);
        assertThat(validated.header("Age")).isEqualTo("0");
        assertThat(status(get())).isEqualTo("snowloop; hit; ttl=10");
    }

    /** A jar around the cache has taken the cookies of the first response: a newer session, or none, must stay. */
    @Test
    void cookiesAreSetOnceOnly() {
        origin.answers(
                page("1", "Cache-Control", "max-age=10, stale-if-error=60", "ETag", "\"a\"", "Set-Cookie", "id=1"));
        assertThat(get().header("Set-Cookie")).isEqualTo("id=1");
        assertThat(status(get())).contains("hit");
        assertThat(get().headers().contains("Set-Cookie")).isFalse();
        assertThat(get("If-None-Match", "\"a\"").headers().contains("Set-Cookie"))
                .isFalse();

        origin.pass(20);
        origin.answers(Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Set-Cookie", "id=busy"));
        Response stale = get();
        assertThat(status(stale)).contains("stale-if-error");
        assertThat(stale.headers().contains("Set-Cookie")).isFalse();

        origin.answers(notModified());
        assertThat(get().headers().contains("Set-Cookie")).isFalse();
        origin.pass(20);
        origin.answers(notModified().plusHeader("Set-Cookie", "id=2").plusHeader("Set-Cookie", "b=3"));
        assertThat(get().headers().all("Set-Cookie")).containsExactly("id=2", "b=3");
        assertThat(get().headers().contains("Set-Cookie")).isFalse();
    }

    /** Fresh at any moment before the end of its lifetime, and not at its end (RFC 9111 §4.2). */
    @Test
    void theLastSecondIsTheLast() {
        origin.answers(page("", "Cache-Control", "max-age=10"));
        get();
        origin.pass(9);
        assertThat(status(get())).contains("hit");
        origin.pass(1);
        assertThat(status(get())).contains("fwd=stale");
    }

    /** A tenth of the time since it was changed, and no more than the bound (RFC 9111 §4.2.2). */
    @Test
    void aGuessHasABound() {
        cache = settings.maxHeuristic(Duration.ofSeconds(50)).build();
        String day = HttpDate.format(origin.instant().minus(Duration.ofDays(1)));
        String minutes = HttpDate.format(origin.instant().minus(Duration.ofSeconds(200)));

        origin.answers(page("", "Last-Modified", day));
        get();
        assertThat(status(get())).endsWith("ttl=50");
        cache = settings.store(CacheStore.inMemory()).build();
        origin.answers(page("", "Last-Modified", minutes));
        get();
        assertThat(status(get())).endsWith("ttl=20");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=3 | hit",
                "max-age=2 | fwd=stale",
                "max-age=0 | fwd=stale",
                "min-fresh=7 | hit",
                "min-fresh=8 | fwd=stale",
                "no-cache | fwd=stale",
                "no-store | fwd=bypass",
                "only-if-cached | hit"
            })
    void directivesOfARequest(String directive, String expected) {
        origin.answers(page("", "Cache-Control", "max-age=10"));
        get();
        origin.pass(3);
        assertThat(status(get("Cache-Control", directive))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-stale | max-age=1 | hit",
                "max-stale=2 | max-age=1 | hit",
                "max-stale=1 | max-age=1 | fwd=stale",
                "max-stale | max-age=1, must-revalidate | fwd=stale",
                "max-stale | max-age=1, no-cache | fwd=stale",
                "only-if-cached, max-stale | max-age=1 | hit",
                "only-if-cached | max-age=1 | only-if-cached"
            })
    void aRequestMayTakeWhatIsStale(String directive, String response, String expected) {
        origin.answers(page("", "Cache-Control", response));
        get();
        origin.pass(3);
        assertThat(status(get("Cache-Control", directive))).contains(expected);
    }

    @Test
    void whatIsNotStoredMayBeWantedOnlyFromTheCache() {
        assertThat(get("Cache-Control", "only-if-cached").status()).isEqualTo(Status.GATEWAY_TIMEOUT);
        assertThat(asked()).isZero();
    }

    /** Also the one that has just come (RFC 9111 §5.2.1.1). */
    @Test
    void aRequestMayTakeNothingThatIsStored() {
        origin.answers(page("", "Cache-Control", "max-age=10"));
        get();
        assertThat(status(get("Cache-Control", "max-age=0"))).contains("fwd=stale");
    }

    /** The origin may have made it when it was asked (RFC 9111 §4.2.3). */
    @Test
    void theTimeOnTheWayCounts() {
        Response page = page("", "Cache-Control", "max-age=10", "Age", "2");
        cache.filter(Origin.request(Method.GET), request -> {
            origin.pass(3);
            return Future.completed(page);
        });
        assertThat(get().header("Age")).isEqualTo("5");
    }

    @Test
    void aClockThatIsSetBackMakesNothingYounger() {
        origin.answers(page("", "Cache-Control", "max-age=10", "Age", "4"));
        get();
        origin.pass(-100);
        assertThat(get("Cache-Control", "max-stale").header("Age")).isEqualTo("4");
    }

    /** Else it would be fresh until the clock is there again. */
    @Test
    void aClockThatIsSetBackByAYearMakesAllStale() {
        origin.answers(page("old", "Cache-Control", "max-age=60", "ETag", "\"a\""));
        get();
        origin.pass(-365 * 24 * 3_600);
        origin.answers(page("new", "Cache-Control", "max-age=60"));
        assertThat(status(get())).isEqualTo("snowloop; fwd=stale; stored");
        assertThat(get().text()).isEqualTo("new");
        origin.pass(59);
        assertThat(status(get())).endsWith("hit; ttl=1");
    }

    @Test
    void aCallerThatHasTheSameIsToldSo() {
        origin.answers(page("body", "Cache-Control", "max-age=10", "ETag", "\"a\"", "Content-Length", "4"));
        get();
        Response same = get("If-None-Match", "W/\"a\"");
        assertThat(same.status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(same.body()).isSameAs(Body.EMPTY);
        assertThat(same.headers().contains("Content-Length")).isFalse();
    }

    /** A private cache may store it (RFC 9111 §3.5). */
    @Test
    void theAnswerToAUserIsStored() {
        origin.answers(page("secret", "Cache-Control", "private, max-age=10"));
        get("Authorization", "Basic YTpi");
        assertThat(get("Authorization", "Basic YTpi").text()).isEqualTo("secret");
        assertThat(asked()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range", "If-Range", "If-Match", "If-Unmodified-Since", "Upgrade"})
    void goesPastTheCache(String field) {
        origin.answers(page("", "Cache-Control", "max-age=10"));
        get();
        assertThat(status(get(field, "x"))).isEqualTo("snowloop; fwd=bypass");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void whatIsStoredIsFoundByTheWholeUrlInAnySpelling() {
        origin.answers(page("", "Cache-Control", "max-age=10"));
        for (String url : new String[] {"http://A.test?b", "http://a.test:80/?b#c", "HTTP://a.TEST/?b"}) {
            send(Request.get(url));
        }
        assertThat(asked()).isOne();
        send(Request.get("http://a.test/?B"));
        send(Request.get("https://a.test/?b"));
        send(Request.get("http://a.test:81/?b"));
        assertThat(asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, 200, /page, true",
        "PUT, 204, /other, false",
        "POST, 201, http://10.0.0.1:80/other, true",
        "POST, 201, other?x, false",
        "M-SEARCH, 303, ./other, true",
        "DELETE, 404, /other, false",
        "POST, 201, http://10.0.0.2/other, false",
        "POST, 201, http://[, false"
    })
    void anUnsafeMethodDropsWhatIsStored(String method, int code, String location, boolean drops) {
        String other = "http://10.0.0.1/" + (location.equals("/page") ? "page" : "other");
        origin.answers(page("", "Cache-Control", "max-age=10"));
        send(Request.get(other));
        origin.answers(Response.of(Status.of(code)).withHeader(method.equals("PUT") ? "X" : "Location", location));
        send(Request.of(Method.of(method), URL).withBody(Body.of("x")));
        origin.take();

        send(Request.get(other));
        assertThat(asked()).isEqualTo(drops ? 1 : 0);
    }

    @Test
    void aHeadIsAnsweredByWhatIsStoredAndTellsWhetherItIsTheSame() {
        origin.answers(page("body", "Cache-Control", "max-age=10", "ETag", "\"a\"", "Content-Length", "4"));
        get();
        Response head = send(Origin.request(Method.HEAD));
        assertThat(status(head)).contains("hit");
        assertThat(head.body()).isSameAs(Body.EMPTY);
        assertThat(head.header("Content-Length")).isEqualTo("4");

        origin.pass(20);
        origin.answers(Response.of(Status.OK)
                .withHeaders(Headers.of("ETag", "\"a\"", "Cache-Control", "max-age=50", "Content-Length", "4")));
        send(Origin.request(Method.HEAD));
        assertThat(get().text()).isEqualTo("body");

        origin.pass(60);
        origin.answers(Response.of(Status.OK).withHeader("ETag", "\"b\""));
        send(Origin.request(Method.HEAD));
        assertThat(status(get())).contains("fwd=miss");
    }

    /** A 304 without a date is of now: not of the day when the stored response was made. */
    @Test
    void aValidationMakesItYoung() {
        String old = HttpDate.format(origin.instant().minus(Duration.ofDays(2)));
        origin.answers(page("", "Cache-Control", "max-age=10", "ETag", "\"a\"", "Date", old, "Age", "100"));
        get();
        origin.answers(notModified().withHeader("X-New", "1"));
        get();
        Response stored = get();
        assertThat(status(stored)).endsWith("ttl=10");
        assertThat(stored.header("X-New")).isEqualTo("1");
    }

    /** Each 304 replaces fields, and may add some: of a server that adds others each time, all is asked for again. */
    @Test
    void validationsDoNotMakeItGrowWithoutEnd() {
        origin.answers(page("old", "ETag", "\"a\""));
        get();
        int most = 0;
        for (int i = 0; i < 10; i++) {
            Response more = notModified().withHeader("X-" + i, "x".repeat(60_000));
            Future<Response> answer = cache.filter(
                    Origin.request(Method.GET),
                    request -> Future.completed(
                            request.headers().contains("If-None-Match") ? more : page("new", "ETag", "\"a\"")));
            most = Math.max(most, answer.resultNow().headers().memory());
        }
        assertThat(most).isBetween(240_000, 260_000);
        assertThat(get("Cache-Control", "only-if-cached, max-stale").text()).isEqualTo("new");
    }

    @Test
    void aHeadDoesNotMakeItGrowWithoutEnd() {
        origin.answers(page("old", "Cache-Control", "max-age=10", "ETag", "\"a\""));
        get();
        origin.answers(Response.of(Status.OK).withHeader("ETag", "\"a\"").withHeader("X", "x".repeat(300_000)));
        send(Origin.request(Method.HEAD, "Cache-Control", "no-cache"));
        assertThat(get("Cache-Control", "only-if-cached").status()).isEqualTo(Status.GATEWAY_TIMEOUT);
    }

    /** To read thousands of them, each with the URL of the request as its base, would take seconds. */
    @Test
    void ofSeveralLocationsTheFirstCounts() {
        for (String path : List.of("a", "b")) {
            origin.answers(page("", "Cache-Control", "max-age=10"));
            send(Request.get("http://10.0.0.1/" + path));
        }
        Headers two = Headers.of("Location", "/a", "Location", "/b");
        origin.answers(Response.of(Status.OK).withHeaders(two));
        send(Request.of(Method.POST, URL).withBody(Body.of("x")));
        origin.take();

        send(Request.get("http://10.0.0.1/a"));
        send(Request.get("http://10.0.0.1/b"));
        assertThat(asked()).isEqualTo(1);
    }

    /** RFC 9111 §4.3.4: it must not be used for what is stored. */
    @Test
    void a304ForAnotherTagIsAskedAgainWithoutConditions() {
        origin.answers(page("1", "Cache-Control", "max-age=1", "ETag", "\"a\""));
        get();
        origin.pass(5);
        Response fresh = page("2", "ETag", "\"b\"");
        Future<Response> answer = cache.filter(
                Origin.request(Method.GET),
                request -> Future.completed(
                        request.headers().contains("If-None-Match")
                                ? notModified().withHeader("ETag", "\"b\"")
                                : fresh));
        assertThat(answer.resultNow().text()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"502, true", "503, true", "504, true", "500, true", "0, true", "404, false", "501, false"})
    void whatIsStaleIsBetterThanAnError(int code, boolean stale) {
        origin.answers(page("old", "Cache-Control", "max-age=1, stale-if-error=9"));
        get();
        origin.pass(10);
        origin.answer =
                code == 0 ? Future.failed(new IOException("down")) : Future.completed(Response.of(Status.of(code)));
        Response answer = get();
        assertThat(answer.text().equals("old")).isEqualTo(stale);
        assertThat(answer.header("Age")).isEqualTo(stale ? "10" : null);

        origin.pass(1);
        assertThat(cache.filter(Origin.request(Method.GET), origin).outcome().value())
                .satisfies(late ->
                        assertThat(late == null || late.status().isError()).isTrue());
    }

    /** The origin is asked once, and not before the answer that it has not come for. */
    @Test
    void whatIsStaleAnswersWhileItIsRevalidated() {
        origin.answers(page("1", "Cache-Control", "max-age=1, stale-while-revalidate=60", "ETag", "\"a\""));
        get();
        origin.pass(5);
        origin.take();
        Promise<Response> pending = new Promise<>(new ManualExecutor());
        origin.answer = pending;

        assertThat(get("If-None-Match", "\"x\"").text()).isEqualTo("1");
        assertThat(get().text()).isEqualTo("1");
        assertThat(origin.take())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.headers().all("If-None-Match")).containsExactly("\"a\""));
    }

    /** Its proxy and its TLS are attributes. */
    @Test
    void aRevalidationGoesTheWayOfItsRequest() {
        origin.answers(page("1", "Cache-Control", "max-age=1, stale-while-revalidate=60"));
        get();
        origin.pass(5);
        origin.take();
        cache.filter(Origin.request(Method.GET).withAttribute(ProxyChoice.OF_REQUEST, ProxyChoice.DIRECT), origin);
        assertThat(origin.take())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.attribute(ProxyChoice.OF_REQUEST)).isSameAs(ProxyChoice.DIRECT));
    }

    @Test
    void aRevalidationThatFailsLeavesWhatIsStored() {
        origin.answers(page("1", "Cache-Control", "max-age=1, stale-while-revalidate=60"));
        get();
        origin.pass(5);
        origin.answer = Future.failed(new IOException("down"));
        assertThat(get().text()).isEqualTo("1");
        origin.answers(page("2", "Cache-Control", "max-age=1"));
        assertThat(get().text()).isEqualTo("1");
        assertThat(get().text()).isEqualTo("2");
    }

    /** A store of a user's, each of whose steps ends in the same way. */
    private record OtherStore(Future<?> outcome) implements CacheStore {
        @Override
        public Future<@Nullable StoredResponse> find(String url, Headers request) {
            return outcome.map(done -> null);
        }

        @Override
        public Future<@Nullable Void> put(StoredResponse response) {
            return outcome.map(done -> null);
        }

        @Override
        public Future<@Nullable Void> remove(String url) {
            return outcome.map(done -> null);
        }
    }

    /** Otherwise its connection would wait for a reader that never comes. */
    @Test
    void aCallerThatDoesNotWaitForTheStoreLeavesNoBody() {
        boolean[] cancelled = new boolean[1];
        BodyStream body = new BodyStream() {
            @Override
            public Future<@Nullable ByteBuffer> read() {
                return Future.completed(null);
            }

            @Override
            public void cancel() {
                cancelled[0] = true;
            }
        };
        ManualExecutor loop = new ManualExecutor();
        cache = settings.store(new OtherStore(new Promise<String>(loop))).build();
        origin.answers(Response.text("").withBody(body));
        Future<Response> answer = cache.filter(Request.delete(URL), origin);
        loop.runAll();
        answer.cancel();
        loop.runAll();
        assertThat(cancelled[0]).isTrue();
    }

    /** A store that fails costs a request, and no more. A query may have a token. */
    @Test
    void withoutAStoreThereIsStillTheOrigin() {
        cache = settings.store(new OtherStore(Future.failed(new IOException("broken"))))
                .build();
        origin.answers(page("1", "Cache-Control", "max-age=10"));
        try (CapturedLog log = new CapturedLog(ResponseCache.class)) {
            assertThat(get().text()).isEqualTo("1");
            assertThat(send(Request.delete(URL + "?token=secret")).text()).isEqualTo("1");
            assertThat(log.records()).hasSize(3);
            assertThat(log.records()).noneMatch(record -> record.getMessage().contains("secret"));
        }
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void settingsHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.maxBody(-1))
                .withMessageStartingWith("maxBody must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.maxMemory(0))
                .withMessageStartingWith("maxMemory must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.maxHeuristic(Duration.ofSeconds(-1)))
                .withMessageStartingWith("maxHeuristic must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheStore.inMemory(0, 1))
                .withMessageStartingWith("maxBytes must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheStore.inFolder(Path.of("x"), 1, 0))
                .withMessageStartingWith("maxEntries must");
    }

    @Test
    void nullIsRefusedByName() throws ReflectiveOperationException {
        StoredResponse stored = MemoryStoreTest.stored("http://a/", "", "");
        NullArguments arguments = new NullArguments()
                .sample(ResponseCache.class, ResponseCache::create)
                .sample(ResponseCache.Builder.class, ResponseCache::builder)
                .sample(CacheStore.class, CacheStore::inMemory)
                .sample(StoredResponse.class, () -> stored)
                .sample(MemoryStore.class, () -> new MemoryStore(1, 1))
                .sample(FolderStore.class, () -> new FolderStore(Path.of("x"), 1, 1, Runnable::run))
                .sample(InstantSource.class, InstantSource::system)
                .sample(Duration.class, () -> Duration.ZERO)
                .sample(Path.class, () -> Path.of("x"))
                .sample(String.class, () -> "")
                .sample(long.class, () -> 1L)
                .sample(int.class, () -> 1)
                .sample(Headers.class, Headers::empty)
                .sample(Status.class, () -> Status.OK)
                .sample(Instant.class, () -> Instant.EPOCH)
                .sample(Body.Bytes.class, () -> Body.EMPTY)
                .sample(Request.class, () -> Request.get("http://a/"))
                .sample(Handler.class, () -> origin);
        for (Class<?> type : new Class<?>[] {
            ResponseCache.class,
            ResponseCache.Builder.class,
            StoredResponse.class,
            CacheStore.class,
            MemoryStore.class,
            FolderStore.class
        }) {
            assertThat(arguments.unchecked(type)).isEmpty();
        }
    }
}
