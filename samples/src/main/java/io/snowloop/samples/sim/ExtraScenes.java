// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.Similar;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.TimedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The scenes of a teacher's folder: {@code NAME/Scene.java}, each a program as {@code sim} runs it. */
public final class ExtraScenes {
    private static final String FILE = "Scene.java";
    private static final int SEEDS = 200;
    private static final int LIMIT = 10;

    private ExtraScenes() {}

    /** Their names, in order. */
    static List<String> names(Path extra) throws IOException {
        if (!Files.isDirectory(extra)) {
            throw new NotDirectoryException(extra + " is no folder: choose one with scenes with --extra");
        }
        List<String> names;
        try (Stream<Path> entries = Files.list(extra)) {
            names = entries.filter(entry -> Files.exists(entry.resolve(FILE)))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        }
        if (names.isEmpty()) {
            throw new IOException("there is no scene in " + extra + ": each is a folder with a file " + FILE
                    + ", such as lost-count/" + FILE);
        }
        return names;
    }

    /** The file of a scene. */
    static Path file(Path extra, String name) throws IOException {
        List<String> names = names(extra);
        if (!names.contains(name)) {
            throw new IOException("there is no scene \"" + name + "\" in " + extra + Similar.to(name, names)
                    + ": there " + (names.size() == 1 ? "is " : "are ") + String.join(", ", names));
        }
        return extra.resolve(name).resolve(FILE);
    }

    /**
     * A scene, with the faults that it sets, or else those that {@code sim} sets. So a seed is the same run in both commands.
     *
     * @throws IOException if it does not compile or has no {@code main}, or if it opens channels of the kernel: this JVM has some, too
     */
    public static Scene named(Path extra, String name) throws IOException {
        Path file = file(extra, name);
        SourceFile source;
        try {
            source = SourceFile.compile(file, ToolProvider.getSystemJavaCompiler());
        } catch (SourceFile.CompileException e) {
            String first = e.errors().get(0).lines().findFirst().orElse("");
            throw new IOException(
                    e.getMessage() + " " + first + "; all of them: snowloop sim " + name + " --extra " + extra, e);
        }
        String call = source.kernelChannel();
        if (call != null) {
            throw new IOException(
                    file + " calls " + call + ", and the page of the lens needs the real network: take the channels of"
                            + " the host, as in host.openSelector(), or record the run: snowloop sim " + name
                            + " --extra " + extra
                            + " --json > run.jsonl, then snowloop lens run.jsonl");
        }
        return stage -> {
            stage.faults(FaultList.DEFAULT.of().apply(stage.random()));
            source.set(stage);
        };
    }

    /**
     * The seed to be shown: the one that was asked for, or else the first of 200 that fails, or 1 if none does.
     *
     * @throws IOException if a run does not end, or starts nothing
     */
    public static long seed(Scene scene, @Nullable Long asked) throws IOException {
        TimedRuns runs = new TimedRuns(seed -> Scenes.run(scene, seed), LIMIT);
        try {
            SourceFile.requireHosts(FILE, runs.run(asked == null ? 1 : asked));
            Outcome first = asked == null ? Scenes.run(SEEDS, runs::run).first() : null;
            return asked != null ? asked : first == null ? 1 : first.seed();
        } catch (TimedRuns.EndlessException e) {
            throw new IOException(e.getMessage() + ": correct it there", e);
        }
    }
}
