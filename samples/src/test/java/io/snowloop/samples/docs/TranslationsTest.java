// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages in Chinese are those in English, block by block. Links, copied blocks and the list of what is not translated are brought
 * up to date by
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=TranslationsTest -Ddocs.update=true
 * </pre>
 *
 * <p>Words are brought up to date by a translator: {@code docs/how-to/translate.md}.
 */
@Tag("once") // it reads only pages
class TranslationsTest {
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern CODE = Pattern.compile("`[^`]*`|]\\([^)]*\\)");
    private static final Path UNTRANSLATED = Translation.CHINESE.resolve("untranslated.txt");
    private static final String EXPLANATION = "# Pages of the course, and exercises, that are not in Chinese yet.";

    static List<Translation> translations() throws IOException {
        return Translation.all();
    }

    @ParameterizedTest
    @MethodSource("translations")
    void aPageHasTheBlocksOfItsSource(Translation translation, TestReporter reporter) throws IOException {
        assertThat(translation.source())
                .as(translation + " is the translation of it")
                .isRegularFile();
        Comparison comparison = translation.compare();
        String stale = stale(translation, comparison);

        assertThat(comparison.wrong()).as(translation.toString()).isEmpty();
        assertThat(comparison.hasTooManyStale()).as(stale).isFalse();
        if (!comparison.stale().isEmpty()) {
            reporter.publishEntry("stale", stale);
        }
    }

    private static String stale(Translation translation, Comparison comparison) {
        return comparison.stale().size() + " of " + comparison.paragraphs() + " paragraphs of " + translation
                + " are stale. Translate each again, and put the new hash above it:\n"
                + String.join("\n", comparison.stale());
    }

    @ParameterizedTest
    @MethodSource("translations")
    void whatIsTranslatedIsInChinese(Translation translation) throws IOException {
        List<String> translated = translation.blocks().stream()
                .filter(block -> block.stamp() != null)
                .map(block -> CODE.matcher(block.text()).replaceAll(""))
                .filter(words -> words.matches("(?s).*\\p{L}.*"))
                .toList();

        assertThat(translated.stream().filter(words -> CHINESE.matcher(words).find()))
                .as(translation.toString())
                .hasSizeGreaterThanOrEqualTo(translated.size() / 2);
    }

    @ParameterizedTest
    @MethodSource("translations")
    void copiesAreThoseOfTheSource(Translation translation) throws IOException {
        List<String> lines = Files.readAllLines(translation.page());
        GeneratedPage.assertUpToDate(translation.page(), lines, copied(translation), TranslationsTest.class);
    }

    /** The lines of the page, with each block of code from its source; the same lines if the blocks differ in number or kind. */
    private static List<String> copied(Translation translation) throws IOException {
        List<String> lines = Files.readAllLines(translation.page());
        List<Block> sources = translation.sources();
        List<Block> blocks = translation.blocks();
        boolean sameKinds = sources.stream()
                .map(Block::isProse)
                .toList()
                .equals(blocks.stream().map(block -> block.stamp() != null).toList());
        for (int i = blocks.size() - 1; sameKinds && i >= 0; i--) { // from the end: other lines keep their numbers
            if (sources.get(i).isCode()) {
                int first = blocks.get(i).line() - 1;
                List<String> old = lines.subList(
                        first, first + (int) blocks.get(i).text().lines().count());
                old.clear();
                old.addAll(sources.get(i).text().lines().toList());
            }
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("translations")
    void linksLeadToPagesInChineseWhereThereAreSome(Translation translation) throws IOException {
        GeneratedPage.assertUpToDate(
                translation.page(),
                Files.readAllLines(translation.page()),
                new TranslatedLinks(translation.page()).updated(),
                TranslationsTest.class);
    }

    @Test
    void whatIsNotTranslatedIsListed() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (Path page : course()) {
            if (!Files.exists(Translation.translated(page))) {
                missing.add(Project.name(page));
            }
        }
        for (List<Path> exercise : Translation.exercises()) {
            if (exercise.stream().map(Translation::translated).anyMatch(file -> !Files.exists(file))) {
                missing.add(Project.name(exercise.get(exercise.size() - 1))); // the task: its hints are before it
            }
        }
        List<String> updated = new ArrayList<>(List.of(EXPLANATION));
        updated.addAll(missing);

        GeneratedPage.assertUpToDate(UNTRANSLATED, Files.readAllLines(UNTRANSLATED), updated, TranslationsTest.class);
    }

    /** The README, the front page, each chapter, and each animal of the zoo. */
    private static List<Path> course() throws IOException {
        List<Path> course =
                new ArrayList<>(List.of(Project.HOME.resolve("README.md"), Translation.DOCS.resolve("README.md")));
        CourseTest.chapters().forEach(chapter -> course.add(Translation.DOCS.resolve(chapter)));
        try (Stream<Path> zoo = Files.list(Translation.DOCS.resolve("zoo"))) {
            zoo.filter(file -> file.toString().endsWith(".md")).forEach(course::add);
        }
        return course;
    }
}
