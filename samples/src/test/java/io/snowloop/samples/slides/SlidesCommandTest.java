// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.quiz.Question;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.Contents;
import io.snowloop.samples.site.Markdown;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page as slides: nothing of its code is lost, and a question comes before its answer. */
@Tag("once") // it reads only pages
class SlidesCommandTest {
    @TempDir
    private Path folder = Path.of("");

    static List<Path> pages() throws IOException {
        return Contents.of(Checkout.site()).chain().stream()
                .map(Contents.Entry::file)
                .toList();
    }

    private static Document html(Path page) throws IOException {
        return Jsoup.parse(SlidesFile.html(Deck.of(page)));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void allCodeIsOnSlides(Path page) throws IOException {
        List<String> shown = new ArrayList<>();
        html(page).select("pre").forEach(pre -> pre.wholeText().lines().forEach(shown::add));

        assertThat(shown).containsAll(code(page));
    }

    /** The lines of the blocks of code that begin at the margin, read without a parser. */
    private static List<String> code(Path page) throws IOException {
        List<String> code = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (inside && !line.isBlank()) {
                code.add(line);
            }
        }
        return code;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aFileStandsAlone(Path page) throws IOException {
        Document html = html(page);

        assertThat(html.select("[src]").eachAttr("src")).allMatch(src -> src.startsWith("data:"));
        assertThat(html.select("link[href]").eachAttr("href")).allMatch(href -> href.startsWith("data:"));
        assertThat(html.select("a[href]").eachAttr("href")).allMatch(href -> href.matches("https?://.*"));
        assertThat(html.select("style").html()).doesNotContain("url(", "@import");
        assertThat(html.select(".slide"))
                .isNotEmpty()
                .allMatch(slide ->
                        slide.select(".body").hasText() || !slide.select("img").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aQuestionIsASlideAndItsAnswerTheNext(Path page) throws IOException {
        List<Element> slides = html(page).select(".slide");
        List<Question> questions = Question.of(page);

        List<Element> asked =
                slides.stream().filter(slide -> slide.hasClass("question")).toList();
        assertThat(asked).hasSameSizeAs(questions);
        for (int i = 0; i < asked.size(); i++) {
            Element answer = slides.get(slides.indexOf(asked.get(i)) + 1);
            assertThat(asked.get(i).select(".correct, .notes")).isEmpty();
            assertThat(asked.get(i).select(".choices li"))
                    .hasSameSizeAs(questions.get(i).choices().keySet());
            assertThat(answer.select(".correct").text())
                    .isEqualTo(Jsoup.parse(Markdown.html(
                                    Markdown.parse(questions.get(i).answer())))
                            .text());
            assertThat(answer.select(".notes p"))
                    .hasSizeGreaterThanOrEqualTo(questions.get(i).choices().size() - 1);
        }
    }

    @Test
    void proseIsItsFirstSentenceAndTheNotesHaveAll() throws IOException {
        Path page = Files.writeString(
                folder.resolve("a.md"),
                "# A page\n\n*10 minutes. For all.*\n\nRead with this page: code.\n\nFirst. Second.\n\n## Part\n\n- One. Two.\n- Three.\n"
                        + "\n### Deeper\n\n> All. Of it.\n\nNext: [b](b.md).\n");

        Document html = html(page);

        assertThat(html.select(".slide h2").eachText()).containsExactly("A page", "Part", "Deeper");
        assertThat(html.select(".slide .body").eachText())
                .containsExactly("10 minutes. For all. First.", "One. Three.", "All. Of it.");
        assertThat(html.select(".notes").eachText())
                .containsExactly(
                        "10 minutes. For all. Read with this page: code. First. Second.",
                        "One. Two. Three.",
                        "All. Of it.");
        assertThat(html.select(".above").eachText()).containsExactly("Part");
    }

    @Test
    void linksToOtherSitesStayAndThoseToPagesAreText() throws IOException {
        Path page = Files.writeString(
                folder.resolve("a.md"),
                "# A page\n\nSee [one](b.md#c), [*two*](#d) and [three](https://localhost/).\n");

        Document html = html(page);

        assertThat(html.select(".body").text()).isEqualTo("See one, two and three.");
        assertThat(html.select(".body em").text()).isEqualTo("two");
        assertThat(html.select(".body a").eachAttr("href")).containsExactly("https://localhost/");
    }

    @Test
    void longCodeIsCutAtAnEmptyLine() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add(i == 13 ? "" : "line " + i);
        }

        assertThat(CodePieces.cut(lines)).hasSize(2).first().asString().endsWith("line 12]");
        assertThat(CodePieces.cut(lines).get(1)).first().isEqualTo("line 14");
        assertThat(CodePieces.cut(List.of("only"))).containsExactly(List.of("only"));
    }

    @Test
    void codeWithoutAnEmptyLineIsCutWhereItIsIndentedLeast() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add((i == 12 ? "" : "    ") + "line " + i);
        }

        assertThat(CodePieces.cut(lines)).hasSize(2);
        assertThat(CodePieces.cut(lines).get(1)).first().isEqualTo("line 12");
    }

    @Test
    void aLongListGoesOnBelowTheSameHeading() throws IOException {
        Path page = Files.writeString(folder.resolve("a.md"), "# A page\n\n" + "1. An item.\n".repeat(40));

        Document html = html(page);

        assertThat(html.select(".slide").size()).isGreaterThan(2);
        assertThat(html.select(".slide h2").eachText()).containsOnly("A page");
        assertThat(html.select(".body li")).hasSize(40);
        assertThat(Objects.requireNonNull(html.select(".body ol").last()).attr("start"))
                .isNotEqualTo("1");
    }

    @Test
    void theListHasTheNamesThatAreTaken() {
        CommandRun list = CommandRun.of("slides");

        assertThat(list.exitCode()).isZero();
        assertThat(list.lines()).contains("the-loop               The loop").allMatch(line -> line.length() <= 80);
        assertThat(oneLine(list.out())).contains("zoo/ followed by one-recv, short-write");
    }

    @Test
    void aNameThatIsNotThereIsOneSentence() {
        CommandRun run = CommandRun.of("slides", "the-lop");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(oneLine(run.err()))
                .contains("there is no page \"the-lop\" (did you mean the-loop?): snowloop slides lists them");
    }

    @Test
    void aFileIsWrittenAgainButNotOverAnotherOne() throws IOException {
        Path file = folder.resolve("loop.html");

        CommandRun first = CommandRun.of("slides", "docs/the-loop.md", "--output", file.toString());
        CommandRun again = CommandRun.of("slides", "the-loop", "--output", file.toString());

        assertThat(first.out()).containsPattern("^\\d+ slides are in .*loop.html: open it in a browser\\.\n$");
        assertThat(again.exitCode()).isZero();
        assertThat(CommandRun.of("slides", "the-loop", "--output", "-").out().strip())
                .isEqualTo(Files.readString(file).strip());
        Files.writeString(file, "mine");
        CommandRun refused = CommandRun.of("slides", "the-loop", "--output", file.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(oneLine(refused.err())).contains("is there, and has no slides: choose another file with --output");
        assertThat(file).hasContent("mine");
        CommandRun toFolder = CommandRun.of("slides", "the-loop", "--output", folder.toString());
        assertThat(oneLine(toFolder.err())).contains(folder + " is there, and has no slides: choose another file");
        assertThat(toFolder.exitCode()).isEqualTo(2);
    }

    /** What a full disk has left is in the way of no further run. */
    @Test
    void anEmptyFileIsWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("loop.html"));

        CommandRun run = CommandRun.of("slides", "the-loop", "--output", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(file).isNotEmptyFile();
    }

    /** By its lines: the first one has all of it. */
    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere its zeros take room on the disk
    void aLargeFileIsNotReadToItsEnd() throws IOException {
        Path file = folder.resolve("zeros");
        try (RandomAccessFile zeros = new RandomAccessFile(file.toFile(), "rw")) {
            zeros.setLength(3L << 30);
        }

        CommandRun refused = CommandRun.of("slides", "the-loop", "--output", file.toString());

        assertThat(oneLine(refused.err())).contains("is there, and has no slides: choose another file");
    }
}
