// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.Similar;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.OutcomeLines;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.WhatIf;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows the zoo. */
@Command(
        name = "zoo",
        description = {
            "Programs that are wrong on purpose: bugs that people write with sockets and loops. Without a name it lists them."
                    + " With a name it runs that program in a simulation, with 200 seeds, and shows the first run that fails.",
            ""
        })
public final class ZooCommand implements Callable<Integer> {
    private static final int SEEDS = 200;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of an animal.")
    private @Nullable String name;

    @Option(
            names = "--hint",
            arity = "0..1",
            fallbackValue = "1",
            paramLabel = "N",
            description = "Show hint N (default: 1).")
    private @Nullable Integer hint;

    @Option(names = "--diff", description = "Show what makes it right.")
    private boolean diff;

    @Option(names = "--right", description = "Run the right program, and show it.")
    private boolean right;

    @Option(names = "--seed", paramLabel = "S", converter = Arguments.Seed.class, description = "Run this seed only.")
    private @Nullable Long seed;

    @Option(names = "--desk", description = "Run the desk scene: one client, no faults.")
    private boolean desk;

    @Option(
            names = "--what-if",
            paramLabel = "LIST",
            description = "Run it with changes: drop=5,delay=5:200ms,split=5:1,short-write=2:1,hold=server:20ms:1s,"
                    + "timers-first=server:20ms:50ms. Segments and writes have their numbers in --json.",
            converter = WhatIf.Converter.class)
    private WhatIf whatIf = WhatIf.NOTHING;

    @Option(names = "--json", description = "Print the run as JSON Lines: see docs/scenes.md.")
    private boolean json;

    @Option(
            names = "--lens",
            description = "Show the loops of the run in a browser, as snowloop lens --scene NAME does.")
    private boolean lens;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ZooCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean oneRun = seed != null || desk || !whatIf.interventions().isEmpty();
        boolean toRun = right || oneRun || json || lens;
        if (name == null && (toRun || diff || hint != null)) {
            throw new ParameterException(
                    spec.commandLine(), "an option needs the NAME of an animal, which snowloop zoo lists");
        }
        if (hint != null ? diff || toRun : diff && toRun) {
            throw new ParameterException(spec.commandLine(), "--hint and --diff run nothing: give each alone");
        }
        if (name == null) {
            list(out);
            return 0;
        }
        Animal<?> animal = Zoo.named(name).orElseThrow(this::unknown);
        if (lens) {
            return showLens(name);
        }
        if (hint != null) {
            out.println(hint(animal.card(), hint));
        } else if (diff) {
            Visit.diff(animal).forEach(out::println);
        } else if (json) {
            Outcome outcome = run(animal, true);
            OutcomeLines.of(animal.card().name(), outcome).forEach(out::println);
        } else if (oneRun) {
            Visit.run(run(animal, false)).forEach(out::println);
        } else {
            visit(animal).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private int showLens(String scene) {
        if (right || json) {
            throw new ParameterException(
                    spec.commandLine(), "--lens shows the wrong program in a browser: leave --right and --json out");
        }
        List<String> command = new ArrayList<>(List.of("lens", "--scene", scene));
        if (seed != null) {
            command.addAll(List.of("--seed", String.valueOf(seed)));
        }
        if (desk) {
            command.add("--desk");
        }
        if (!whatIf.interventions().isEmpty()) {
            command.addAll(List.of("--what-if", whatIf.toString()));
        }
        return spec.root().commandLine().execute(command.toArray(String[]::new));
    }

    private static void list(PrintWriter out) throws IOException {
        Properties whoWarns = Zoo.whoWarns();
        String format = "%-" + width(Animal.Card::name) + "s  %s%n";
        out.printf(format, "name", "what is wrong");
        for (Animal<?> animal : Zoo.ALL) {
            Animal.Card card = animal.card();
            String tools = whoWarns.getProperty(card.name());
            out.printf(format, card.name(), card.what() + (tools.equals(Zoo.NO_TOOL) ? "" : "; " + tools + " warns"));
        }
        out.printf(
                "%njavac -Xlint:all and Error Prone warn of %s of these bugs.%n",
                Zoo.warned() == 0 ? "none" : Zoo.warned());
        out.flush();
    }

    private static int width(Function<Animal.Card, String> column) {
        return Zoo.ALL.stream()
                .mapToInt(animal -> column.apply(animal.card()).length())
                .max()
                .orElse(1);
    }

    private List<String> visit(Animal<?> animal) throws IOException {
        return right
                ? Visit.right(animal, Scenes.run(animal.deskOfRight(), 1), Scenes.run(animal.fieldOfRight(), SEEDS))
                : Visit.wrong(animal, Scenes.run(animal.deskOfWrong(), 1), Scenes.run(animal.fieldOfWrong(), SEEDS));
    }

    private Outcome run(Animal<?> animal, boolean traced) {
        try {
            return Scenes.run(scene(animal), seed(animal), whatIf.interventions(), traced);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Scene scene(Animal<?> animal) {
        if (desk) {
            return right ? animal.deskOfRight() : animal.deskOfWrong();
        }
        return right ? animal.fieldOfRight() : animal.fieldOfWrong();
    }

    /** The seed that was asked for, or the first one that fails. */
    private long seed(Animal<?> animal) {
        if (seed != null) {
            return seed;
        }
        if (desk) {
            return 1;
        }
        Outcome first = Scenes.run(scene(animal), SEEDS).first();
        return first == null ? 1 : first.seed();
    }

    private String hint(Animal.Card card, int number) {
        List<String> hints = card.hints();
        if (number < 1 || number > hints.size()) {
            throw new ParameterException(
                    spec.commandLine(), card.name() + " has hints 1 to " + hints.size() + ", not " + number);
        }
        return "Hint " + number + " of " + hints.size() + ": " + hints.get(number - 1)
                + (number < hints.size() ? "\n./snowloop zoo " + card.name() + " --hint " + (number + 1) : "");
    }

    private static List<String> names() {
        return Zoo.ALL.stream().map(animal -> animal.card().name()).toList();
    }

    private ParameterException unknown() {
        return new ParameterException(
                spec.commandLine(),
                "there is no animal \"" + name + "\"" + Similar.to(String.valueOf(name), names())
                        + ": snowloop zoo lists them");
    }
}
