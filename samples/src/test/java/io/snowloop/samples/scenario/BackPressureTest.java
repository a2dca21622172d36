// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import io.snowloop.transport.Connector;
import io.snowloop.transport.WaterMarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** Whoever is slow makes those slow who send to it, and has nobody keep for it more than the water marks allow. */
@Tag("once") // many seeds
@EveryVersion
class BackPressureTest {
    private static final long LENGTH = 100_000;
    private static final long SHORT = 20_000;
    private static final WaterMarks MARKS = new WaterMarks(8 * 1024, 2 * 1024);
    private static final ServerOptions SERVER =
            World.PATIENT_SERVER.toBuilder().writeMarks(MARKS).build();

    /** Of a stream of HTTP/2: what its receiver takes and keeps before it is read. */
    private static final int WINDOW = 8 * 1024;

    private static final FetcherOptions CLIENT = World.PATIENT_CLIENT.toBuilder()
            .connector(Connector.builder().marks(MARKS).build())
            .http2(World.PATIENT_CLIENT.http2().toBuilder()
                    .limits(Http2Limits.builder().initialWindowSize(WINDOW).build())
                    .build())
            .build();

    /** So many that their windows together are larger than that with which a connection begins, 64 KiB (RFC 9113 §6.9.2). */
    private static final int UNREAD = 10;

    private static final FetcherOptions MANY =
            CLIENT.toBuilder().maxPerOrigin(UNREAD + 1).build();

    /** The bytes that are encoded before they are written: the bound of Outflow. */
    private static final int CORKED = 16 * 1024;

    private static final int SOCKET_BUFFER = 4 * 1024;

    /**
     * What may be on the way: the sender's queue and encoder, two socket buffers, and one read of the receiver's. With HTTP/2, a window and
     * the sender's next piece.
     */
    private static int mostAhead() {
        return VersionExtension.current() == Version.HTTP_2
                ? WINDOW + Gauge.LARGEST_PIECE
                : MARKS.high() + CORKED + 3 * SOCKET_BUFFER;
    }

    private static Random prepare(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(Faults.benign(random).buffers(SOCKET_BUFFER - random.nextInt(3_500)));
        return random;
    }

    /** Reads for a moment, and then not for a while. */
    private static class SlowReader extends RecordingProtocol {
        private final Scheduler loop;
        private final Random random;
        private boolean reading = true;

        SlowReader(Scheduler loop, Random random) {
            this.loop = loop;
            this.random = random;
        }

        @Override
        protected void onConnected() {
            toggle();
        }

        private void toggle() {
            if (transport.isOpen()) {
                reading = !reading;
                if (reading) {
                    transport.resumeReading();
                } else {
                    transport.pauseReading();
                }
                loop.schedule(Duration.ofMillis(random.nextInt(reading ? 50 : 500)), this::toggle);
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    @OnlyOver(value = Version.HTTP_1_1, because = "the client writes its bytes")
    @Seeds
    void aClientThatReadsSlowlySlowsTheBodyOfItsAnswerDown(Simulation simulation) {
        Random random = prepare(simulation);
        SlowReader[] reader = {null};
        Gauge gauge = new Gauge(LENGTH, random, () -> reader[0].received());
        Handler app = new Snow().get("/", (request, loop) -> Future.completed(Response.stream(gauge.body(), "a/b")));
        try (World world = new World(simulation, app, SERVER, CLIENT)) {
            reader[0] = new SlowReader(world.clientLoop, random) {
                @Override
                protected void onConnected() {
                    super.onConnected();
                    write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                }
            };
            world.connect(reader[0]);
            world.settle();
            assertThat(reader[0].text()).endsWith("\r\n0\r\n\r\n");
            assertThat(reader[0].received()).isGreaterThan((int) LENGTH);
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(mostAhead());
        }
    }

    @OnlyOver(value = Version.HTTP_1_1, because = "it pipelines")
    @Seeds
    void aClientThatReadsNoAnswersHasNoFurtherRequestsHandled(Simulation simulation) {
        Random random = prepare(simulation);
        int requests = 100;
        int size = 1_000;
        SlowReader[] reader = {null};
        int[] handled = {0};
        long[] mostAhead = {0};
        Handler app = new Snow().get("/", request -> {
            mostAhead[0] = Math.max(mostAhead[0], handled[0]++ * size - reader[0].received());
            return Response.bytes(new byte[size], "a/b");
        });
        try (World world = new World(simulation, app, SERVER, CLIENT)) {
            reader[0] = new SlowReader(world.clientLoop, random) {
                @Override
                protected void onConnected() {
                    super.onConnected();
                    write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(requests));
                    transport.shutdownOutput();
                }
            };
            world.connect(reader[0]);
            world.settle();
            assertThat(handled[0]).isEqualTo(requests);
            assertThat(reader[0].text().split("HTTP/1.1 200 OK", -1)).hasSize(requests + 1);
            assertThat(mostAhead[0]).isLessThanOrEqualTo(mostAhead());
        }
    }

    @Seeds
    void aViewThatReadsSlowlySlowsTheUploadDown(Simulation simulation) {
        Random random = prepare(simulation);
        long[] read = {0};
        Gauge gauge = new Gauge(LENGTH, random, () -> read[0]);
        Handler app = request -> readSlowly(request.body().stream(), read, Scheduler.current(), random)
                .map(end -> Response.text("got " + read[0]));
        try (World world = new World(simulation, app, SERVER, CLIENT)) {
            awaitSettings(world);
            Call call = world.fetch(world.now(), Request.post(world.server.url("/"), gauge.body()));
            world.settle();
            assertThat(call.response.text()).isEqualTo("got " + LENGTH);
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(mostAhead());
        }
    }

    @Seeds
    void aFetchWhoseBodyIsReadSlowlySlowsTheServerDown(Simulation simulation) {
        Random random = prepare(simulation);
        long[] read = {0};
        Gauge gauge = new Gauge(LENGTH, random, () -> read[0]);
        Handler app = new Snow().get("/", (request, loop) -> Future.completed(Response.stream(gauge.body(), "a/b")));
        try (World world = new World(simulation, app, SERVER, CLIENT)) {
            Future<@Nullable Void> done = world.fetcher
                    .handle(Request.get(world.server.url("/")))
                    .flatMap(response -> readSlowly(response.body().stream(), read, world.clientLoop, random));
            world.settle();
            assertThat(done.outcome().error()).isNull();
            assertThat(read[0]).isEqualTo(LENGTH);
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(mostAhead());
        }
    }

    @OnlyOver(value = Version.HTTP_2, because = "with HTTP/1.1 each has a connection of its own")
    @Seeds
    void bodiesThatAreNotReadStopNoOther(Simulation simulation) throws Exception {
        Random random = prepare(simulation);
        List<Gauge> gauges = new ArrayList<>();
        Handler app = new Snow().get("/", (request, loop) -> {
            gauges.add(new Gauge(SHORT, random, () -> 0));
            return Future.completed(
                    Response.stream(gauges.get(gauges.size() - 1).body(), "a/b"));
        });
        try (World world = new World(simulation, app, SERVER, MANY)) {
            Request request = Request.get(world.server.url("/"));
            List<BodyStream> unread = new ArrayList<>();
            for (int i = 0; i < UNREAD; i++) {
                world.fetcher.handle(request).onComplete((response, error) -> unread.add(response.body().stream()));
            }
            simulation.runUntil(() -> unread.size() == UNREAD);
            long[] read = {0};
            Future<@Nullable Void> other = world.fetcher
                    .handle(request)
                    .flatMap(response -> readSlowly(response.body().stream(), read, world.clientLoop, random));
            simulation.runUntil(other);
            assertThat(read[0]).isEqualTo(SHORT);
            assertThat(gauges.subList(0, UNREAD))
                    .allSatisfy(gauge -> assertThat(gauge.mostAhead()).isLessThanOrEqualTo(mostAhead()));
            unread.forEach(body -> readSlowly(body, read, world.clientLoop, random));
            world.settle();
            assertThat(read[0]).isEqualTo((UNREAD + 1) * SHORT);
        }
    }

    @OnlyOver(value = Version.HTTP_2, because = "with HTTP/1.1 each has a connection of its own")
    @Seeds
    void uploadsThatAreNotReadStopNoOther(Simulation simulation) throws Exception {
        Random random = prepare(simulation);
        long[] read = {0};
        List<Promise<@Nullable Void>> waiting = new ArrayList<>();
        Snow app = new Snow()
                .route(
                        Method.POST,
                        "/",
                        request -> readSlowly(request.body().stream(), read, Scheduler.current(), random)
                                .map(end -> Response.text("got it")))
                .route(Method.POST, "/later", request -> {
                    Promise<@Nullable Void> go = Scheduler.current().newPromise();
                    waiting.add(go);
                    return go.flatMap(going -> readSlowly(request.body().stream(), read, Scheduler.current(), random))
                            .map(end -> Response.text("got it"));
                });
        try (World world = new World(simulation, app, SERVER, MANY)) {
            awaitSettings(world);
            List<Gauge> gauges = new ArrayList<>();
            for (int i = 0; i < UNREAD; i++) {
                gauges.add(new Gauge(SHORT, random, () -> 0));
                world.fetch(
                        world.now(),
                        Request.post(world.server.url("/later"), gauges.get(i).body()));
            }
            simulation.runUntil(() -> waiting.size() == UNREAD);
            Gauge gauge = new Gauge(SHORT, random, () -> read[0]);
            simulation.runUntil(world.fetcher.fetch(Request.post(world.server.url("/"), gauge.body())));
            assertThat(read[0]).isEqualTo(SHORT);
            assertThat(gauges).allSatisfy(each -> assertThat(each.mostAhead()).isLessThanOrEqualTo(mostAhead()));
            world.serverLoop.execute(() -> waiting.forEach(promise -> promise.complete(null)));
            world.settle();
            assertThat(read[0]).isEqualTo((UNREAD + 1) * SHORT);
            assertThat(world.calls.subList(1, UNREAD + 1))
                    .allSatisfy(call -> assertThat(call.response.text()).isEqualTo("got it"));
        }
    }

    /** Until a client of HTTP/2 knows the server's window, it sends as much as 64 KiB (RFC 9113 §6.9.2). */
    private static void awaitSettings(World world) {
        Call first = world.fetch(Duration.ZERO, Request.get(world.server.url("/")));
        world.simulation.runUntil(() -> first.ended != null);
    }

    private static Future<@Nullable Void> readSlowly(BodyStream body, long[] read, Scheduler loop, Random random) {
        return body.read().flatMap(piece -> {
            if (piece == null) {
                return Future.completed(null);
            }
            read[0] += piece.remaining();
            Duration pause = Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(200) : 0);
            return loop.sleep(pause).flatMap(slept -> readSlowly(body, read, loop, random));
        });
    }
}
