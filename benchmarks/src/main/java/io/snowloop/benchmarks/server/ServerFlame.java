// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.benchmarks.measure.Profile;
import io.snowloop.benchmarks.measure.Work;
import java.io.IOException;

/** The profile of Snow under a load. */
public final class ServerFlame {
    private ServerFlame() {}

    /** Takes it after the warm-up, in one round. */
    public static Profile profile(Rig rig, Work work) throws IOException, InterruptedException {
        try (RunningServer server = rig.start(ServerEntry.of("snow"), Profile.JVM_OPTION)) {
            ServerBenchmark benchmark = new ServerBenchmark(rig);
            Pace.Load load = seconds -> benchmark.load(server, work, seconds);
            rig.pace().warmUp(server::cpuTime, load);
            return Profile.during(rig.jvm(), server.pid(), load, rig.pace().seconds());
        }
    }
}
