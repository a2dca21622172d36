// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code ./snowloop bench} is, for the help. The launcher runs it as a program of its own, which needs a JDK 25. */
@Command(
        name = "bench",
        description = {
            "Compare server and client with their peers. It needs Linux, a JDK 25, wrk, gcc and taskset: ./snowloop bench --help.",
            ""
        })
final class BenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARG", description = "server, client, micro, all or page, and their arguments.")
    @SuppressWarnings("UnusedVariable") // the help shows them
    private List<String> args = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "the launcher runs it: ./snowloop bench");
    }
}
