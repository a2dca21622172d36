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
 * What all measurements are made with.
 *
 * @param home the folder of the project
 * @param jvm where peers run
 * @param baseline where the Snow of another checkout runs; null if there is none to compare with
 * @param pace how long it takes
 */
public record Rig(Path home, Jvm jvm, @Nullable Jvm baseline, Pace pace) {
    /** The name of the entry that is of another checkout. */
    public static final String BASELINE = "before";

    /** Starts a server on the CPU of what is measured. */
    public RunningServer start(ServerEntry entry, String... jvmOptions) throws IOException, InterruptedException {
        return start(entry, Cpus.MEASURED, jvmOf(entry.name()), List.of(jvmOptions));
    }

    /** The JVM that an entry runs in. */
    public Jvm jvmOf(String entry) {
        return baseline != null && entry.equals(BASELINE) ? baseline : jvm;
    }

    /** Starts a server, and waits until it accepts connections. */
    public RunningServer start(ServerEntry entry, String cpus, Jvm in, List<String> jvmOptions)
            throws IOException, InterruptedException {
        return RunningServer.start(entry, cpus, in, cServer(), jvmOptions);
    }

    /** The server in C, compiled. Beside it all logs go. */
    public Path cServer() throws IOException, InterruptedException {
        return CProgram.compiled(home, "epoll_server");
    }
}
