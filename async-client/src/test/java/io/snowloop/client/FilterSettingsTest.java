// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The settings of the filters, and bodies that they can send again. */
class FilterSettingsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String UNAVAILABLE = "HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n";
    private static final String MOVED = "HTTP/1.1 307 Temporary Redirect\nLocation: /b\nContent-Length: 0\n\n";

    private final Scene scene = new Scene();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    @Test
    void aNegativeNumberOfRedirectsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redirects.redirects(-1))
                .withMessage("the number of redirects must not be negative: -1");
    }

    @Test
    void withObserverReplacesTheObserver() {
        scene.answers = head -> head.startsWith("GET /b ") ? OK : MOVED;
        Redirects first = Redirects.redirects(1).withObserver((request, response) -> log.add("first"));
        Redirects second = first.withObserver((request, response) -> log.add("second"));
        scene.fetcher.with(second).fetch(Scene.URL);
        scene.settle();
        assertThat(log).containsExactly("second");

        scene.fetcher.with(first).fetch(Scene.URL);
        scene.settle();
        assertThat(log).containsExactly("second", "first");
    }

    @Test
    void withPausesReplacesBothPauses() {
        scene.answers = head -> {
            log.add("asked");
            return UNAVAILABLE;
        };
        Retries minutes = Retries.retries(1).withPauses(Duration.ofMinutes(1), Duration.ofMinutes(2));
        Retries seconds = minutes.withPauses(Duration.ofSeconds(1), Duration.ofSeconds(2));
        Future<Response> response = scene.fetcher.with(seconds).fetch(Scene.URL);
        scene.pass(Duration.ofMillis(499));
        assertThat(log).hasSize(1);
        scene.pass(Duration.ofSeconds(2));
        assertThat(response.isDone()).isTrue();
        assertThat(log).hasSize(2);
    }

    /** A body that was received is a stream, but what was collected of it can be sent any number of times. */
    private Request withCollectedBody() {
        Response received = scene.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 4\n\ndata");
        List<Future<Body.Bytes>> collected = new ArrayList<>();
        scene.onLoop(() -> collected.add(received.body().collect(4)));
        assertThat(collected.get(0).isDone()).isTrue();
        scene.peer().take();
        return Request.put(Scene.URL, received.body());
    }

    @Test
    void aBodyThatWasCollectedIsRetried() {
        Future<Response> response = scene.fetcher.with(Retries.retries(1)).fetch(withCollectedBody());
        scene.settle();
        assertThat(scene.peer().take()).endsWith("\n\ndata");
        scene.peer().send(UNAVAILABLE);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peer().take()).endsWith("\n\ndata");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }

    @Test
    void aBodyThatWasCollectedIsRedirected() {
        Future<Response> response = scene.fetcher.with(Redirects.redirects(1)).fetch(withCollectedBody());
        scene.settle();
        scene.peer().take();
        scene.peer().send(MOVED);
        assertThat(scene.peer().take()).startsWith("PUT /b ").endsWith("\n\ndata");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }

    @Test
    void aBodyThatWasCollectedIsSentAgainAfterAStaleConnection() {
        Future<Response> response = scene.fetch(withCollectedBody());
        assertThat(scene.peer().take()).endsWith("\n\ndata");
        scene.peer().end();
        assertThat(scene.peers).hasSize(2);
        assertThat(scene.peer().take()).endsWith("\n\ndata");
        scene.peer().send(OK);
        assertThat(response.resultNow().text()).isEqualTo("ok");
    }
}
