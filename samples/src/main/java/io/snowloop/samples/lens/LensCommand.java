// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.crawl.WatchedCrawl;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.outage.OutageCommand;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.WhatIf;
import io.snowloop.samples.sim.ExtraScenes;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.server.Server;
import io.snowloop.server.lens.Lens;
import io.snowloop.trace.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows loops in a browser. */
@Command(
        name = "lens",
        description = {
            "Show a loop in a browser: its turn, what waits, its channels, step by step, forward and back; until Ctrl-C."
                    + " Without a file and a scene it is a loop that runs: the docs are served and crawled on it.",
            ""
        })
public final class LensCommand implements Callable<Integer> {
    private static final int SEEDS = 200;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A trace (docs/trace.md), or a scene with traces (sim --json, zoo --json).")
    private @Nullable Path file;

    @Option(
            names = "--scene",
            paramLabel = "NAME",
            description =
                    "Instead of a file: why-late, simulated-outage, or an animal of the zoo, or a figure of the docs.")
    private @Nullable String scene;

    @Option(
            names = "--extra",
            paramLabel = "DIR",
            description = "With --scene: a scene of this folder of yours. See docs/how-to/your-own-scene.md.")
    private @Nullable Path extra;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The seed of the scene (default: the first one that fails, or else 1).")
    private @Nullable Long seed;

    @Option(names = "--desk", description = "With an animal of the zoo: its desk scene, for you to break.")
    private boolean desk;

    @Option(
            names = "--what-if",
            paramLabel = "LIST",
            description =
                    "Show the scene with these changes, as the page's address has them: drop=5,hold=server:20ms:1s.",
            converter = WhatIf.Converter.class)
    private WhatIf whatIf = WhatIf.NOTHING;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to serve the page on (default: ${DEFAULT-VALUE}, any free port).",
            converter = Arguments.Port.class)
    private int port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LensCommand() {}

    @Override
    public Integer call() throws Exception {
        if (file != null && scene != null) {
            throw new ParameterException(spec.commandLine(), "give a FILE or --scene NAME, and not both");
        }
        boolean ofScene =
                seed != null || desk || extra != null || !whatIf.interventions().isEmpty();
        if (scene == null && ofScene) {
            throw new ParameterException(
                    spec.commandLine(), "--extra, --seed, --desk and --what-if are for --scene NAME");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (file != null) {
                serve(Lens.of(recordings(file)), "", out);
            } else if (scene != null) {
                showScene(scene, out);
            } else {
                WatchedCrawl.run(port, out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void showScene(String name, PrintWriter out) throws IOException, InterruptedException {
        Figures.Picture figure =
                extra != null || desk || seed != null || !whatIf.interventions().isEmpty() ? null : Figures.named(name);
        SceneReplay replay = figure == null ? replay(name) : new SceneReplay(name, figure.scene(), figure.seed(), null);
        WhatIf changes = figure == null ? whatIf : new WhatIf(figure.changes());
        String place = Stream.of(
                        changes.interventions().isEmpty() ? "" : "do=" + changes, figure == null ? "" : figure.place())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        serve(Lens.of(replay), place.isEmpty() ? "" : "#" + place, out);
    }

    private void serve(Lens lens, String place, PrintWriter out) throws IOException, InterruptedException {
        try (Server server = lens.listen(port)) {
            out.println("Open " + server.url(lens.path()) + place + " in a browser. Ctrl-C ends it.");
            out.flush();
            Thread.currentThread().join(); // the loop of the server does the work, until Ctrl-C or an interrupt
        }
    }

    private List<Recording> recordings(Path path) {
        List<Recording> recordings;
        try {
            recordings = TraceFile.read(path);
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), path + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new ParameterException(spec.commandLine(), path + ": this is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), path + ": " + e.getMessage(), e);
        }
        if (recordings.isEmpty()) {
            throw new ParameterException(spec.commandLine(), path + " has no trace: no loop of the library ran in it");
        }
        return recordings;
    }

    private SceneReplay replay(String name) throws IOException {
        Animal<?> animal = extra != null ? null : Zoo.named(name).orElse(null);
        if (desk && animal == null) {
            throw new ParameterException(spec.commandLine(), "--desk is for an animal of the zoo");
        }
        Scene shown = extra != null
                ? ExtraScenes.named(extra, name)
                : animal == null ? named(name) : desk ? animal.deskOfWrong() : animal.fieldOfWrong();
        long number =
                extra != null ? ExtraScenes.seed(shown, seed) : seed != null ? seed : desk ? 1 : firstThatFails(shown);
        try {
            Scenes.run(shown, number, whatIf.interventions(), false);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return new SceneReplay(name, shown, number, animal != null && desk ? animal.deskOfRight() : null);
    }

    private static long firstThatFails(Scene shown) {
        Outcome first = Scenes.run(shown, SEEDS).first();
        return first == null ? 1 : first.seed();
    }

    private Scene named(String name) {
        return switch (name) {
            case "why-late" -> WhyLateCommand.SCENE;
            case "simulated-outage" -> OutageCommand.SCENE;
            default -> {
                Figures.Picture figure = Figures.named(name);
                if (figure == null) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "there is no scene \"" + name
                                    + "\": it is why-late, simulated-outage, a name that snowloop zoo"
                                    + " lists, or that of a file in docs/figures");
                }
                yield figure.scene();
            }
        };
    }
}
