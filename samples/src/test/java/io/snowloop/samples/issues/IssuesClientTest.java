// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.CircuitOpenException;
import io.snowloop.client.Fetcher;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.testing.MockAnswer;
import io.snowloop.client.testing.MockServer;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.JsonException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client, of a server that answers what the test says, in virtual time. */
class IssuesClientTest {
    private static final Issue ISSUE = new Issue(7, "It snows", true);

    private final Simulation simulation = new Simulation(1);
    private Scheduler loop;
    private Fetcher fetcher;
    private MockServer server;
    private IssuesClient client;
    private int tokens;

    @BeforeEach
    void open() throws Exception {
        server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
        EventLoop own = simulation.loop("10.0.0.2");
        loop = own;
        fetcher = Fetcher.on(own);
        client = new IssuesClient(fetcher, server.url("/v1/"), () -> Future.completed("t" + ++tokens));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private static Response json(Issue issue) {
        return Response.json(
                "{\"id\":" + issue.id() + ",\"title\":\"" + issue.title() + "\",\"open\":" + issue.open() + "}");
    }

    private static Response page(String issues, @Nullable String link) {
        Response response = Response.json("[" + issues + "]");
        return link == null ? response : response.withHeader("Link", link);
    }

    /** On the client's loop, until it is done. */
    private <T> Future<T> call(Supplier<Future<T>> call) {
        Future<T> result = loop.submit(call::get);
        simulation.runUntil(result::isDone);
        return result;
    }

    private static @Nullable Throwable error(Future<?> result) {
        return Objects.requireNonNull(result.outcome()).error();
    }

    private List<String> asked() {
        return server.requests().stream()
                .map(request -> request.method() + " " + request.target())
                .toList();
    }

    private List<@Nullable String> fields(String name) {
        return server.requests().stream().map(request -> request.header(name)).toList();
    }

    @Test
    void aCallIsARequestWithAllThatTheApiWants() {
        server.answer(json(ISSUE));

        assertThat(call(() -> client.issue(7)).resultNow()).isEqualTo(ISSUE);
        Request request = server.requests().get(0);
        assertThat(asked()).containsExactly("GET /v1/issues/7");
        assertThat(request.header("Authorization")).isEqualTo("Bearer t1");
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).isEqualTo("issues/1.0");
    }

    /** Two calls with the same token: it is renewed once. */
    @Test
    void aTokenThatHasExpiredIsRenewedOnce() {
        server.when(
                        request -> "Bearer t1".equals(request.header("Authorization")),
                        MockAnswer.of(Response.of(Status.UNAUTHORIZED).withHeader("WWW-Authenticate", "Bearer")))
                .when(request -> true, MockAnswer.of(json(ISSUE)));

        Future<List<Issue>> both = call(() -> Future.all(loop, List.of(client.issue(7), client.issue(8))));

        assertThat(both.resultNow()).containsExactly(ISSUE, ISSUE);
        assertThat(tokens).isEqualTo(2);
        assertThat(fields("Authorization"))
                .containsExactlyInAnyOrder("Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2");
    }

    @Test
    void aNewTokenThatIsRefusedIsAProblem() {
        server.when(
                request -> true,
                MockAnswer.of(Response.of(Status.UNAUTHORIZED).withHeader("WWW-Authenticate", "Bearer")));

        assertThat(error(call(() -> client.issue(7))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.status()).isEqualTo(Status.UNAUTHORIZED));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aBusyServerIsAskedAgainWhenItSays() {
        server.answer(Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "7"))
                .answer(MockAnswer.reset())
                .answer(json(ISSUE));

        assertThat(call(() -> client.issue(7)).resultNow()).isEqualTo(ISSUE);
        assertThat(simulation.ticker().elapsed()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    }

    /** Nothing says whether there is one by now. */
    @Test
    void anIssueIsOpenedOnce() {
        server.answer(MockAnswer.reset());

        assertThat(error(call(() -> client.open("It snows")))).isInstanceOf(ConnectionClosedException.class);
        assertThat(asked()).containsExactly("POST /v1/issues");
        assertThat(server.requests().get(0).text()).isEqualTo("{\"title\":\"It snows\"}");
        assertThat(server.requests().get(0).header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void anIssueIsClosedUntilItIs() {
        server.answer(MockAnswer.reset()).answer(json(new Issue(7, "It snows", false)));

        assertThat(call(() -> client.close(7)).resultNow().open()).isFalse();
        assertThat(asked()).containsExactly("PUT /v1/issues/7/closed", "PUT /v1/issues/7/closed");
    }

    /** A link may be absolute, of a path, or of a query only. */
    @Test
    void allPagesAreFetched() {
        String one = "{\"id\":1,\"title\":\"a\",\"open\":true}";
        server.answer(page(one + "," + one, "<?page=2>; rel=next"))
                .answer(page(one, "</v1/issues?page=3>; rel=\"next\", </v1/issues>; rel=\"first\""))
                .answer(page("", "<http://10.0.0.1/v1/issues?page=4>; rel=next"))
                .answer(page(one, null));

        assertThat(call(client::issues).resultNow()).hasSize(4);
        assertThat(asked())
                .containsExactly(
                        "GET /v1/issues", "GET /v1/issues?page=2", "GET /v1/issues?page=3", "GET /v1/issues?page=4");
    }

    @Test
    void aCircleOfPagesHasAnEnd() {
        server.when(
                request -> true,
                MockAnswer.of(page("", "</v1/issues>; rel=next").withHeader("Cache-Control", "no-store")));

        assertThat(error(call(client::issues))).hasMessage("there are more than 1000 pages of issues");
        assertThat(server.requests()).hasSize(1_000);
        assertThat(simulation.ticker().elapsed())
                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21)); // 50 a second
    }

    /** The token is for one origin. */
    @Test
    void aPageOfAnotherOriginGetsNoToken() throws Exception {
        try (MockServer other = MockServer.listen(simulation.loop("10.0.0.4"), "10.0.0.4", 80)) {
            server.answer(page("", "<" + other.url("/v1/issues") + ">; rel=next"));
            other.answer(page("", null));

            assertThat(call(client::issues).resultNow()).isEmpty();
            assertThat(other.requests())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("Authorization")).isNull());
        }
    }

    /** Five failures; then the others fail at once, and the server is left alone. */
    @Test
    void aServerThatFailsIsLeftAlone() {
        server.when(request -> true, MockAnswer.reset());
        for (int i = 0; i < 2; i++) {
            call(() -> client.issue(7));
        }
        assertThat(server.requests()).hasSize(5);

        assertThat(error(call(() -> client.issue(7)))).isInstanceOf(CircuitOpenException.class);
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        server.answer(json(ISSUE).withHeader("ETag", "\"1\"").withHeader("Cache-Control", "no-cache"))
                .answer(Response.of(Status.NOT_MODIFIED).withHeader("ETag", "\"1\""))
                .answer(json(new Issue(7, "It thaws", true)).withHeader("ETag", "\"2\""));

        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> call(() -> client.issue(7)).resultNow().title()))
                .containsExactly("It snows", "It snows", "It thaws");
        assertThat(fields("If-None-Match")).containsExactly(null, "\"1\"", "\"1\"");
    }

    @Test
    void aProblemHasItsDetail() {
        server.answer(problem(Status.NOT_FOUND, "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"no issue 7\"}"))
                .answer(problem(Status.NOT_FOUND, "{\"title\":\"Nothing\"}"))
                .answer(problem(Status.NOT_FOUND, "{}"))
                .answer(problem(Status.NOT_FOUND, "<html>"))
                .answer(Response.html("<h1>404</h1>").withStatus(Status.NOT_FOUND));

        assertThat(IntStream.range(0, 5).mapToObj(i -> error(call(() -> client.issue(7)))))
                .allMatch(error -> error instanceof ProblemException problem
                        && problem.status().equals(Status.NOT_FOUND))
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "404 Not Found: no issue 7",
                        "404 Not Found: Nothing",
                        "404 Not Found",
                        "404 Not Found",
                        "404 Not Found");
    }

    private static Response problem(Status status, String json) {
        return Response.of(status)
                .withHeader("Content-Type", "application/problem+json")
                .withBody(Body.of(json));
    }

    @Test
    void whatIsNoIssueIsToldAsThat() {
        server.answer(Response.json("{\"id\":\"seven\"}"));

        assertThat(error(call(() -> client.issue(7))))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        server.answer(MockAnswer.silence());

        assertThat(error(call(() -> client.issue(7)))).isInstanceOf(ReadTimeoutException.class);
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void withoutATokenNothingIsSent() {
        client = new IssuesClient(fetcher, server.url("/v1/"), () -> Future.failed(new IOException("no login")));

        assertThat(error(call(() -> client.issue(7)))).hasMessage("no login");
        assertThat(server.requests()).isEmpty();
    }
}
