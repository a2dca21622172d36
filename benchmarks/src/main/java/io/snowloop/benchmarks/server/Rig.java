package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.CProgram;
import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What all measurements are made with.
 *
 * @param home the folder of the project
 * @param jvm where peers run
 * @param pace how long it takes
 */
public record Rig(Path home, Jvm jvm, Pace pace) {
    /** Starts a server on the CPU of what is measured. */
    public RunningServer start(ServerEntry entry, String... jvmOptions) throws IOException, InterruptedException {
        return start(entry, Cpus.MEASURED, jvm, List.of(jvmOptions));
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
