// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.crawl.WatchedCrawl;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.outage.OutageCommand;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
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
import java.util.Optional;
import java.util.concurrent.Callable;
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
            description = "Instead of a file: why-late, simulated-outage, or an animal of the zoo that has a loop.")
    private @Nullable String scene;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The seed of the scene (default: the first one that fails, or else 1).")
    private @Nullable Long seed;

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
        if (scene == null && seed != null) {
            throw new ParameterException(spec.commandLine(), "--seed is for --scene NAME");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (file != null) {
                serve(Lens.of(recordings(file)), out);
            } else if (scene != null) {
                serve(Lens.of(recordings(named(scene))), out);
            } else {
                WatchedCrawl.run(port, out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void serve(Lens lens, PrintWriter out) throws IOException, InterruptedException {
        try (Server server = lens.listen(port)) {
            out.println("Open " + server.url(lens.path()) + " in a browser. Ctrl-C ends it.");
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

    private List<Recording> recordings(Scene named) {
        long number = seed != null
                ? seed
                : Optional.ofNullable(Scenes.run(named, SEEDS).first())
                        .map(Outcome::seed)
                        .orElse(1L);
        List<Recording> recordings =
                List.copyOf(Scenes.traced(named, number).traces().values());
        if (recordings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "scene \"" + scene + "\" has no loop of the library, only selectors of its own: see it with"
                            + " ./snowloop zoo " + scene);
        }
        return recordings;
    }

    private Scene named(String name) {
        return switch (name) {
            case "why-late" -> WhyLateCommand.SCENE;
            case "simulated-outage" -> OutageCommand.SCENE;
            default ->
                Zoo.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "there is no scene \"" + name
                                        + "\": it is why-late, simulated-outage, or a name that snowloop zoo lists"))
                        .fieldOfWrong();
        };
    }
}
