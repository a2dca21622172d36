package io.snowloop.samples.docs;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** A file's name as people write it, from the project's folder on. */
    static String name(Path file) {
        return HOME.relativize(file).toString().replace('\\', '/');
    }
}
