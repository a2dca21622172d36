// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page on what of HTTP is supported")
class SupportedHttpTest {
    private static final Path ROOT = ProjectFolder.ROOT;
    private static final Pattern NAME = Pattern.compile("`(?:io\\.snowloop\\.)?(?:[a-z0-9]+\\.)*([A-Z]\\w+)`");

    @Test
    void namesOnlyClassesAndTestsThatThereAre() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/supported-http.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Section") && !line.startsWith("| ---"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(80)
                .allSatisfy(row -> assertThat(cells(row)).as(row).hasSize(5));
        assertThat(rows.stream().flatMap(SupportedHttpTest::names).collect(Collectors.toSet()))
                .isSubsetOf(sources());
    }

    /** A bar that belongs to a cell is escaped. */
    private static String[] cells(String row) {
        return row.substring(1).split("(?<!\\\\)\\|");
    }

    /** Of the classes and the tests, which stand in the last two cells. */
    private static Stream<String> names(String row) {
        String[] cells = cells(row);
        return NAME.matcher(cells[3] + cells[4]).results().map((MatchResult found) -> found.group(1));
    }

    private static Set<String> sources() throws IOException {
        Set<String> names = new HashSet<>();
        for (String module : List.of("nio-core", "async-client", "async-server")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
            }
        }
        return names;
    }
}
