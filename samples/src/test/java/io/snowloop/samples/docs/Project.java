// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's files. */
final class Project {
    static final Path HOME = ProjectFolder.ROOT;

    private Project() {}

    /** The README and all pages of the docs. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(HOME.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    /** The sources of the libraries. */
    static List<Path> librarySources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("nio-core", "async-client", "async-server")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }

    /** A file's name as people write it, from the project's folder on. */
    static String name(Path file) {
        return HOME.relativize(file).toString().replace('\\', '/');
    }
}
