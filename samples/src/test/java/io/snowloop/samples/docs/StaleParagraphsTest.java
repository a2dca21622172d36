// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the blocks of a page and of its translation are compared. */
@Tag("once") // it reads only texts
class StaleParagraphsTest {
    private static final List<String> SOURCE = """
            # The loop

            One  thread
            runs it.

            <!-- region Loop.java#turn -->
            ```java
            turn();

            turn();
            ```

            <details><summary>Answer</summary>

            It waits.

            </details>
            """.lines().toList();

    private static final List<String> CHINESE = """
            <!-- zh: %s -->
            # 循环

            <!-- zh: %s -->
            一个线程运行它。

            <!-- region Loop.java#turn -->
            ```java
            turn();

            turn();
            ```

            <!-- zh: %s -->
            <details><summary>答案</summary>

            <!-- zh: %s -->
            它等待。

            </details>
            """.formatted(
            Block.of(SOURCE).stream().filter(Block::isProse).map(Block::hash).toArray()).lines().toList();

    private static Comparison compare(List<String> source, List<String> chinese) {
        return Comparison.of(Block.of(source), Block.of(chinese));
    }

    private static List<String> with(List<String> lines, String from, String to) {
        return String.join("\n", lines).replace(from, to).lines().toList();
    }

    @Test
    void aTranslationOfEachBlockIsRight() {
        assertThat(Block.of(SOURCE)).hasSize(7);
        assertThat(compare(SOURCE, CHINESE)).isEqualTo(new Comparison(List.of(), List.of(), 4));
    }

    @Test
    void whiteSpaceDoesNotCount() {
        assertThat(compare(with(SOURCE, "One  thread\nruns", "One thread runs"), CHINESE)
                        .stale())
                .isEmpty();
    }

    @Test
    void aParagraphWhoseSourceHasChangedIsStale() {
        Comparison comparison = compare(with(SOURCE, "It waits.", "It waits for a channel."), CHINESE);

        assertThat(comparison.stale())
                .containsExactly("line 18: the source is now \"It waits for a channel.\", <!-- zh: "
                        + new Block(1, null, "It waits for a channel.").hash() + " -->");
        assertThat(comparison.wrong()).isEmpty();
        assertThat(comparison.hasTooManyStale()).as("one of four").isTrue();
    }

    @Test
    void oneOfTenMayBeStale() {
        assertThat(new Comparison(List.of("a"), List.of(), 10).hasTooManyStale())
                .isFalse();
        assertThat(new Comparison(List.of("a"), List.of(), 9).hasTooManyStale()).isTrue();
    }

    @Test
    void aNewParagraphIsMissing() {
        Comparison comparison = compare(with(SOURCE, "It waits.", "It waits.\n\nThen it runs."), CHINESE);

        assertThat(comparison.wrong())
                .singleElement()
                .asString()
                .startsWith("missing: line 17 of the source, \"Then it runs.");
        assertThat(comparison.stale()).isEmpty();
    }

    @Test
    void aParagraphThatIsNoMoreIsTooMany() {
        assertThat(compare(with(SOURCE, "It waits.\n\n", ""), CHINESE).wrong())
                .singleElement()
                .asString()
                .startsWith("line 18 is no block of the source");
    }

    @Test
    void codeIsCopied() {
        Comparison comparison = compare(SOURCE, with(CHINESE, "turn();\n```", "turn(1);\n```"));

        assertThat(comparison.wrong())
                .containsExactly("line 8 is not as in line 7 of the source: ```java turn(); turn(); ```");
    }

    @Test
    void aParagraphInEnglishHasToBeTranslated() {
        String hash = Block.of(SOURCE).get(1).hash();
        Comparison comparison =
                compare(SOURCE, with(CHINESE, "<!-- zh: " + hash + " -->\n一个线程运行它。", "One  thread\nruns it."));

        assertThat(comparison.wrong()).hasSize(2);
    }

    @Test
    void aHashHasEightDigits() { // printf 'One thread runs it.' | sha256sum
        assertThat(Block.of(SOURCE).get(1).hash()).isEqualTo("89a271f3");
    }

    @Test
    void aLinkLeadsToTheChinesePageAndItsHeading(@TempDir Path folder) throws IOException {
        Path page = Files.createDirectories(folder.resolve("zh")).resolve("x.md");
        Files.writeString(
                page, "[`a.md`](https://a.md) `](a.md)` <img src=\"figures/a.svg\">\n\n```text\n](b.md)\n```\n");
        assertThat(new TranslatedLinks(page).updated())
                .as("links to other sites, code and figures stay")
                .isEqualTo(Files.readAllLines(page));

        List<String> lines = new ArrayList<>(List.of("[见](no.md)"));
        lines.add(
                "[一](../ten-minutes.md) [二](../ten-minutes.md#predict-first) [三](features.md#routes) [四](../adr/README.md)");
        Path chinese = Translation.CHINESE.resolve("ten-minutes.md");
        assertThat(TranslatedLinks.updated(Translation.CHINESE.resolve("faq.md"), lines))
                .containsExactly(
                        lines.get(0),
                        "[一](ten-minutes.md) [二](ten-minutes.md#"
                                + Anchors.of(chinese).get(2) + ") [三](../features.md#routes) [四](../adr/README.md)");
    }
}
