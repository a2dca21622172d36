// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Server;
import java.util.List;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.ObjectMapper;

/** The client at work, with a tracker on the same loop. It prints what it gets, and below it what the tracker was asked. */
public final class ApiClient {
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());
    private static final String SECRET = "only for this tracker";

    private ApiClient() {}

    public static void main(String... args) throws Exception {
        Filter log = (request, next) -> next.handle(request).map(response -> {
            System.out.println("    " + request.method() + " " + request.target() + " " + response.status());
            return response;
        });
        try (EventLoop loop = EventLoop.open();
                Server tracker = Server.of(log.around(new IssueTracker(SECRET, 6, 12).app()))
                        .on(loop)
                        .listen("127.0.0.1", 0);
                Fetcher http = Fetcher.on(loop)) {
            String login = tracker.url("/token");
            // region calls
            IssuesClient client = new IssuesClient(http, tracker.url("/v1/"), () -> token(http, login));
            List<Issue> issues = http.runUntil(client.issues());
            System.out.println(issues.size() + " issues");
            Issue opened = http.runUntil(client.open("It thaws"));
            System.out.println(opened);
            System.out.println(http.runUntil(client.issue(opened.id())));
            System.out.println(http.runUntil(client.issue(opened.id())));
            System.out.println(http.runUntil(client.close(opened.id())));
            try {
                http.runUntil(client.issue(99));
            } catch (ExecutionException e) {
                System.out.println(e.getCause());
            }
            // endregion
        }
    }

    private static Future<String> token(Fetcher http, String url) {
        return http.fetch(Request.post(url, Body.EMPTY).withJson(new IssueTracker.Login(SECRET), JSON))
                .map(response ->
                        response.fromJson(IssueTracker.Token.class, JSON).token());
    }
}
