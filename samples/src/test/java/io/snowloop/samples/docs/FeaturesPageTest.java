// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables of {@code docs/features.md}: no feature is said to be there without a test that shows it. {@link LinksInPagesTest} checks
 * that each of these tests exists.
 */
class FeaturesPageTest {
    /** @param shown links to tests, or what is missing */
    private record Feature(String name, String answer, String shown) {}

    private static List<Feature> features() throws IOException {
        try (Stream<String> lines = Files.lines(Project.HOME.resolve("docs/features.md"))) {
            return lines.filter(line ->
                            line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| Feature |"))
                    .map(line -> line.split("\\|", -1))
                    .map(cells -> new Feature(cells[1].strip(), cells[2].strip(), cells[3].strip()))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> hasATest() throws IOException {
        return features().stream()
                .map(feature -> DynamicTest.dynamicTest(feature.name, () -> {
                    assertThat(feature.answer).isIn("yes", "partly", "no");
                    boolean tested = feature.shown.matches(".*\\]\\(\\.\\./[^)]+/src/test/java/[^)]+\\.java\\).*");
                    assertThat(tested).as(feature.shown).isEqualTo(!feature.answer.equals("no"));
                }));
    }

    @Test
    void standsOnce() throws IOException {
        assertThat(features()).hasSizeGreaterThan(100);
        for (String chapter :
                Files.readString(Project.HOME.resolve("docs/features.md")).split("\n## ")) {
            assertThat(chapter.lines().filter(line -> line.startsWith("| ")).map(line -> line.split("\\|")[1]))
                    .doesNotHaveDuplicates();
        }
    }
}
