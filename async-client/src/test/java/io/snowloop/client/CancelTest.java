// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fetch that is called off, at every step of its life, leaves nothing behind, and the next one goes. */
@EverySegmentation
class CancelTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String HALF = "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc";

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build());

    /** What a program may have derived from a fetch when it cancels it. */
    static Stream<Named<Function<Future<Response>, Future<?>>>> derived() {
        return Stream.of(
                Named.of("itself", fetch -> fetch),
                Named.of("map", fetch -> fetch.map(Response::status)),
                Named.of("flatMap", fetch -> fetch.flatMap(response -> Future.completed(1))),
                Named.of("timeout", fetch -> fetch.timeout(Duration.ofMinutes(1))),
                Named.of(
                        "all of it",
                        fetch -> fetch.map(Response::text)
                                .recover(error -> "none")
                                .timeout(Duration.ofMinutes(1))
                                .map(String::length)));
    }

    /** Checks that the fetch and its connection are gone, and that another fetch succeeds. */
    private void expectGone(Future<?> fetch, int connectionsSoFar) {
        assertThat(fetch.isCancelled()).isTrue();
        scene.settle();
        scene.assertNothingUnderWay();
        Future<Response> next = scene.get();
        assertThat(scene.peers).hasSize(connectionsSoFar + 1);
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @ParameterizedTest
    @MethodSource("derived")
    void beforeItHasBegun(Function<Future<Response>, Future<?>> derive) {
        Future<?> fetch = derive.apply(scene.fetcher.fetch(Request.get(Scene.URL)));
        fetch.cancel();
        scene.settle();
        expectGone(fetch, 0);
    }

    @Test
    void whileItsFileWaitsForItsNextTurn(@TempDir Path folder) throws IOException {
        scene.simulation.network().faults(Faults.NONE.buffers(8 << 20)); // so it waits for the loop
        Path file = Files.write(folder.resolve("file"), new byte[5 << 20]);
        Future<Response> fetch = scene.fetcher.fetch(Request.post(Scene.URL, FileBody.of(file)));
        scene.simulation.runUntil(() -> OpenFiles.of(file) == 1);
        fetch.cancel();
        scene.settle();
        assertThat(OpenFiles.of(file)).isZero();
        expectGone(fetch, 1);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whileItWaitsInTheQueue(Function<Future<Response>, Future<?>> derive) {
        Future<Response> first = scene.get();
        Future<?> fetch = derive.apply(scene.get());
        Future<Response> third = scene.get();
        fetch.cancel();
        scene.settle();
        assertThat(scene.fetcher.inFlight()).isEqualTo(2);
        scene.peer().send(OK);
        scene.peer().send(OK);
        assertThat(first.isDone() && third.isDone()).isTrue();
        assertThat(scene.peers).hasSize(1);
        expectGoneOnTheSameConnection(fetch);
    }

    private void expectGoneOnTheSameConnection(Future<?> fetch) {
        assertThat(fetch.isCancelled()).isTrue();
        scene.close();
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whileItConnects(Function<Future<Response>, Future<?>> derive) {
        scene.simulation.network().faults(Faults.NONE.blackHoles(1));
        Future<?> fetch = derive.apply(scene.get());
        Future<Response> second = scene.get();
        scene.simulation.network().faults(Faults.NONE);
        fetch.cancel();
        scene.settle();
        assertThat(scene.fetcher.inFlight()).isEqualTo(1);
        scene.peer().send("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 0\n\n");
        assertThat(second.isDone()).isTrue();
        expectGone(fetch, 1);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whenItIsSent(Function<Future<Response>, Future<?>> derive) {
        Future<?> fetch = derive.apply(scene.get());
        fetch.cancel();
        scene.settle();
        assertThat(scene.peer().isClosed()).isTrue();
        expectGone(fetch, 1);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whileItsBodyGoesOut(Function<Future<Response>, Future<?>> derive) {
        boolean[] told = {false};
        BodyStream body = new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return scene.loop.newPromise();
            }

            @Override
            public void cancel() {
                told[0] = true;
            }
        };
        Future<?> fetch = derive.apply(scene.fetch(Request.post(Scene.URL, body)));
        fetch.cancel();
        scene.settle();
        assertThat(told[0]).isTrue();
        assertThat(scene.peer().isClosed()).isTrue();
        expectGone(fetch, 1);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void inTheMiddleOfTheHead(Function<Future<Response>, Future<?>> derive) {
        Future<?> fetch = derive.apply(scene.get());
        scene.peer().send("HTTP/1.1 200");
        fetch.cancel();
        scene.settle();
        expectGone(fetch, 1);
    }

    /** Turn by turn after the head has come: the response is on its way through the futures. */
    @ParameterizedTest
    @MethodSource("derived")
    void inTheTurnsAfterTheHead(Function<Future<Response>, Future<?>> derive) {
        for (int turns = 0; turns < 6; turns++) {
            Scene one = new Scene(
                    FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build());
            Future<?> fetch = derive.apply(one.get());
            write(one, HALF);
            one.loop.runOnce();
            for (int i = 0; i < turns && one.loop.timeToWait() == 0; i++) {
                one.loop.runOnce();
            }
            fetch.cancel();
            one.settle();
            one.assertNothingUnderWay();
            assertThat(one.peer().isClosed()).isTrue();
            one.close();
        }
    }

    /** Bytes arrive that the fetcher's loop has not read yet. */
    private static void write(Scene scene, String text) {
        scene.peer().transport.write(ByteBuffer.wrap(text.replace("\n", "\r\n").getBytes()));
    }

    @ParameterizedTest
    @MethodSource("derived")
    void inTheMiddleOfTheBody(Function<Future<Response>, Future<?>> derive) {
        Future<?> fetch = derive.apply(scene.get());
        scene.peer().send(HALF);
        fetch.cancel();
        scene.settle();
        assertThat(scene.peer().isClosed()).isTrue();
        expectGone(fetch, 1);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void whenItIsDoneNothingHappens(Function<Future<Response>, Future<?>> derive) {
        Future<?> fetch = derive.apply(scene.get());
        scene.peer().send(OK);
        assertThat(fetch.cancel()).isFalse();
        scene.settle();
        assertThat(scene.peer().isClosed()).isFalse();
        scene.close();
    }

    @Test
    void ofAHeadThatArrivesInTheSameTurnCancelsItsBody() {
        Future<String> derived = scene.fetcher.handle(Request.get(Scene.URL)).map(Response::toString);
        Future<Response> head = scene.fetcher.handle(Request.get(Scene.URL));
        scene.settle();
        write(scene, HALF);
        scene.loop.runOnce(); // the head is there, and the step is queued
        derived.cancel();
        scene.settle();
        assertThat(derived.isCancelled()).isTrue();
        assertThat(scene.fetcher.inFlight()).isEqualTo(1);
        scene.peer().send(OK);
        assertThat(head.isDone()).isTrue();
        scene.close();
    }

    @Test
    void aTimeoutOfTheCallerClosesTheConnection() {
        Future<Response> fetch = scene.get().timeout(Duration.ofSeconds(1));
        scene.pass(Duration.ofSeconds(1));
        assertThat(Scene.error(fetch)).isInstanceOf(TimeoutException.class);
        assertThat(scene.peer().isClosed()).isTrue();
        scene.close();
    }

    @Test
    void ofABodyClosesItsConnectionAndNoOther() {
        Response response = scene.head(Request.get(Scene.URL), HALF);
        Future<Response> next = scene.get();
        scene.onLoop(() -> response.body().stream().cancel());
        assertThat(scene.peers.get(0).isClosed()).isTrue();
        scene.peer().send(OK);
        assertThat(next.isDone()).isTrue();
        scene.close();
    }

    @Test
    void ofABodyThatHasEndedLeavesTheConnectionsNextFetchAlone() {
        Response response = scene.head(Request.get(Scene.URL), HALF);
        scene.peer().send("defghi");
        List<Future<Body.Bytes>> all = new ArrayList<>();
        scene.onLoop(() -> all.add(response.body().collect(100)));
        assertThat(all.get(0).resultNow().text()).isEqualTo("abcdefghi");
        Future<Response> next = scene.get();
        scene.onLoop(() -> response.body().stream().cancel());
        scene.onLoop(response::cancel);
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void ofOneOfManyFailsNoOther() {
        List<Future<Response>> fetches = Stream.generate(() -> scene.fetcher.fetch(Request.get(Scene.URL)))
                .limit(20)
                .toList();
        scene.settle();
        for (int i = 0; i < 20; i += 2) {
            fetches.get(i).cancel();
        }
        scene.answers = head -> OK;
        scene.get();
        for (int i = 1; i < 20; i += 2) {
            assertThat(fetches.get(i).resultNow().text()).isEqualTo("ok");
        }
        assertThat(Scene.error(fetches.get(4))).isInstanceOf(CancellationException.class);
        scene.close();
    }
}
