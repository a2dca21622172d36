// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages in Chinese use one word for one thing. */
@Tag("once") // it reads only pages
class GlossaryTest {
    /** What is not translated: code, the names of files in links, and tags. */
    private static final Pattern NO_WORDS = Pattern.compile("`[^`]*`|\\]\\([^)]*\\)|<[^>]*>");

    static List<Translation> translations() throws IOException {
        return Translation.all();
    }

    private static String prose(List<Block> blocks) {
        String text = blocks.stream()
                .filter(block -> !block.isCode())
                .map(Block::text)
                .collect(Collectors.joining("\n"));
        return NO_WORDS.matcher(text).replaceAll(" ").replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @MethodSource("translations")
    void aPageHasTheWordsOfTheGlossary(Translation translation) throws IOException {
        List<String> hashes = translation.blocks().stream().map(Block::stamp).toList();
        List<Block> fresh = translation.sources().stream()
                .filter(source -> hashes.contains(source.hash())) // of what has changed, the words may have changed too
                .toList();
        String chinese = Files.readString(translation.page());

        assertThat(Glossary.read().wrong(chinese)).as(translation.toString()).isEmpty();
        assertThat(Glossary.read().missing(prose(fresh), chinese))
                .as(translation.toString())
                .isEmpty();
    }

    @Test
    void noRowContradictsAnother() throws IOException {
        List<Glossary.Term> terms = Glossary.read().terms();
        String right = terms.stream().flatMap(term -> term.chinese().stream()).collect(Collectors.joining(" "));

        assertThat(terms).hasSizeGreaterThanOrEqualTo(60);
        assertThat(terms).extracting(Glossary.Term::english).doesNotHaveDuplicates();
        assertThat(terms)
                .allSatisfy(
                        term -> assertThat(term.chinese()).as(term.english()).isNotEmpty());
        assertThat(Glossary.read().wrong(right)).isEmpty();
    }

    @Test
    void aWrongWordAndAMissingOneAreFound() {
        Glossary glossary = Glossary.parse(List.of("| back-pressure | 背压 | 反压、回压 | 是 |", "| turn | 一轮 | | |"));

        assertThat(glossary.wrong("反压")).containsExactly("反压 is 背压 (back-pressure)");
        assertThat(glossary.missing("Back pressure is", "压力")).containsExactly("back-pressure is 背压");
        assertThat(glossary.missing("Back-pressure of each turn", "背压")).isEmpty();
        assertThat(glossary.missing("feedback-pressure, a turn", "")).isEmpty();
    }

    @Test
    void codeAndNamesOfFilesAreNoWords() {
        assertThat(prose(Block.of(
                        List.of("The `selector` of [it](the-loop.md#channel).", "", "```text", "buffer", "```"))))
                .isEqualTo("The of [it .");
    }
}
