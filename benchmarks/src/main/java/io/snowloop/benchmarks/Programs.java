// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.server.ServerEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The programs that must be installed, apart from the JDK. */
final class Programs {
    private static final Map<String, String> PACKAGES = Map.of("taskset", "util-linux", "h2load", "nghttp2-client");

    private Programs() {}

    /** Fails if programs are missing; the message names them. */
    static void require(String... names) {
        List<String> missing =
                Stream.of(names).filter(name -> !isInstalled(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("not installed: " + String.join(", ", missing)
                    + "; on Debian: apt-get install "
                    + String.join(
                            " ",
                            missing.stream()
                                    .map(name -> PACKAGES.getOrDefault(name, name))
                                    .toList()));
        }
    }

    /** The entries without that of this name, if the programs that it needs are missing, which is then said. */
    static List<ServerEntry> runnable(List<ServerEntry> entries, String name, String... programs) {
        List<String> missing =
                Stream.of(programs).filter(program -> !isInstalled(program)).toList();
        if (missing.isEmpty()) {
            return entries;
        }
        System.out.println("without " + name + ": not installed: " + String.join(", ", missing));
        return entries.stream().filter(entry -> !entry.name().equals(name)).toList();
    }

    private static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
