// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.samples.Arguments;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The arguments for many rounds of the same requests. */
final class RepeatArguments {
    @Option(
            names = "--repeat",
            paramLabel = "N",
            converter = Arguments.Count.class,
            description =
                    "Make the requests N times, one round after the other, over the same connections, and print a summary"
                            + " instead of the bodies.")
    int rounds = 1;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            converter = Arguments.Millis.class,
            description = "Wait MS milliseconds between two rounds.")
    Duration pause = Duration.ZERO;

    RepeatArguments() {}
}
