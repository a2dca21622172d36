// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The load generator for large responses, in C, on the CPU of the load generator. The kernel discards the bodies, where wrk
 * copies them: a copy of 1 MiB takes longer than the server needs to send it. It checks the status and length of each response.
 */
public final class DiscardingLoad {
    private DiscardingLoad() {}

    /**
     * Runs a work with large responses. All responses are complete before it returns.
     *
     * @param home the folder of the project
     * @throws IOException if a response is not as it should be
     */
    public static Wrk.Count run(Path home, int port, Work work, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(CProgram.compiled(home, "discarding_load").toString()));
        command.addAll(List.of(Integer.toString(port), work.path(), Integer.toString(Work.answerSize(work.title()))));
        command.addAll(List.of(Integer.toString(work.connections()), Integer.toString(seconds)));
        Process process = new ProcessBuilder(Cpus.pinned(Cpus.GENERATOR, command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output.strip());
        }
        return Wrk.parse(output);
    }
}
