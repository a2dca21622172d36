// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Folders;
import io.snowloop.samples.Similar;
import io.snowloop.samples.site.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that has the score played by all systems that are installed. */
@Command(
        name = "rosetta",
        description = {
            "One program, the score, for several event loops. Each prints the order in which it runs the same seven callbacks."
                    + " Runs those whose system is installed, and compares the order with that in the docs.",
            ""
        })
public final class RosettaCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "SYSTEM", description = "Only these systems (default: all).")
    private Set<String> names = new LinkedHashSet<>();

    @Option(names = "--source", description = "Print the program of each SYSTEM, and run nothing.")
    private boolean source;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RosettaCommand() {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Player> chosen = chosen();
        if (source) {
            if (names.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--source needs a SYSTEM: one of " + known());
            }
            for (Player player : chosen) {
                out.print(Files.readString(Checkout.home().resolve(player.program())));
            }
            out.flush();
            return 0;
        }
        return play(chosen, out);
    }

    private List<Player> chosen() {
        List<Player> all = Player.all();
        List<String> known = all.stream().map(Player::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no system \"" + name + "\"" + Similar.to(name, known) + ": the systems are "
                                + known());
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(player -> names.contains(player.name())).toList();
    }

    private static String known() {
        return String.join(", ", Player.all().stream().map(Player::name).toList());
    }

    private static int play(List<Player> players, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        out.println("What waits when the loop goes on:");
        out.println("  S a readable socket  T a timer that is due  Q a task  X a task of another thread");
        out.println("What the callback of S begins:");
        out.println("  q a task  t a timer of 0  p the completion of a promise");
        out.println();
        boolean differs = false;
        for (Player player : players) {
            Performance performance = perform(player);
            differs |= performance.differs(player);
            out.println(line(player, performance));
            out.flush();
        }
        out.println();
        out.println("Why they differ: docs/rosetta.md");
        out.flush();
        return differs ? 1 : 0;
    }

    private static Performance perform(Player player) throws IOException, InterruptedException, ExecutionException {
        Path folder = Files.createTempDirectory("rosetta");
        try (EventLoop loop = EventLoop.open()) {
            return Performance.of(player, folder, loop);
        } finally {
            Folders.delete(folder);
        }
    }

    private static String line(Player player, Performance performance) {
        if (performance.version() == null) {
            return String.format("%-9s %-15s %-8s %s", player.name(), "not installed", "", performance.problem());
        }
        String verdict = player.order().equals(performance.played())
                ? "as in the docs"
                : performance.played() == null
                        ? performance.problem()
                        : "the docs have " + player.order() + ", for " + player.measured();
        return String.format(
                "%-9s %-15s %-8s %s",
                player.name(),
                performance.version(),
                performance.played() == null ? "" : performance.played(),
                verdict);
    }
}
