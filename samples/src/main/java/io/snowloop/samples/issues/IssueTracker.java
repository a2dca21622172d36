// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import static io.snowloop.server.filter.ConditionalGet.conditionalGet;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Snow;
import io.snowloop.server.auth.Authentication;
import io.snowloop.server.auth.Secret;
import io.snowloop.server.input.Input;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** The API: issues in memory, in pages, for clients with a token. A token is good for some requests, and some requests come at a bad time. */
final class IssueTracker {
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());
    private static final Input<Integer> PAGE =
            Input.query("page").asInt().that("at least 1", page -> page >= 1).orElse(1);
    private static final int PAGE_SIZE = 5;

    private final List<Issue> issues = new ArrayList<>();
    private final Secret secret;
    private final int requestsOfAToken;
    private int token;
    private int left;
    private int requests;

    /** What a client sends for a token. */
    record Login(@Nullable String secret) {}

    /** A token. */
    record Token(String token) {}

    /** What a client sends for an issue. */
    record NewIssue(@Nullable String title) {}

    /** A client. */
    private record Client(String getName) implements Principal {}

    /** A tracker with some issues. */
    IssueTracker(String secret, int requestsOfAToken, int issues) {
        this.secret = Secret.of(secret);
        this.requestsOfAToken = requestsOfAToken;
        for (int id = 1; id <= issues; id++) {
            this.issues.add(new Issue(id, "Snow on the track, part " + id, true));
        }
    }

    Snow app() {
        Authentication<Client> login = Authentication.bearer("issues", this::client);
        return new Snow()
                .filter(conditionalGet())
                .post("/token", this::token)
                .group(
                        "/v1",
                        v1 -> v1.filter(login)
                                .filter(this::busy)
                                .get("/issues", this::page)
                                .get("/issues/{id:int}", request -> Response.json(issue(request), JSON))
                                .post("/issues", this::open)
                                .put("/issues/{id:int}/closed", this::close));
    }

    private Response token(Request request) {
        String sent = request.fromJson(Login.class, JSON).secret();
        if (sent == null || !secret.matches(sent)) {
            throw new HttpException(Status.FORBIDDEN, "This is not the secret.");
        }
        left = requestsOfAToken;
        return Response.json(new Token("t" + ++token), JSON);
    }

    private Future<@Nullable Client> client(String sent) {
        boolean good = sent.equals("t" + token) && left-- > 0;
        return Future.completed(good ? new Client("client") : null);
    }

    /** The second request of all. */
    private Future<Response> busy(Request request, Handler next) {
        return ++requests == 2
                ? Future.completed(Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1"))
                : next.handle(request);
    }

    private Response page(Request request) {
        int page = PAGE.read(request);
        int from = (int) Math.min(issues.size(), (page - 1L) * PAGE_SIZE);
        int to = Math.min(issues.size(), from + PAGE_SIZE);
        Response response = Response.json(issues.subList(from, to), JSON);
        return to < issues.size()
                ? response.withHeader("Link", "</v1/issues?page=" + (page + 1) + ">; rel=\"next\"")
                : response;
    }

    private Issue issue(Request request) {
        int id = request.pathInt("id");
        if (id < 1 || id > issues.size()) {
            throw new HttpException(Status.NOT_FOUND, "There is no issue " + id + ".");
        }
        return issues.get(id - 1);
    }

    private Response open(Request request) {
        String title = request.fromJson(NewIssue.class, JSON).title();
        if (title == null || title.isBlank()) {
            throw new HttpException(Status.UNPROCESSABLE_CONTENT, "An issue has a title.");
        }
        Issue issue = new Issue(issues.size() + 1, title, true);
        issues.add(issue);
        return Response.json(issue, JSON).withStatus(Status.CREATED).withHeader("Location", "/v1/issues/" + issue.id());
    }

    private Response close(Request request) {
        Issue issue = issue(request);
        Issue closed = new Issue(issue.id(), issue.title(), false);
        issues.set(issue.id() - 1, closed);
        return Response.json(closed, JSON);
    }
}
