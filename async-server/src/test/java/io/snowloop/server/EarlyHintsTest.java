// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EverySegmentation
class EarlyHintsTest {
    private static final Headers STYLE = Headers.of("Link", "</style.css>; rel=preload; as=style");
    private static final String HINT = "HTTP/1.1 103 Early Hints\nLink: </style.css>; rel=preload; as=style\n\n";

    private final List<Request> requests = new ArrayList<>();
    private final List<Promise<Response>> answers = new ArrayList<>();

    private Future<Response> later(Request request) {
        requests.add(request);
        request.context().sendEarlyHints(STYLE);
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    @Test
    void comeBeforeTheResponse() {
        try (TestClient client = new TestClient(this::later)) {
            client.send(TestClient.GET);
            assertThat(client.answer()).isEqualTo(HINT);

            requests.get(0).context().sendEarlyHints(Headers.of("Link", "</b.js>; rel=preload; as=script"));
            assertThat(client.answer())
                    .isEqualTo("HTTP/1.1 103 Early Hints\nLink: </b.js>; rel=preload; as=script\n\n");

            answers.get(0).complete(Response.text("page"));
            client.test.turnUntilIdle();
            assertThat(client.answer()).isEqualTo(TestClient.ok("page"));
        }
    }

    @Test
    void areNotSentWhenTheResponseHasBegun() {
        try (TestClient client = new TestClient(request -> {
            requests.add(request);
            return Future.completed(Response.text("page"));
        })) {
            client.send(TestClient.GET);
            assertThat(client.answer()).isEqualTo(TestClient.ok("page"));
            requests.get(0).context().sendEarlyHints(STYLE);
            assertThat(client.answer()).isEmpty();
        }
    }

    @Test
    void areNotSentToAClientOfHttp10() {
        try (TestClient client = new TestClient(this::later)) {
            client.send("GET / HTTP/1.0\n\n");
            assertThat(client.answer()).isEmpty();
        }
    }

    @Test
    void haveNoFieldsOfABody() {
        try (TestClient client = new TestClient(request -> {
            request.context().sendEarlyHints(STYLE.plus("Content-Length", "3"));
            return Future.completed(Response.text("page"));
        })) {
            client.send(TestClient.GET);
            assertThat(client.answer()).isEqualTo(HINT + TestClient.ok("page"));
        }
    }

    @Test
    void doNothingWithoutAConnection() {
        Request.get("/").context().sendEarlyHints(STYLE);
    }
}
