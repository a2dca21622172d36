// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.outage;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Timeline;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that simulates an outage. */
@Command(
        name = "simulated-outage",
        description = {
            "Fetch through an outage of the network, in virtual time: a server, a client, and a link between them that is"
                    + " cut for a while. The same seed gives the same run, event for event.",
            ""
        })
public final class OutageCommand implements Callable<Integer> {
    /** A fetch through an outage. */
    public static final Scene SCENE = Outage.SCENE;

    private static final int SEEDS = 10_000;

    /** There are up to ten connections, and each of their segments has its number. */
    private static final int LINK_WIDTH = 26;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Arguments.Seed.class,
            description = "The seed of all random decisions (default: a random one).")
    private @Nullable Long seed;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the run as a picture (SVG) to this file, too.")
    private @Nullable Path picture;

    OutageCommand() {}

    @Override
    public Integer call() throws Exception {
        long number = seed != null ? seed : new Random().nextInt(SEEDS);
        PrintStream out = System.out;
        Outcome outcome = Scenes.run(SCENE, number);
        Timeline.of(outcome, 24, LINK_WIDTH, 80).forEach(out::println);
        out.println();
        if (outcome.failure() != null) {
            Timeline.wrap(outcome.failure().toString(), 80).forEach(out::println);
        }
        out.println("Left over: " + (outcome.leftovers().isEmpty() ? "nothing" : outcome.leftovers())
                + ". To run it again: --seed " + number);
        if (picture != null) {
            Files.writeString(picture, Drawing.of(outcome));
        }
        return outcome.failure() == null ? 0 : 1;
    }
}
