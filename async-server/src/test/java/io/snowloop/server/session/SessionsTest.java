// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static io.snowloop.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Cookie;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import io.snowloop.testing.EmptyStream;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A session")
class SessionsTest {
    private final TestLoop test = new TestLoop();
    private final CookieSigner signer = CookieSigner.of(new byte[32]);
    private final MemorySessions store = new MemorySessions(3);
    private final Snow app = app(store);

    private final Promise<Response> late = test.loop.newPromise();

    /** What a browser would send. */
    private @Nullable String cookie;

    private Snow app(SessionStore sessions) {
        return new Snow()
                .filter(Sessions.builder(signer, sessions)
                        .maxIdle(Duration.ofMinutes(10))
                        .build())
                .get(
                        "/",
                        request -> Response.text(String.valueOf(session(request).get("user"))))
                .get("/login", request -> {
                    session(request).renew();
                    session(request).set("user", "holle");
                    return Response.text("in");
                })
                .get("/other", request -> {
                    session(request).set("user", "other");
                    return Response.text("other");
                })
                .get("/set", request -> {
                    session(request).set("page", "set");
                    return Response.text("set");
                })
                .get("/late", (request, loop) -> late)
                .get(
                        "/late/{what}",
                        (request, loop) -> late.map(response -> {
                            Session session = session(request);
                            switch (request.path("what")) {
                                case "login" -> {
                                    session.renew();
                                    session.set("user", "holle");
                                }
                                case "renew" -> session.renew();
                                case "logout" -> session.end();
                                case "remove" -> session.remove("user");
                                default -> session.set(request.path("what"), "late");
                            }
                            return response;
                        }))
                .get(
                        "/all",
                        request -> Response.text(new TreeMap<>(session(request).values()).toString()))
                .get("/logout", request -> {
                    session(request).end();
                    return Response.text("out");
                });
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Response get(String path) {
        Request request =
                cookie == null ? Request.get(path) : Request.get(path).withHeader("Cookie", "session=" + cookie);
        Response response =
                test.turnUntilDone(test.loop.submit(() -> app.handle(request))).resultNow();
        String set = response.header("Set-Cookie");
        if (set != null) {
            Cookie parsed = Objects.requireNonNull(Cookie.parseSetCookie(set));
            cookie = Duration.ZERO.equals(parsed.maxAge()) ? null : parsed.value();
        }
        return response;
    }

    @Test
    void hasWhatARequestBeforeHasSet() {
        Response login = get("/login");

        assertThat(login.header("Set-Cookie"))
                .matches("session=[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(login.header("Cache-Control")).isEqualTo("no-store");
        Response home = get("/");
        assertThat(home.text()).isEqualTo("holle");
        assertThat(home.header("Set-Cookie")).isNull();
    }

    @Test
    void isNotChangedAfterTheResponse() {
        List<Session> seen = new ArrayList<>();
        Handler handler = Sessions.builder(signer, store).build().around(request -> {
            seen.add(session(request));
            return Future.completed(Response.text("in"));
        });
        test.turnUntilDone(test.loop.submit(() -> handler.handle(Request.get("/"))));
        Session session = seen.get(0);

        assertThat(session.get("user")).isNull();
        for (Runnable change : List.<Runnable>of(
                () -> session.set("user", "late"), () -> session.remove("user"), session::renew, session::end)) {
            assertThatIllegalStateException()
                    .isThrownBy(change::run)
                    .withMessageStartingWith("this session was kept with the response, and a change would be lost");
        }
    }

    @Test
    void isNotMadeForAClientOfWhichNothingIsKnown() {
        assertThat(get("/").text()).isEqualTo("null");
        assertThat(get("/").header("Set-Cookie")).isNull();
        assertThat(store.size()).isZero();
    }

    /** Session fixation: the id from before the login is worth nothing after it. */
    @Test
    void hasAnotherIdAfterALogin() {
        get("/set");
        String before = cookie;
        get("/login");

        assertThat(cookie).isNotEqualTo(before);
        assertThat(get("/").text()).isEqualTo("holle");
        assertThat(store.size()).isEqualTo(1);
        cookie = before;
        assertThat(get("/").text()).isEqualTo("null");
    }

    /** It was loaded before the change, and its request ends after it. */
    @Test
    void isLeftAsItIsByARequestThatChangesNothing() {
        get("/login");
        Request request = Request.get("/late").withHeader("Cookie", "session=" + cookie);
        Future<Response> reader = test.loop.submit(() -> app.handle(request));
        test.turnUntilIdle();
        get("/other");
        late.complete(Response.text("late"));

        assertThat(test.turnUntilDone(reader).resultNow().text()).isEqualTo("late");
        assertThat(get("/").text()).isEqualTo("other");
    }

    /** A request that has loaded the session, and ends after the one for {@code meanwhile}. */
    private Response late(String what, String meanwhile) {
        Request request = Request.get("/late/" + what).withHeader("Cookie", "session=" + cookie);
        Future<Response> slow = test.loop.submit(() -> app.handle(request));
        test.turnUntilIdle();
        get(meanwhile);
        late.complete(Response.text("late"));
        return test.turnUntilDone(slow).resultNow();
    }

    private void take(Response response) {
        cookie = Objects.requireNonNull(Cookie.parseSetCookie(response.header("Set-Cookie")))
                .value();
    }

    @Test
    void hasTheChangesOfTwoRequestsAtTheSameTime() {
        get("/login");
        late("seen", "/set");

        assertThat(get("/all").text()).isEqualTo("{page=set, seen=late, user=holle}");
    }

    @Test
    void ofTwoChangesToOneValueTheLaterOneCounts() {
        get("/login");
        late("page", "/set");
        assertThat(get("/all").text()).isEqualTo("{page=late, user=holle}");
    }

    @Test
    void losesOnlyWhatARequestRemoves() {
        get("/login");
        late("remove", "/set");
        assertThat(get("/all").text()).isEqualTo("{page=set}");
    }

    @Test
    void thatIsRenewedHasWhatAnotherRequestHasSetMeanwhile() {
        get("/login");
        take(late("login", "/set"));
        assertThat(get("/all").text()).isEqualTo("{page=set, user=holle}");
        assertThat(store.size()).isEqualTo(1);
    }

    /** Its request has named the id from before: who knows that must not change the session of the user. */
    @Test
    void thatIsRenewedHasNothingThatIsSetOnItsOldIdAfterwards() {
        get("/other");
        late("seen", "/login");
        assertThat(get("/all").text()).isEqualTo("{user=holle}");
    }

    @Test
    void thatIsRenewedStaysWhenItsOldIdIsLoggedOutAfterwards() {
        get("/other");
        late("logout", "/login");
        assertThat(get("/all").text()).isEqualTo("{user=holle}");
    }

    /** Else who has logged out is logged in, with another id. */
    @Test
    void isNotBroughtBackByARenewalAfterALogout() {
        get("/login");
        Response renewed = late("renew", "/logout");
        assertThat(renewed.header("Set-Cookie")).startsWith("session=; Path=/; Max-Age=0");
        assertThat(store.size()).isZero();
    }

    @Test
    void ofALoginAfterALogoutHasWhatTheLoginHasSet() {
        get("/login");
        get("/set");
        take(late("login", "/logout"));
        assertThat(get("/all").text()).isEqualTo("{user=holle}");
    }

    @Test
    void thatHasEndedAndHasAValueIsAnotherOne() {
        app.get("/bye", request -> {
            session(request).end();
            session(request).set("said", "bye");
            return Response.text("out");
        });
        get("/login");
        String before = cookie;
        get("/bye");
        assertThat(get("/all").text()).isEqualTo("{said=bye}");
        cookie = before;
        assertThat(get("/all").text()).isEqualTo("{}");
    }

    @Test
    void isGoneAfterALogout() {
        get("/login");
        String before = cookie;
        Response logout = get("/logout");

        assertThat(logout.header("Set-Cookie")).startsWith("session=; Path=/; Max-Age=0");
        assertThat(store.size()).isZero();
        cookie = before;
        assertThat(get("/").text()).isEqualTo("null");
    }

    @Test
    void isNotTakenFromACookieThatIsForged() {
        get("/login");
        cookie = Objects.requireNonNull(cookie).replaceAll("^.", "!");
        assertThat(get("/").text()).isEqualTo("null");
        cookie = signer.sign(Cookie.of("session", "an-id-that-is-not-in-the-store"))
                .value();
        assertThat(get("/").text()).isEqualTo("null");
        get("/login");
        assertThat(cookie).as("not adopted").doesNotContain("an-id-that");
    }

    @Test
    void expiresWhenItIsNotUsed() {
        get("/login");
        for (int i = 0; i < 5; i++) {
            test.ticker.advance(Duration.ofMinutes(10).minusNanos(1));
            assertThat(get("/").text()).as("each use counts").isEqualTo("holle");
        }
        test.ticker.advance(Duration.ofMinutes(10));
        assertThat(get("/").text()).isEqualTo("null");
    }

    @Test
    void makesRoomForNewOnes() {
        try (LogCapture log = new LogCapture(SessionStore.class)) {
            String[] cookies = new String[5];
            for (int i = 0; i < 5; i++) {
                cookie = null;
                get("/login");
                cookies[i] = cookie;
                cookie = cookies[0];
                assertThat(get("/").text()).as("the first one is in use").isEqualTo("holle");
            }
            assertThat(store.size()).isEqualTo(3);
            cookie = cookies[1];
            assertThat(get("/").text()).isEqualTo("null");
            assertThat(log.records()).hasSize(1);
            assertThat(log.records().get(0).getMessage()).startsWith("SessionStore.inMemory = 3: ");
        }
    }

    /** All in one turn of the loop would keep the others waiting. */
    @Test
    void makesRoomOfManyThatAreOverInSeveralSteps() {
        MemorySessions many = new MemorySessions(1_000);
        test.inTask(() -> {
            for (int i = 0; i < 100; i++) {
                many.create("old " + i, Map.of(), Duration.ofMinutes(10));
            }
            test.ticker.advance(Duration.ofMinutes(10));
            many.create("new", Map.of(), Duration.ofMinutes(10));
            assertThat(many.size()).isEqualTo(100 + 1 - 64);
            many.create("next", Map.of(), Duration.ofMinutes(10));
            assertThat(many.size()).isEqualTo(2);
        });
    }

    @Test
    void makesRoomFirstByThoseThatAreOver() {
        try (LogCapture log = new LogCapture(SessionStore.class)) {
            for (int i = 0; i < 3; i++) {
                cookie = null;
                get("/login");
            }
            test.ticker.advance(Duration.ofMinutes(10));
            cookie = null;
            get("/login");
            assertThat(store.size()).isEqualTo(1);
            assertThat(log.records()).isEmpty();
        }
    }

    /** Else a request that was under way at a logout would log the user in again. */
    @Test
    void thatWasDeletedIsNotBroughtBackByAnUpdate() {
        store.create("a", Map.of("user", "holle"), Duration.ofMinutes(1));
        store.delete("a");
        store.update("a", Map.of("user", "holle"), Set.of(), Duration.ofMinutes(1));

        assertThat(store.load("a").resultNow()).isNull();
    }

    @Test
    void needsItsFilter() {
        assertThatIllegalStateException()
                .isThrownBy(() -> session(Request.get("/")))
                .withMessage(
                        "this request has no session: add the filter Sessions to the app, before csrf() and each other filter"
                                + " that uses it");
    }

    @Test
    void mayHaveNoEnd() {
        Sessions endless = Sessions.builder(signer, store)
                .maxIdle(ChronoUnit.FOREVER.getDuration())
                .build();
        Snow app = new Snow().filter(endless).get("/", request -> {
            session(request).set("user", "holle");
            return Response.text("in");
        });

        Response response = test.turnUntilDone(test.loop.submit(() -> app.handle(Request.get("/"))))
                .resultNow();

        assertThat(response.text()).isEqualTo("in");
        assertThat(store.size()).isEqualTo(1);
    }

    /** What would be left open is the file or the connection behind it. */
    @Test
    void anAnswerIsCancelledIfTheStoreFails() {
        EmptyStream stream = new EmptyStream();
        SessionStore broken = new SessionStore() {
            @Override
            public Future<@Nullable Map<String, String>> load(String id) {
                return Future.completed(null);
            }

            @Override
            public Future<@Nullable Void> create(String id, Map<String, String> values, Duration maxIdle) {
                return Future.failed(new IOException("the store is down"));
            }

            @Override
            public Future<@Nullable Void> update(
                    String id, Map<String, String> set, Set<String> removed, Duration maxIdle) {
                return Future.completed(null);
            }

            @Override
            public Future<@Nullable Map<String, String>> delete(String id) {
                return Future.completed(null);
            }
        };
        Snow broke = app(broken).get("/stream", request -> {
            session(request).set("a", "b");
            return Response.stream(stream, "text/plain");
        });

        Response response = test.turnUntilDone(test.loop.submit(() -> broke.handle(Request.get("/stream"))))
                .resultNow();
        test.turnUntilIdle();

        assertThat(response.status().code()).isEqualTo(500);
        assertThat(stream.cancels()).isEqualTo(1);
    }
}
