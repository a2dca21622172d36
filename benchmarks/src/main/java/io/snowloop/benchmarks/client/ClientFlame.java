// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.benchmarks.measure.Profile;
import io.snowloop.benchmarks.server.Rig;
import io.snowloop.benchmarks.server.RunningServer;
import io.snowloop.benchmarks.server.ServerEntry;
import java.io.IOException;
import java.util.List;

/** The profile of the Fetcher under a load. */
public final class ClientFlame {
    private ClientFlame() {}

    /** Takes it after the warm-up, in one round. */
    public static Profile profile(Rig rig, int concurrent) throws IOException, InterruptedException {
        try (RunningServer server = rig.start(ServerEntry.of("c-epoll"), Cpus.GENERATOR, rig.jvm(), List.of());
                RunningClient client = new RunningClient(
                        ClientEntry.of("fetcher"),
                        rig.jvm(),
                        server.port(),
                        concurrent,
                        rig.cServer(),
                        Profile.JVM_OPTION)) {
            Pace.Load load = seconds -> client.load(seconds * 1_000L, concurrent);
            rig.pace().warmUp(client::cpuTime, load);
            return Profile.during(rig.jvm(), client.pid(), load, rig.pace().seconds());
        }
    }
}
