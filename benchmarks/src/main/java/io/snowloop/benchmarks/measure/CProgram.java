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
        Path folder = home.resolve("benchmarks/src/main/c");
        Path source = folder.resolve(name + ".c");
        Path binary = home.resolve("benchmarks/target").resolve(name);
        if (isNewer(binary, source) && isNewer(binary, folder.resolve("load.h"))) {
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

    private static boolean isNewer(Path binary, Path source) throws IOException {
        return Files.exists(binary)
                && Files.getLastModifiedTime(binary).compareTo(Files.getLastModifiedTime(source)) > 0;
    }
}
