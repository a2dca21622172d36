// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.report.Environment;
import io.snowloop.benchmarks.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the file of the results. */
final class Output {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file of the results, as JSON (default: benchmarks/target/${COMMAND-NAME}.json).")
    private @Nullable Path out;

    @Option(
            names = "--add",
            description = {
                "Keep the results of other works in the file.",
                "They must be of the same machine, JDK and releases of the peers."
            })
    private boolean add;

    Output() {}

    Recording begin(String kind, Environment environment) throws IOException {
        Path file = out == null ? Home.PATH.resolve("benchmarks/target/" + kind + ".json") : out;
        return add ? Recording.resume(file, kind, environment) : Recording.begin(file, kind, environment);
    }
}
