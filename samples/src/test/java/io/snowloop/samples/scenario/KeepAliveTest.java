// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.StreamResetException;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Version;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectionClosedException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** A pool of connections, and servers that close them at any moment. */
@Tag("once") // many seeds
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class KeepAliveTest {
    @Seeds
    void whatMayBeRepeatedSucceedsAndNothingIsDoneTwice(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        ServerTimeouts timeouts = World.PATIENT_SERVER.timeouts().toBuilder()
                .keepAlive(Duration.ofMillis(1 + random.nextInt(200)))
                .build();
        ServerOptions options = World.PATIENT_SERVER.toBuilder()
                .timeouts(timeouts)
                .maxRequests(1 + random.nextInt(5))
                .build();
        try (World world = new World(
                simulation,
                Site.app(random),
                options,
                World.PATIENT_CLIENT.toBuilder()
                        .maxPerOrigin(2)
                        .maxConnections(2)
                        .keepAlive(Duration.ofHours(1))
                        .build())) {
            world.fetchAnything(12, Duration.ofSeconds(2));
            world.settle();
            world.calls.forEach(call -> assertDoneOnceOrNotAtAll(world, call));
        }
    }

    private static void assertDoneOnceOrNotAtAll(World world, Call call) {
        boolean repeatable = call.request.method().isIdempotent() && call.request.body() instanceof Body.Bytes;
        if (call.error == null || repeatable) {
            call.assertRight();
            assertThat(world.handled(call)).as("%s was done", call.request).isEqualTo(1);
        } else {
            assertThat(call.error).isInstanceOfAny(ConnectionClosedException.class, StreamResetException.class);
            assertThat(world.handled(call)).as("%s was done", call.request).isZero();
        }
    }

    @Seeds
    void aConnectionThatBreaksHasNothingDoneTwiceThatMustNotBe(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random).resets(random.nextDouble() / 20)));
        try (World world = new World(
                simulation,
                Site.app(random),
                World.PATIENT_SERVER,
                World.PATIENT_CLIENT.toBuilder()
                        .maxPerOrigin(1)
                        .maxConnections(1)
                        .build())) {
            world.fetchAnything(12, Duration.ofSeconds(2));
            world.settle();
            world.calls.forEach(call -> {
                call.assertRightOrFailed();
                assertThat(world.handled(call))
                        .as("how often %s was done", call.request)
                        .isLessThanOrEqualTo(call.request.method().isIdempotent() ? 2 : 1);
            });
        }
    }

    /** Only faults that leave an answer in one piece: what comes behind it comes with it, or nobody could tell. */
    @OnlyOver(value = Version.HTTP_1_1, because = "an answer of HTTP/2 names its request")
    @Seeds
    void whatNobodyAskedForIsNeverAnAnswer(Simulation simulation) throws Exception {
        Random random = simulation.random();
        simulation
                .network()
                .faults(Faults.benign(random)
                        .segments(FickleServer.LARGEST_ANSWER)
                        .buffers(FickleServer.LARGEST_ANSWER)
                        .shortWrites(0)
                        .zeroWrites(0));
        try (World world = new World(
                simulation,
                Site.app(random),
                World.PATIENT_SERVER,
                World.PATIENT_CLIENT.toBuilder()
                        .maxPerOrigin(2)
                        .maxConnections(2)
                        .build())) {
            Acceptor acceptor = FickleServer.listen(world.serverLoop, 81, random);
            for (int i = 0; i < 20; i++) {
                String url = "http://" + World.SERVER + ":81/" + random.nextInt(1_000) + "?" + i;
                world.fetch(Duration.ofMillis(random.nextInt(5_000)), Request.get(url));
            }
            world.settle();
            world.calls.forEach(Call::assertRightOrFailed);
            acceptor.close();
        }
    }
}
