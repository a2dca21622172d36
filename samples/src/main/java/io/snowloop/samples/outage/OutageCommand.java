package io.snowloop.samples.outage;

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
    private static final int SEEDS = 10_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of all random decisions (default: a random one).")
    private @Nullable Long seed;

    OutageCommand() {}

    @Override
    public Integer call() throws Exception {
        Outage.run(seed != null ? seed : new Random().nextInt(SEEDS), System.out);
        return 0;
    }
}
