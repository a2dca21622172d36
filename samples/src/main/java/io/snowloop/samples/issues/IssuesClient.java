// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import static io.snowloop.client.BaseUrl.baseUrl;
import static io.snowloop.client.Credentials.bearer;
import static io.snowloop.client.DefaultHeaders.defaultHeaders;
import static io.snowloop.client.RateLimiter.rateLimiter;
import static io.snowloop.client.Retries.retries;
import static java.time.Duration.ofSeconds;

import io.snowloop.client.CircuitBreaker;
import io.snowloop.client.Fetcher;
import io.snowloop.client.Timeouts;
import io.snowloop.client.cache.ResponseCache;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.samples.Jackson;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;

/** The tracker as Java sees it: a method for each of its calls. It belongs to the loop of its fetcher. */
// region client
final class IssuesClient {
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());
    private static final Headers DEFAULTS = Headers.of("User-Agent", "issues/1.0", "Accept", "application/json");
    private static final Timeouts TIMEOUTS = Timeouts.builder()
            .connect(ofSeconds(2))
            .read(ofSeconds(5))
            .total(ofSeconds(10))
            .build();
    private static final int MOST_PAGES = 1_000;

    private final URI base;
    private final Fetcher api;

    /**
     * A client of the tracker at a URL.
     *
     * @param url ends with a slash
     * @param tokens asked for the first token, and for a new one when a 401 says that it has expired
     */
    IssuesClient(Fetcher http, String url, Supplier<Future<String>> tokens) {
        base = URI.create(url);
        // region filters
        api = http.with(baseUrl(url))
                .with(defaultHeaders(DEFAULTS))
                .with(ResponseCache.create()) // asks with If-None-Match, and a 304 is what it has
                .with(retries(3).withBudget(20, 1)) // after 503, 429 and a connection that broke; not of a POST
                .with(CircuitBreaker.builder().minCalls(5).build()) // a tracker that fails is left alone for a while
                .with(bearer(url, tokens)) // to this origin only
                .with(rateLimiter(50, ofSeconds(1)));
        // endregion
    }

    /** One issue. Fails with {@link ProblemException} if there is none with this number. */
    Future<Issue> issue(int id) {
        return send(Request.get("issues/" + id)).map(IssuesClient::issue);
    }

    /** All issues, page after page. */
    Future<List<Issue>> issues() {
        return pages("issues", new ArrayList<>(), 1);
    }

    /** Opens an issue. It is sent once: after a failure, nothing says whether there is one. */
    Future<Issue> open(String title) {
        return send(Request.post("issues", Body.EMPTY).withJson(Map.of("title", title), JSON))
                .map(IssuesClient::issue);
    }

    /** Closes an issue. To close it twice does no harm, so it is sent again after a failure. */
    Future<Issue> close(int id) {
        return send(Request.put("issues/" + id + "/closed", Body.EMPTY)).map(IssuesClient::issue);
    }

    private static Issue issue(Response response) {
        return response.fromJson(Issue.class, JSON);
    }

    // region pages
    private Future<List<Issue>> pages(String target, List<Issue> all, int page) {
        return send(Request.get(target)).flatMap(response -> {
            all.addAll(List.of(response.fromJson(Issue[].class, JSON)));
            String next = LinkField.target(response.headers().all("Link"), "next");
            if (next == null) {
                return Future.completed(all);
            }
            return page < MOST_PAGES
                    ? pages(LinkField.resolve(base.resolve(target), next).toString(), all, page + 1)
                    : Future.failed(new IOException("there are more than " + MOST_PAGES + " pages of issues"));
        });
    }
    // endregion

    private Future<Response> send(Request request) {
        return api.fetch(request.withAttribute(Timeouts.OF_REQUEST, TIMEOUTS))
                .flatMap(response -> response.status().isSuccess()
                        ? Future.completed(response)
                        : Future.failed(ProblemException.of(response, JSON)));
    }
}
// endregion
