// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.GeneratedPage;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each animal has a page. Its timeline, its program and its difference are what the command shows. To bring them up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=ZooPagesTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // a page is the same on each JDK, and its runs take a while
class ZooPagesTest {
    private static final Path DOCS = ProjectFolder.ROOT.resolve("docs");
    private static final String MARK = "<!-- zoo ";

    static List<Animal<?>> animals() {
        return Zoo.ALL;
    }

    @ParameterizedTest
    @MethodSource("animals")
    void aPageShowsItsAnimal(Animal<?> animal) throws IOException {
        Path page = DOCS.resolve("zoo/" + animal.card().name() + ".md");
        List<String> lines = Files.readAllLines(page);

        GeneratedPage.assertUpToDate(page, lines, updated(lines, animal), ZooPagesTest.class);
        assertThat(lines.get(0)).isEqualTo("# " + animal.card().name());
        assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                .containsExactly(
                        "## The ticket",
                        "## See it",
                        "## Timeline",
                        "## Where is it?",
                        "## Cause",
                        "## The difference",
                        "## In production",
                        "## Met in the wild");
        assertThat(lines).anyMatch(line -> line.matches("- [\\w.-]+/[\\w.-]+ #\\d+"));
    }

    private static List<String> updated(List<String> lines, Animal<?> animal) throws IOException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            updated.add(lines.get(i));
            if (lines.get(i).startsWith(MARK)) {
                updated.add(lines.get(i + 1)); // the fence
                updated.addAll(block(lines.get(i), animal));
                i += 2;
                while (!lines.get(i).equals("```")) {
                    i++;
                }
                updated.add("```");
            }
        }
        return updated;
    }

    private static List<String> block(String mark, Animal<?> animal) throws IOException {
        return switch (mark) {
            case MARK + "timeline -->" -> {
                Outcome first = ZooRuns.of(animal).fieldOfWrong().first();
                yield Visit.run(Objects.requireNonNull(first));
            }
            case MARK + "wrong -->" -> Sources.program(animal, "Wrong");
            case MARK + "diff -->" -> Visit.diff(animal);
            default -> throw new IllegalArgumentException(mark);
        };
    }

    @Test
    void theChapterListsThemAll() throws IOException {
        Path page = DOCS.resolve("zoo/README.md");
        List<String> lines = Files.readAllLines(page);
        int from = lines.indexOf(MARK + "list -->") + 1;
        int to = lines.indexOf(MARK + "end -->");
        List<String> updated = new ArrayList<>(lines.subList(0, from));
        updated.add("<!-- cards ./snowloop zoo -->");
        updated.add("");
        updated.add("| animal | what is wrong | in the field | symptom | who warns |");
        updated.add("| --- | --- | --- | --- | --- |");
        for (Animal<?> animal : Zoo.ALL) {
            Animal.Card card = animal.card();
            updated.add(String.format(
                    "| [%s](%1$s.md) | %s | %s | %s | %s |",
                    card.name(),
                    card.what(),
                    card.field(),
                    String.join(", ", card.symptoms()),
                    Zoo.whoWarns().getProperty(card.name())));
        }
        updated.add("");
        updated.addAll(lines.subList(to, lines.size()));

        GeneratedPage.assertUpToDate(page, lines, updated, ZooPagesTest.class);
        assertThat(Files.readString(ProjectFolder.ROOT.resolve("README.md")))
                .contains("has " + Zoo.ALL.size() + " programs that are wrong on purpose");
    }
}
