// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Diff;
import io.snowloop.samples.GeneratedPage;
import io.snowloop.samples.ladder.race.FiguresTable;
import io.snowloop.samples.site.SourceText;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sources, differences and figures of the pages on the ladder are those of the project. The figures are in {@code
 * docs/ladder.json}, which {@code ./snowloop ladder --json} has printed. To bring the pages up to date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=LadderPageTest -Ddocs.update=true
 * </pre>
 */
class LadderPageTest {
    private static final Path DOCS = ProjectFolder.ROOT.resolve("docs");

    @ParameterizedTest
    @ValueSource(strings = {"ladder.md", "when-not-to.md"})
    void thePageShowsWhatIsThere(String name) throws IOException {
        Path page = DOCS.resolve(name);
        List<String> lines = Files.readAllLines(page);
        List<String> updated = updated(lines);
        GeneratedPage.assertUpToDate(page, lines, updated, LadderPageTest.class);
    }

    @Test
    void thePageHasASectionForEachRung() throws IOException {
        List<String> sections = Files.readAllLines(DOCS.resolve("ladder.md")).stream()
                .filter(line -> line.startsWith("<!-- ladder source ") || line.startsWith("<!-- ladder diff "))
                .map(line -> line.split(" ")[3])
                .toList();
        assertThat(sections).isEqualTo(Rungs.ALL.stream().map(Rungs.Entry::name).toList());
    }

    /** What is between a mark and its end is made anew: a fence, or all up to {@code <!-- ladder end -->}. */
    private static List<String> updated(List<String> lines) throws IOException {
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            updated.add(line);
            if (line.startsWith("<!-- ladder ") && !line.equals("<!-- ladder end -->")) {
                String[] words = line.split(" ");
                boolean fenced = words[2].equals("source") || words[2].equals("diff");
                if (fenced) {
                    updated.add(lines.get(++i));
                } else {
                    updated.add("");
                }
                updated.addAll(content(words[2], words[3]));
                while (!lines.get(i + 1).equals(fenced ? "```" : "<!-- ladder end -->")) {
                    i++;
                }
                if (!fenced) {
                    updated.add("");
                }
            }
        }
        return updated;
    }

    private static List<String> content(String what, String of) throws IOException {
        return switch (what) {
            case "source" -> SourceText.of(Rungs.named(of).orElseThrow().type());
            case "diff" -> diff(Rungs.named(of).orElseThrow());
            case "figures" -> FiguresTable.read(DOCS.resolve("ladder.json")).of(of);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static List<String> diff(Rungs.Entry rung) throws IOException {
        Rungs.Entry below = Rungs.named(rung.below()).orElseThrow();
        return Diff.of(SourceText.of(below.type()), SourceText.of(rung.type()));
    }
}
