// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures everything and generates the page. */
@Command(
        name = "all",
        description = {
            "Measure everything into docs/performance, and generate docs/performance.md.",
            "This takes some hours on an otherwise idle machine; with --quick, half an hour."
        })
final class AllCommand implements Callable<Integer> {
    /** The pace for all entries; {@code --quick} of the other commands would leave entries out. */
    private static final List<String> QUICK_PACE = List.of("--rounds", "3", "--seconds", "2", "--warm-up", "3");

    @Option(names = "--quick", description = "All entries, but few and short rounds.")
    private boolean quick;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path results = Home.PATH.resolve("docs/performance");
        CommandLine bench = spec.commandLine().getParent();
        for (String kind : List.of("server", "http2", "push", "tls", "client", "proxy", "micro", "simulator")) {
            List<String> arguments = new ArrayList<>(
                    List.of(kind, "--out", results.resolve(kind + ".json").toString()));
            if (quick) {
                arguments.addAll(kind.equals("micro") ? List.of("--quick") : QUICK_PACE);
            }
            int exitCode = bench.execute(arguments.toArray(String[]::new));
            if (exitCode != 0) {
                return exitCode;
            }
        }
        int exitCode = bench.execute("flame");
        return exitCode == 0 ? bench.execute("page") : exitCode;
    }
}
