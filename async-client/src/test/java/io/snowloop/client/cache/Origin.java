// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** An origin behind a cache, without a network: it notes what it is asked, and answers what the test says. */
final class Origin implements Handler, InstantSource {
    static final String URL = "http://10.0.0.1/page";

    /** What it was asked since the last call of {@link #take}. */
    private final List<Request> asked = new ArrayList<>();

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** What it answers, each time. */
    Future<Response> answer = Future.completed(Response.text(""));

    @Override
    public Future<Response> handle(Request request) {
        asked.add(request);
        return answer;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    /** What it was asked since the last call. */
    List<Request> take() {
        List<Request> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    Origin answers(Response response) {
        answer = Future.completed(response);
        return this;
    }

    /** A page with these fields. */
    static Response page(String text, String... fields) {
        Response page = Response.text(text);
        for (int i = 0; i < fields.length; i += 2) {
            page = page.plusHeader(fields[i], fields[i + 1]);
        }
        return page;
    }

    static Response notModified() {
        return Response.of(Status.NOT_MODIFIED);
    }

    static Request request(Method method, String... fields) {
        Request request = Request.of(method, URL);
        for (int i = 0; i < fields.length; i += 2) {
            request = request.plusHeader(fields[i], fields[i + 1]);
        }
        return request;
    }
}
