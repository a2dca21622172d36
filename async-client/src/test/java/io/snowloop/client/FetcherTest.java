// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Threads;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.ConnectionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Callbacks, {@code run} and {@code close}. */
@EverySegmentation
class FetcherTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    private final Scene scene = new Scene();
    private final List<String> log = new ArrayList<>();

    @Test
    void callbacksRunInTheOrderOfTheResponses() {
        for (String name : List.of("a", "b", "c")) {
            scene.fetch(Request.get(Scene.URL + name)).onComplete((response, error) -> log.add(name));
        }
        scene.peers.get(2).send(OK);
        scene.peers.get(0).send(OK);
        scene.peers.get(1).send(OK);
        assertThat(log).containsExactly("c", "a", "b");
        scene.close();
    }

    @Test
    void aFetchMayHaveSeveralCallbacks() {
        Future<Response> fetch = scene.get();
        fetch.onComplete((response, error) -> log.add("first " + response.text()))
                .onComplete((response, error) -> log.add("second"));
        scene.peer().send(OK);
        fetch.onComplete((response, error) -> log.add("late"));
        scene.settle();
        assertThat(log).containsExactly("first ok", "second", "late");
        scene.close();
    }

    @Test
    void runReturnsWhenAllFetchesOfCallbacksAreDone() {
        scene.answers = head -> OK;
        fetchAgain(5);
        scene.fetcher.run();
        assertThat(log).hasSize(6).allMatch(text -> text.equals("ok"));
        scene.assertNothingUnderWay();
        scene.close();
    }

    private void fetchAgain(int more) {
        scene.fetcher
                .fetch(Request.get(Scene.URL))
                .map(Response::text)
                .map(String::strip)
                .onComplete((text, error) -> {
                    log.add(text);
                    if (more > 0) {
                        fetchAgain(more - 1);
                    }
                });
    }

    @Test
    void runOfNothingReturns() {
        scene.fetcher.run();
        scene.close();
    }

    @Test
    void runReturnsWhenTheLastFetchFailsOrIsCancelled() {
        Future<Response> refused = scene.fetcher.fetch(Request.get("http://10.0.0.1:9/"));
        Future<Response> cancelled = scene.fetcher.fetch(Request.get(Scene.URL));
        scene.loop.schedule(Duration.ofSeconds(1), cancelled::cancel);
        scene.fetcher.run();
        assertThat(refused.isFailed() && cancelled.isCancelled()).isTrue();
        scene.close();
    }

    @Test
    void anExceptionInACallbackStopsNothingElse() {
        scene.answers = head -> OK;
        for (int i = 0; i < 3; i++) {
            scene.fetcher
                    .fetch(Request.get(Scene.URL))
                    .onComplete((response, error) -> {
                        throw new IllegalStateException("in the callback");
                    })
                    .onComplete((response, error) -> log.add("the one after it"));
        }
        scene.fetcher.run();
        assertThat(log).hasSize(3);
        assertThat(scene.reports.takeErrors()).hasSize(3);
        assertThat(scene.fetcher.fetch(Request.get(Scene.URL))).isNotNull();
        scene.fetcher.run();
        scene.close();
    }

    @Test
    void anInvalidRequestFailsAtOnce() {
        Future<Response> fetch = scene.fetcher.fetch(Request.get("/no/host"));
        assertThatIllegalArgumentException().isThrownBy(() -> {
            throw fetch.outcome().error();
        });
        scene.assertNothingUnderWay();
        scene.close();
    }

    @Test
    void closingFailsAFetchAtEveryStep() {
        Scene one = new Scene(
                FetcherOptions.builder().maxPerOrigin(3).maxConnections(3).build());
        Response streaming = one.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
        Future<Response> sent = one.get();
        Promise<ByteBuffer> never = one.loop.newPromise();
        Future<Response> sending = one.fetch(Request.post(Scene.URL, BodyStream.of(() -> never)));
        Future<Response> waiting = one.get();
        Future<Response> notBegun = one.fetcher.fetch(Request.get(Scene.URL));
        one.fetcher.close();
        one.settle();
        assertThat(List.of(sent, sending, waiting))
                .allSatisfy(fetch -> assertThat(Scene.error(fetch))
                        .isInstanceOf(ConnectionClosedException.class)
                        .hasMessageContaining("fetcher was closed"));
        assertThat(Scene.error(notBegun)).isInstanceOf(IllegalStateException.class);
        assertThat(never.isCancelled()).isTrue();
        one.onLoop(() -> {
            streaming.body().stream().read();
            assertThat(streaming.body().stream().read().outcome().error())
                    .isInstanceOf(ConnectionClosedException.class);
        });
        assertThat(one.fetcher.connections()).isZero();
        assertThat(one.loop.pendingTimers()).isZero();
        one.close();
        scene.close();
    }

    @Test
    void closingWhileConnectingLeavesNothing() {
        scene.simulation.network().faults(io.snowloop.sim.Faults.NONE.blackHoles(1));
        Future<Response> connecting = scene.get();
        scene.close();
        assertThat(Scene.error(connecting)).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void anotherThreadMayCloseIt() {
        Future<Response> fetch = scene.get();
        scene.onLoop(() -> Threads.runElsewhere(scene.fetcher::close));
        assertThat(Scene.error(fetch)).isInstanceOf(ConnectionClosedException.class);
        assertThat(scene.fetcher.connections()).isZero();
        scene.close();
    }

    @Test
    void anotherThreadMayNotCountItsConnections() {
        scene.onLoop(() ->
                assertThatIllegalStateException().isThrownBy(() -> Threads.runElsewhere(scene.fetcher::connections)));
        scene.close();
    }

    @Test
    void runUntilReturnsTheValueOfItsFuture() throws Exception {
        scene.answers = head -> OK;
        Response response = scene.fetcher.runUntil(scene.fetcher.fetch(Request.get(Scene.URL)));
        assertThat(response.text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void afterClosingNothingIsFetched() {
        scene.fetcher.close();
        Future<Response> fetch = scene.get();
        assertThat(Scene.error(fetch)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThat(scene.peers).isEmpty();
        scene.close();
    }

    @Test
    void onAClosedLoopAFetchFailsAndIsNotCounted() throws Exception {
        EventLoop loop = EventLoop.open();
        Fetcher fetcher = Fetcher.on(loop);
        loop.close();
        assertThat(fetcher.fetch(Request.get("http://127.0.0.1/")).isFailed()).isTrue();
        assertThat(fetcher.inFlight()).isZero();
        fetcher.close();
        scene.close();
    }

    @Test
    void aCallbackMayCloseASharedFetcher() {
        scene.get().onComplete((response, error) -> scene.fetcher.close());
        Future<Response> other = scene.get();
        scene.peers.get(0).send(OK);
        assertThat(Scene.error(other)).isInstanceOf(ConnectionClosedException.class);
        scene.close();
    }

    @Test
    void aCallbackThatCancelsAnotherFetch() {
        Future<Response> first = scene.get();
        Future<Response> second = scene.get();
        first.onComplete((response, error) -> second.cancel());
        scene.peers.get(0).send(OK);
        assertThat(Scene.error(second)).isInstanceOf(CancellationException.class);
        assertThat(scene.peers.get(1).isClosed()).isTrue();
        scene.close();
    }

    @Test
    void nullIsRefusedByName() {
        assertThatNullPointerException().isThrownBy(() -> Fetcher.create(null)).withMessage("options");
        assertThatNullPointerException().isThrownBy(() -> Fetcher.on(null)).withMessage("loop");
        assertThatNullPointerException()
                .isThrownBy(() -> Fetcher.on(scene.loop, null))
                .withMessage("options");
        scene.close();
    }

    @Test
    void aServersTlsIsRefused() throws Exception {
        TlsConfig server = TlsConfig.server(SSLContext.getDefault());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FetcherOptions.builder().tls(server))
                .withMessageContaining("tls must be a client's");
        scene.close();
    }
}
