// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A fetcher that a callback of another loop uses")
class CrossingTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: Sum\n\n";

    private final Scene scene = new Scene();
    private final EventLoop other = scene.serverLoop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private void there(Runnable action) {
        other.execute(action);
        scene.settle();
    }

    private void log(Object what) {
        log.add(what + " on " + Scheduler.current());
    }

    @Test
    void hasItsCallbacksRunThere() {
        there(() -> scene.fetcher.fetch(Scene.URL).map(Response::text).onComplete((text, error) -> log(text)));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        assertThat(log).containsExactly("ok on " + other);
    }

    @Test
    void sendsAStreamOnce() {
        BodyStream once = BodyStream.of(() -> Future.completed(null));
        there(() -> scene.fetcher.fetch(Request.post(Scene.URL, once)));
        there(() -> scene.fetcher
                .fetch(Request.post(Scene.URL, once))
                .onComplete((response, error) -> log.add(error.getMessage())));

        assertThat(log).singleElement().asString().contains("has been sent or read before");
    }

    @Test
    void readsABodyThereWithItsTrailers() {
        there(() -> scene.fetcher.handle(Request.get(Scene.URL)).onComplete((response, error) -> {
            log(response.status());
            read(response.body().stream());
        }));
        scene.peer().send(CHUNKED + "3\nabc\n");
        assertThat(log).containsExactly("200 OK on " + other, "abc on " + other);
        scene.peer().send("0\nSum: 3\n\n");
        assertThat(log).last().isEqualTo("3 on " + other);
    }

    private void read(BodyStream body) {
        body.read().onComplete((piece, error) -> {
            if (piece == null) {
                log(body.trailers().get("Sum"));
            } else {
                log(StandardCharsets.UTF_8.decode(piece));
                read(body);
            }
        });
    }

    @Test
    void readsNothingFromTheSocketWhileNobodyReads() {
        there(() ->
                scene.fetcher.handle(Request.get(Scene.URL)).onComplete((response, error) -> log(response.status())));
        String large = "x".repeat(1 << 20);
        scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: " + large.length() + "\n\n" + large);
        assertThat(scene.peer().transport.queued()).isPositive();
        scene.fetcher.close();
        scene.settle();
    }

    @Test
    void collectsABodyThereOnceForAll() {
        List<Body> bodies = new ArrayList<>();
        there(() -> scene.fetcher
                .handle(Request.get(Scene.URL))
                .flatMap(response -> {
                    bodies.add(response.body());
                    return response.body().collect(2);
                })
                .onComplete((bytes, error) -> log(bytes.text())));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        assertThat(log).containsExactly("ok on " + other);
        assertThat(bodies.get(0).collected()).isEqualTo(Body.of("ok"));
    }

    @Test
    void collectsNoMoreThanItsLimit() {
        there(() -> scene.fetcher
                .handle(Request.get(Scene.URL))
                .flatMap(response -> response.body().collect(1))
                .onComplete((bytes, error) -> log(error.getClass().getSimpleName())));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        assertThat(log).containsExactly(BodyTooLargeException.class.getSimpleName() + " on " + other);
    }

    @Test
    void cancelsABody() {
        there(() -> scene.fetcher
                .handle(Request.get(Scene.URL))
                .onComplete((response, error) -> response.body().stream().cancel()));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
        assertThat(scene.peer().isClosed()).isTrue();
    }

    @Test
    void sendsABodyThatIsReadThere() {
        Iterator<String> pieces = List.of("ab", "cd").iterator();
        BodyStream body = BodyStream.of(4, () -> {
            String piece = pieces.hasNext() ? pieces.next() : null;
            log(piece);
            return Future.completed(piece == null ? null : StandardCharsets.UTF_8.encode(piece));
        });
        there(() -> scene.fetcher
                .fetch(Request.post(Scene.URL, body))
                .onComplete((response, error) -> log(response.status())));
        assertThat(scene.peer().take()).endsWith("\n\nabcd");
        scene.peer().send("HTTP/1.1 204 No Content\n\n");
        assertThat(log)
                .containsExactly("ab on " + other, "cd on " + other, "null on " + other, "204 No Content on " + other);
    }

    @Test
    void downloads(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");
        there(() -> scene.fetcher
                .download(Request.get(Scene.URL), file)
                .onComplete((response, error) -> log(response.status())));
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        assertThat(file).hasContent("ok");
        assertThat(log).containsExactly("200 OK on " + other);
        Files.delete(file);
    }

    @Test
    void doesNotBlockIt() {
        there(() -> assertThatIllegalStateException()
                .isThrownBy(() -> scene.fetcher.send(Scene.URL))
                .withMessage("send() would stop " + other + ", on whose thread it is called: call fetch()"));
        scene.reports.assertNone();
    }

    @Test
    void readsNothingOfALoopThatIsClosed() throws Exception {
        EventLoop gone = EventLoop.open();
        Body body = ForeignBody.of(BodyStream.of(() -> Future.completed(null)), gone);
        gone.close();
        there(() -> {
            body.stream()
                    .read()
                    .onComplete((piece, error) -> log(error.getClass().getSimpleName()));
            body.stream().cancel();
        });
        assertThat(log).containsExactly(RejectedExecutionException.class.getSimpleName() + " on " + other);
    }
}
