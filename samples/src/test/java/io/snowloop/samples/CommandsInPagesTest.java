// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.MissingParameterException;

/** A command that a page tells a reader to run is one that the command line takes. */
@Tag("once") // it reads only pages
class CommandsInPagesTest {
    private static final Path DOCS = ProjectFolder.ROOT.resolve("docs");

    /** In a line of text. Not those of the benchmarks, which have a launcher of their own. */
    private static final Pattern COMMAND = Pattern.compile("`\\./snowloop( (?!bench )[^`<>|$]+)?`");

    /** {@code the-loop.md ./snowloop quiz the-loop} */
    static List<String> commands() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .flatMap(page -> COMMAND.matcher(text(page))
                            .results()
                            .map(found -> found.group().replace("`", "")))
                    .filter(command -> !command.matches(".* [A-Z]{2,}\\b.*")) // a reader puts something else there
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(page.toString(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isTaken(String command) {
        String[] words = Stream.of(command.split("\\s+")).skip(1).toArray(String[]::new);
        assertThatCode(() -> {
                    try {
                        Snowloop.commandLine().parseArgs(words);
                    } catch (MissingParameterException e) {
                        // the text speaks of the command, and not of a certain call
                    }
                })
                .as(command)
                .doesNotThrowAnyException();
    }

    @Test
    void thereAreMany() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(100);
    }
}
