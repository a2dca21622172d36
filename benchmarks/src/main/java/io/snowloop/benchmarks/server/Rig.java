// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CProgram;
import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of all measurements.
 *
 * @param home the folder of the project
 * @param jvm the JVM of the peers
 * @param baseline the JVM of the Snow of another checkout; null if there is none to compare with
 * @param pace the length of the measurements
 */
public record Rig(Path home, Jvm jvm, @Nullable Jvm baseline, Pace pace) {
    /** The name of the entry that is of another checkout. */
    public static final String BASELINE = "before";

    /** Starts a server on the CPU of the measured process. */
    public RunningServer start(ServerEntry entry, String... jvmOptions) throws IOException, InterruptedException {
        return start(entry, Cpus.MEASURED, jvmOf(entry.name()), List.of(jvmOptions));
    }

    /** The JVM that an entry runs in. */
    public Jvm jvmOf(String entry) {
        return baseline != null && entry.equals(BASELINE) ? baseline : jvm;
    }

    /** Starts a server and waits until it accepts connections. */
    public RunningServer start(ServerEntry entry, String cpus, Jvm in, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return RunningServer.start(entry, cpus, in, cServer(), jvmOptions);
    }

    /** The compiled server in C. All logs are written to its folder. */
    public Path cServer() throws IOException, InterruptedException {
        return CProgram.compiled(home, "epoll_server");
    }
}
