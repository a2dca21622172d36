// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Pace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the length of a measurement. */
final class PaceOptions {
    @Option(names = "--rounds", paramLabel = "N", description = "The number of rounds.")
    private @Nullable Integer rounds;

    @Option(names = "--warm-up", paramLabel = "N", description = "The warm-up before the first round, in CPU seconds.")
    private @Nullable Integer warmUp;

    @Option(names = "--seconds", paramLabel = "N", description = "The length of each round, in seconds.")
    private @Nullable Integer seconds;

    PaceOptions() {}

    /** The usual pace, except for what is given. */
    Pace pace(Pace usual) {
        return new Pace(
                atLeast(0, "--warm-up", warmUp, usual.warmUp()),
                atLeast(1, "--seconds", seconds, usual.seconds()),
                atLeast(1, "--rounds", rounds, usual.rounds()));
    }

    private static int atLeast(int least, String option, @Nullable Integer given, int usual) {
        if (given != null && given < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", not " + given);
        }
        return given == null ? usual : given;
    }
}
