// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Timeouts;
import io.snowloop.client.TotalTimeoutException;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Segment;
import io.snowloop.sim.Segment.Kind;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import io.snowloop.transport.ConnectTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every time-out, to the nanosecond: each happens when it has to, which is when what is waited for came last, and so much
 * later. All times are drawn by the seed.
 */
@EveryVersion
class TimeOutsTest {
    private final List<Segment> segments = new ArrayList<>();
    private Duration latency;

    private Random prepare(Simulation simulation) {
        Random random = simulation.random();
        latency = time(random, 100_000_000);
        simulation.network().faults(Faults.NONE.latency(latency).shuffled());
        simulation.network().onSegment(segments::add);
        return random;
    }

    private static Duration time(Random random, int mostNanos) {
        return Duration.ofNanos(1 + random.nextInt(mostNanos));
    }

    private static Duration seconds(Random random) {
        return time(random, 2_000_000_000).plusSeconds(1);
    }

    private static FetcherOptions client(Duration connect, Duration read, Duration total) {
        return World.PATIENT_CLIENT.toBuilder()
                .timeouts(Timeouts.builder()
                        .connect(connect)
                        .read(read)
                        .total(total)
                        .build())
                .build();
    }

    private Duration lastAt(String host, Kind kind) {
        return lastAt(host, kind, World.LONG);
    }

    /** The last one before a time: behind it, HTTP/2 asks whether the server is there, and is answered. */
    private Duration lastAt(String host, Kind kind, Duration before) {
        return segments.stream()
                .filter(segment -> segment.kind() == kind
                        && segment.to().getHostString().equals(host)
                        && segment.time().compareTo(before) < 0)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .time();
    }

    private static void assertFailed(Call call, Class<? extends Throwable> error, Duration when) {
        assertThat(call.error).isInstanceOf(error);
        assertThat(call.ended).isEqualTo(when);
    }

    // ---------------------------------------------------------------------------------------------- the client's

    @Seeds
    void connecting(Simulation simulation) {
        Random random = prepare(simulation);
        simulation.network().faults(Faults.NONE.blackHoles(1).shuffled());
        Duration limit = seconds(random);
        try (World world =
                new World(simulation, Site.app(random), World.PATIENT_SERVER, client(limit, World.LONG, World.LONG))) {
            Call call = world.fetch(time(random, 1_000_000), Request.get(world.server.url("/bytes/1")));
            world.settle();
            assertFailed(call, ConnectTimeoutException.class, call.begun.plus(limit));
        }
    }

    @Seeds
    void anAnswerThatDoesNotComeOrBreaksOff(Simulation simulation) {
        Random random = prepare(simulation);
        Duration limit = seconds(random);
        int pieces = random.nextInt(5);
        Handler app = new Snow().get("/", (request, loop) -> {
            int[] piece = {0};
            BodyStream body = BodyStream.of(() -> piece[0]++ < pieces
                    ? loop.sleep(time(random, 500_000_000)).map(slept -> ByteBuffer.allocate(10))
                    : loop.newPromise());
            return pieces == 0 ? loop.newPromise() : Future.completed(Response.stream(body, "a/b"));
        });
        try (World world = new World(simulation, app, World.PATIENT_SERVER, client(World.LONG, limit, World.LONG))) {
            Call call = world.fetch(Duration.ZERO, Request.get(world.server.url("/")));
            world.settle();
            Duration last = lastAt(World.CLIENT, pieces == 0 ? Kind.SYN_ACK : Kind.DATA, call.ended);
            assertFailed(call, ReadTimeoutException.class, last.plus(limit));
        }
    }

    @Seeds
    void aPauseOfTheReaderIsNoSilenceOfTheServer(Simulation simulation) {
        Random random = prepare(simulation);
        Duration limit = seconds(random);
        int pieces = 1 + random.nextInt(20);
        int size = 1 + random.nextInt(30_000);
        Handler app = new Snow().get("/", (request, loop) -> {
            int[] piece = {0};
            BodyStream body =
                    BodyStream.of(() -> Future.completed(piece[0]++ < pieces ? ByteBuffer.allocate(size) : null));
            return Future.completed(Response.stream(body, "a/b"));
        });
        try (World world = new World(simulation, app, World.PATIENT_SERVER, client(World.LONG, limit, World.LONG))) {
            Future<Integer> length = world.fetcher
                    .handle(Request.get(world.server.url("/")))
                    .flatMap(response -> read(response.body().stream(), 0, limit.multipliedBy(2), world.clientLoop));
            world.settle();
            assertThat(length.resultNow()).isEqualTo(pieces * size);
        }
    }

    private static Future<Integer> read(BodyStream body, int length, Duration pause, Scheduler loop) {
        return body.read()
                .flatMap(piece -> piece == null
                        ? Future.completed(length)
                        : loop.sleep(pause).flatMap(slept -> read(body, length + piece.remaining(), pause, loop)));
    }

    @Seeds
    void theWhole(Simulation simulation) {
        Random random = prepare(simulation);
        Duration limit = seconds(random);
        Handler app = new Snow().get("/", (request, loop) -> {
            BodyStream endless =
                    BodyStream.of(() -> loop.sleep(time(random, 500_000_000)).map(slept -> ByteBuffer.allocate(10)));
            return Future.completed(Response.stream(endless, "a/b"));
        });
        try (World world = new World(simulation, app, World.PATIENT_SERVER, client(World.LONG, World.LONG, limit))) {
            Call call = world.fetch(Duration.ZERO, Request.get(world.server.url("/")));
            world.settle();
            assertFailed(call, TotalTimeoutException.class, limit);
        }
    }

    @Test
    void mayBeForEver() {
        Duration ever = ChronoUnit.FOREVER.getDuration();
        ServerTimeouts timeouts = ServerTimeouts.builder()
                .head(ever)
                .bodyGrace(ever)
                .responseGrace(ever)
                .handler(ever)
                .keepAlive(ever)
                .linger(ever)
                .maxLinger(ever)
                .build();
        FetcherOptions options =
                client(ever, ever, ever).toBuilder().keepAlive(ever).build();
        Simulation simulation = new Simulation(1);
        Handler app = Site.app(simulation.random());
        try (World world = new World(
                simulation,
                app,
                World.PATIENT_SERVER.toBuilder().timeouts(timeouts).build(),
                options)) {
            world.fetchAnything(20, Duration.ofSeconds(1));
            simulation.runFor(Duration.ofDays(365));
            world.calls.forEach(Call::assertRight);
        }
    }

    // ---------------------------------------------------------------------------------------------- the server's

    @Seeds
    void aHandler(Simulation simulation) {
        Random random = prepare(simulation);
        Duration limit = seconds(random);
        ServerTimeouts timeouts =
                World.PATIENT_SERVER.timeouts().toBuilder().handler(limit).build();
        Handler app = new Snow().get("/", (request, loop) -> loop.newPromise());
        try (World world = new World(
                simulation,
                app,
                World.PATIENT_SERVER.toBuilder().timeouts(timeouts).build(),
                World.PATIENT_CLIENT)) {
            Call call = world.fetch(Duration.ZERO, Request.get(world.server.url("/")));
            world.settle();
            assertThat(call.response.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
            assertThat(call.ended).isEqualTo(latency.multipliedBy(4).plus(limit));
        }
    }

    @Seeds
    void aConnectionWithoutWork(Simulation simulation) {
        Random random = prepare(simulation);
        Duration limit = seconds(random);
        ServerTimeouts timeouts =
                World.PATIENT_SERVER.timeouts().toBuilder().keepAlive(limit).build();
        try (World world = new World(
                simulation,
                Site.app(random),
                World.PATIENT_SERVER.toBuilder().timeouts(timeouts).build(),
                World.PATIENT_CLIENT)) {
            Call call = world.fetch(Duration.ZERO, Request.get(world.server.url("/bytes/10")));
            world.settle();
            call.assertRight();
            assertThat(lastAt(World.CLIENT, Kind.FIN)).isEqualTo(call.ended.plus(limit));
        }
    }

    @OnlyOver(value = Version.HTTP_1_1, because = "the client writes its bytes")
    @Seeds
    void aHeadThatDoesNotEndAndAnEndThatIsNotAnswered(Simulation simulation) {
        Random random = prepare(simulation);
        Duration head = seconds(random);
        Duration linger = seconds(random);
        ServerTimeouts timeouts = World.PATIENT_SERVER.timeouts().toBuilder()
                .head(head)
                .linger(linger)
                .build();
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET / HTTP/1.1\r\nHo");
            }
        };
        try (World world = new World(
                simulation,
                Site.app(random),
                World.PATIENT_SERVER.toBuilder().timeouts(timeouts).build(),
                World.PATIENT_CLIENT)) {
            world.connect(client);
            Duration accepted = latency;
            simulation.runUntil(() -> client.calls.contains("ended"));
            assertThat(client.text()).startsWith("HTTP/1.1 408 ");
            assertThat(world.now()).isEqualTo(accepted.plus(head).plus(latency));
            simulation.runUntil(() -> world.serverLoop.reactor().registrations() == 1);
            assertThat(world.now()).isEqualTo(accepted.plus(head).plus(linger));
            client.transport.close();
        }
    }
}
