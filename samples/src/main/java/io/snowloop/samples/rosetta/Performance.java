// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import io.snowloop.loop.EventLoop;
import io.snowloop.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a system's program.
 *
 * @param version of the system; null if it is not installed
 * @param played the letters that the program has printed; null if there are none
 * @param problem why there are none; empty if there are
 */
record Performance(@Nullable String version, @Nullable String played, String problem) {
    /** Runs a system's program in a folder of its own. On a thread that may wait. */
    static Performance of(Player player, Path folder, EventLoop loop)
            throws IOException, InterruptedException, ExecutionException {
        for (String file : player.files()) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, player.text(file));
        }
        Stage stage = new Stage(folder, loop);
        String version = player.measured();
        if (player.version() != null) {
            Command.Result told = stage.run(player.version());
            if (told.exit() != 0) {
                return new Performance(null, null, player.install());
            }
            version = line(told);
        }
        for (List<String> build : player.builds()) {
            Command.Result built = stage.run(build);
            if (built.exit() != 0) {
                return new Performance(null, null, player.install() + " (" + error(built) + ")");
            }
        }
        Command.Result result = stage.run(player.play());
        return result.exit() == 0
                ? new Performance(version, line(result), "")
                : new Performance(version, null, "it failed: " + error(result));
    }

    /** Whether the system is there, in the version that was measured, and did not do what the docs say. */
    boolean differs(Player player) {
        return version != null
                && version.startsWith(player.measured())
                && !player.order().equals(played);
    }

    private static String line(Command.Result result) {
        return result.output().text().lines().findFirst().orElse("").strip();
    }

    private static String error(Command.Result result) {
        String all = result.errors().text() + result.output().text(); // Maven prints errors to its output
        return all.lines().filter(line -> !line.isBlank()).findFirst().orElse("exit code " + result.exit());
    }
}
