// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Http2Options;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.http.Body;
import io.snowloop.http.Version;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** What the scenarios of HTTP/1.1 do, over HTTP/2: one connection has all requests. */
@Tag("once") // many seeds
@EverySegmentation({Segmentation.WHOLE, Segmentation.BYTES})
class Http2Test {
    private static final FetcherOptions CLIENT = World.PATIENT_CLIENT.toBuilder()
            .httpVersion(HttpVersionPolicy.HTTP_2)
            .http2(Http2Options.builder().ping(World.LONG).build())
            .build();

    @Seeds
    void everyRequestHasItsResponse(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World world = new World(simulation, Site.app(random), World.PATIENT_SERVER, CLIENT)) {
            world.fetchAnything(12, Duration.ofSeconds(1));
            world.settle();
            world.calls.forEach(call -> {
                call.assertRight();
                assertThat(call.response.version()).isEqualTo(Version.HTTP_2);
                assertThat(world.handled(call)).as("%s was done", call.request).isEqualTo(1);
            });
        }
    }

    @Seeds
    void cancelledRequestsLeaveTheOthersAlone(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        try (World world = new World(simulation, Site.app(random), World.PATIENT_SERVER, CLIENT)) {
            world.fetchAnything(12, Duration.ofSeconds(1));
            world.cancelSome(Duration.ofSeconds(2));
            world.settle();
            world.calls.forEach(call -> {
                if (!call.future.isCancelled()) {
                    call.assertRight();
                }
            });
        }
    }

    @Seeds
    void aConnectionThatBreaksHasNothingDoneTwiceThatMustNotBe(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random).resets(random.nextDouble() / 20)));
        try (World world = new World(simulation, Site.app(random), World.PATIENT_SERVER, CLIENT)) {
            world.fetchAnything(12, Duration.ofSeconds(2));
            world.settle();
            world.calls.forEach(call -> {
                call.assertRightOrFailed();
                boolean repeatable = call.request.method().isIdempotent() && call.request.body() instanceof Body.Bytes;
                assertThat(world.handled(call))
                        .as("how often %s was done", call.request)
                        .isLessThanOrEqualTo(repeatable ? 12 : 1);
            });
        }
    }
}
