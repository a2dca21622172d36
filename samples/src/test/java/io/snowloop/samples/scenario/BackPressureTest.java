// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
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
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** Whoever is slow makes those slow who send to it, and has nobody keep for it more than the water marks allow. */
@Tag("once") // many seeds
class BackPressureTest {
    private static final long LENGTH = 100_000;
    private static final WaterMarks MARKS = new WaterMarks(8 * 1024, 2 * 1024);
    private static final ServerOptions SERVER =
            World.PATIENT_SERVER.toBuilder().writeMarks(MARKS).build();
    private static final FetcherOptions CLIENT = World.PATIENT_CLIENT.toBuilder()
            .connector(Connector.builder().marks(MARKS).build())
            .build();

    /** The bytes that are encoded before they are written: the bound of Outflow. */
    private static final int CORKED = 16 * 1024;

    private static final int SOCKET_BUFFER = 4 * 1024;

    /** What may be on the way: the sender's queue and encoder, two socket buffers, and one read of the receiver's. */
    private static final int MOST_AHEAD = MARKS.high() + CORKED + 3 * SOCKET_BUFFER;

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
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(MOST_AHEAD);
        }
    }

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
            assertThat(mostAhead[0]).isLessThanOrEqualTo(MOST_AHEAD);
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
            Call call = world.fetch(Duration.ZERO, Request.post(world.server.url("/"), gauge.body()));
            world.settle();
            assertThat(call.response.text()).isEqualTo("got " + LENGTH);
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(MOST_AHEAD);
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
            assertThat(gauge.mostAhead()).isLessThanOrEqualTo(MOST_AHEAD);
        }
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
