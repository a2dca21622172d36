// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Many requests at any time, over a network with faults, to a server that does anything the protocol allows in any order. */
@Tag("once") // many seeds
class Http2WeatherTest {
    private static final int CALLS = 16;

    /** Of a stream, in bytes: small, so that small bodies need several, and a test takes little time. */
    private static final int WINDOW = 400;

    private static final Duration LONG = Duration.ofDays(1);

    private final List<Call> calls = new ArrayList<>();

    /** How often the server has done each request. */
    private final Map<String, Integer> done = new HashMap<>();

    private Random random;
    private Http2Scene scene;

    /** A request, and how it has ended. */
    private final class Call {
        final Request request;
        final String path;
        Future<Response> response;
        Response whole;
        Throwable error;
        int ends;

        Call(int index) {
            path = "/" + index;
            String url = "http://10.0.0.1" + path;
            request = random.nextBoolean()
                    ? Request.get(url)
                    : Request.post(url, Body.of(new byte[random.nextInt(4 * WINDOW)]));
        }

        @Override
        public String toString() {
            return request + ": " + error;
        }

        void begin() {
            response = random.nextBoolean()
                    ? scene.fetcher.fetch(request)
                    : scene.fetcher
                            .handle(request)
                            .flatMap(head -> scene.loop
                                    .sleep(Duration.ofMillis(random.nextInt(50)))
                                    .flatMap(slept -> head.collect(1 << 20)));
            response.onComplete((value, thrown) -> {
                whole = value;
                error = thrown;
                ends++;
            });
        }

        void assertEndedOnce() {
            assertThat(ends).as("how often %s has ended", path).isEqualTo(1);
            if (error == null) {
                assertThat(whole.text()).as(path).isEqualTo(text(path));
            }
        }
    }

    /** What the server answers: from nothing to more than four windows. */
    private static String text(String path) {
        int times = new Random(path.hashCode()).nextInt(2 * WINDOW) - WINDOW / 5;
        return path.repeat(Math.max(0, times));
    }

    private void open(Simulation simulation, Faults faults) {
        random = simulation.random();
        simulation.network().faults(faults);
        scene = new Http2Scene(
                simulation,
                Http2Scene.HTTP_2.toBuilder()
                        .timeouts(Timeouts.builder()
                                .connect(LONG)
                                .read(LONG)
                                .total(LONG)
                                .build())
                        .http2(Http2Options.builder()
                                .ping(LONG)
                                .limits(Http2Limits.builder()
                                        .initialWindowSize(WINDOW)
                                        .build())
                                .build())
                        .build());
        scene.limits = Http2Limits.builder()
                .maxConcurrentStreams(1 + random.nextInt(10))
                .initialWindowSize(WINDOW)
                .build();
        scene.onRequest = (peer, head) -> later(() -> answer(peer, head));
        for (int i = 0; i < CALLS; i++) {
            Call call = new Call(i);
            calls.add(call);
            simulation.at(Duration.ofMillis(random.nextInt(100)), call::begin);
        }
    }

    private void later(Runnable action) {
        scene.serverLoop.schedule(Duration.ofMillis(random.nextInt(30)), action);
    }

    private void answer(Http2Peer peer, Http2Event.RequestHead head) {
        if (!peer.closed && peer.mayAnswer(head.stream())) {
            done.merge(head.path(), 1, Integer::sum);
            peer.answer(head.stream(), Headers.empty(), text(head.path()).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void settle() {
        scene.simulation.run();
        calls.forEach(Call::assertEndedOnce);
        scene.close();
    }

    @Seeds
    void allAreAnsweredWhateverTheOrder(Simulation simulation) {
        open(simulation, Faults.benign(simulation.random()));
        settle();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.error).as(call.path).isNull());
        assertThat(scene.peers).hasSize(1);
    }

    /** The server drains its connections, in two steps, and answers what it has taken. */
    @Seeds
    void goAwayUnderLoadLosesNothingAndDoesNothingTwice(Simulation simulation) {
        open(simulation, Faults.benign(simulation.random()));
        for (int i = 0; i < 3; i++) {
            simulation.at(Duration.ofMillis(random.nextInt(150)), () -> scene.serverLoop.execute(this::drain));
        }
        settle();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.error).as(call.path).isNull());
        assertThat(done.values()).as("how often requests were done").allMatch(times -> times == 1);
    }

    private void drain() {
        if (scene.peers.isEmpty() || scene.peer().closed || scene.peer().drains) {
            return;
        }
        Http2Peer peer = scene.peer();
        peer.drains = true;
        if (random.nextBoolean()) {
            peer.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR);
        }
        later(() -> {
            if (!peer.closed) {
                peer.goAway(peer.codec.lastPeerStream(), ErrorCode.NO_ERROR);
            }
        });
    }

    @Seeds
    void eachRequestEndsOnceWhateverBothSidesDo(Simulation simulation) {
        open(simulation, Faults.hostile(simulation.random()));
        for (int i = 0; i < 10; i++) {
            simulation.at(Duration.ofMillis(random.nextInt(150)), () -> scene.serverLoop.execute(this::disturb));
        }
        for (Call call : calls) {
            if (random.nextInt(3) == 0) {
                simulation.at(
                        Duration.ofMillis(random.nextInt(150)),
                        () -> scene.loop.execute(() -> {
                            if (call.response != null) {
                                call.response.cancel();
                            }
                        }));
            }
        }
        settle();
        assertThat(calls)
                .allSatisfy(call -> assertThat(done.getOrDefault(call.path, 0))
                        .as("how often %s was done", call.path)
                        .isLessThanOrEqualTo(call.request.method().equals(Method.POST) ? 1 : CALLS));
    }

    private void disturb() {
        if (scene.peers.isEmpty() || scene.peer().closed) {
            return;
        }
        Http2Peer peer = scene.peer();
        int stream = 1 + 2 * random.nextInt(CALLS);
        switch (random.nextInt(5)) {
            case 0 -> peer.goAway(Math.min(peer.codec.lastPeerStream(), stream), ErrorCode.INTERNAL_ERROR);
            case 1 -> peer.close();
            case 2 -> peer.abort();
            case 3 -> peer.raw("no frame");
            default -> {
                if (peer.requests.containsKey(stream)) {
                    peer.reset(stream, random.nextBoolean() ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR);
                }
            }
        }
    }
}
