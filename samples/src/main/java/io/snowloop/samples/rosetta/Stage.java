// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import io.snowloop.http.Body;
import io.snowloop.loop.EventLoop;
import io.snowloop.process.Command;
import io.snowloop.samples.Jdk;
import io.snowloop.samples.site.Checkout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A folder in which the commands of one system run. */
final class Stage {
    /** The first build with Maven downloads its plugins. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final Map<String, String> WORDS = Map.of(
            "{java}", Jdk.tool("java"),
            "{classes}", System.getProperty("java.class.path"),
            "{mvnw}",
                    Checkout.home()
                            .resolve(isWindows() ? "mvnw.cmd" : "mvnw")
                            .toAbsolutePath()
                            .toString());

    private final Path folder;
    private final EventLoop loop;

    /** By the name of a program, the file of that name which has worked. */
    private final Map<String, String> found = new HashMap<>();

    Stage(Path folder, EventLoop loop) {
        this.folder = folder;
        this.loop = loop;
    }

    /**
     * Runs a command. There may be more than one program of its name on the PATH, and the packages that it needs belong to one of them: the
     * first one that works is used from then on. If none does, the result is that of the last one.
     */
    Command.Result run(List<String> command) throws InterruptedException, ExecutionException {
        String program = command.get(0);
        Command.Result result = new Command.Result(127, Body.EMPTY, Body.of("there is no " + program));
        for (String file : files(program)) {
            List<String> words = new ArrayList<>(command);
            words.set(0, file);
            words.replaceAll(word -> WORDS.getOrDefault(word, word));
            result = loop.runUntil(Command.of(words)
                    .in(folder)
                    .with("JAVA_HOME", System.getProperty("java.home"))
                    .run(loop)
                    .timeout(LONGEST));
            if (result.exit() == 0) {
                found.put(program, file);
                return result;
            }
        }
        return result;
    }

    private List<String> files(String program) {
        String known = found.get(program);
        if (known != null || program.startsWith("{") || program.startsWith(".")) {
            return List.of(known == null ? program : known);
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, isWindows() ? program + ".exe" : program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
