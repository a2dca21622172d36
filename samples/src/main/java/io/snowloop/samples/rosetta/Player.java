// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A system that can play the score, as {@code players.json} has it. Its commands run in a folder with its files.
 *
 * @param name of the system, also its folder of resources
 * @param order the letters that the docs have
 * @param measured the version that they were measured with: the beginning of what {@code version} prints
 * @param files that the program is made of, itself first; none if it is a class of this package
 * @param version prints the version, and fails where the system is not installed; null if the files name it
 * @param builds what comes before {@code play}, and fails where the system is not installed
 * @param play prints the letters
 * @param install how to have the system
 */
record Player(
        String name,
        String order,
        String measured,
        List<String> files,
        @Nullable List<String> version,
        List<List<String>> builds,
        List<String> play,
        String install) {
    Player {
        files = files == null ? List.of() : List.copyOf(files);
        builds = builds == null ? List.of() : List.copyOf(builds);
        install = Objects.requireNonNullElse(install, "");
    }

    /** All of them, this project first, then those with the same order side by side. */
    static List<Player> all() {
        return List.of(Json.read(resource("players.json"), Player[].class));
    }

    /** The text of a file of this package. */
    static String resource(String path) {
        try (InputStream in = Player.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of one of its files. */
    String text(String file) {
        return resource(name + "/" + file);
    }

    /** The path of its program, from the folder of the project on. */
    String program() {
        String folder = "io/snowloop/samples/rosetta/";
        return files.isEmpty()
                ? "samples/src/main/java/" + folder + "Score.java"
                : "samples/src/main/resources/" + folder + name + "/" + files.get(0);
    }
}
