// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in C, compiled if its source is newer. */
public final class CProgram {
    private CProgram() {}

    /**
     * Compiles the program if necessary. Returns its path.
     *
     * @param home the folder of the project
     * @param name the name of the source, without {@code .c}
     * @param options more options of the compiler, such as libraries
     */
    public static Path compiled(Path home, String name, String... options) throws IOException, InterruptedException {
        Path source = home.resolve("benchmarks/src/main/c").resolve(name + ".c");
        Path binary = home.resolve("benchmarks/target").resolve(name);
        if (Files.exists(binary)
                && Files.getLastModifiedTime(binary).compareTo(Files.getLastModifiedTime(source)) > 0) {
            return binary;
        }
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-o", binary.toString(), source.toString()));
        command.addAll(List.of(options));
        Process gcc = new ProcessBuilder(command).inheritIO().start();
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc cannot compile " + source);
        }
        return binary;
    }
}
