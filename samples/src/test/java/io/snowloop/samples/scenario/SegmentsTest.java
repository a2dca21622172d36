// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Headers;
import io.snowloop.server.ServerOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same requests, in segments of any size, and in those of one byte: each has the same response. */
@EveryVersion
class SegmentsTest {
    private static final FetcherOptions CLIENT =
            World.PATIENT_CLIENT.toBuilder().maxPerOrigin(1).maxConnections(1).build();

    /** So that a connection ends after some of the bodies that no handler reads, and not after others. */
    private static final ServerOptions SERVER =
            World.PATIENT_SERVER.toBuilder().maxDiscard(1_000).build();

    @Seeds(40)
    void everyResponseIsTheSame(long seed) {
        List<String> whole = responses(seed, Faults.NONE);

        assertThat(responses(seed, Faults.NONE.segments(100).bandwidth(1_000_000)))
                .isEqualTo(whole);
        assertThat(responses(seed, Segmentation.BYTES.on(Faults.NONE))).isEqualTo(whole);
    }

    private static List<String> responses(long seed, Faults faults) {
        List<String> responses = new ArrayList<>();
        try (Simulation simulation = new Simulation(seed)) {
            simulation.network().faults(faults);
            try (World world = new World(simulation, Site.app(simulation.random()), SERVER, CLIENT)) {
                world.fetchAnything(10, Duration.ofMillis(500));
                world.settle();
                world.calls.forEach(call -> {
                    call.assertRight();
                    responses.add(call + " " + headers(call) + " " + Arrays.hashCode(call.response.bytes())
                            + ", handled " + world.handled(call));
                });
            }
        }
        return responses;
    }

    private static Headers headers(Call call) {
        return call.response.headers().without("Date");
    }
}
