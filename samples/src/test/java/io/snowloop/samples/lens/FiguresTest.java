// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** With {@code -Ddocs.update} it writes the files instead. */
class FiguresTest {
    private static final Path FOLDER = ProjectFolder.ROOT.resolve("docs/figures");

    @Test
    void theFiguresOfTheDocsAreWhatTheLoopsDo() throws IOException {
        Map<String, String> figures = Figures.all();
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            Path file = FOLDER.resolve(figure.getKey());
            if (Boolean.getBoolean("docs.update")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, figure.getValue());
            }
            assertThat(file).hasContent(figure.getValue());
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(figures.keySet());
        }
    }

    @Test
    void eachIsXmlWithATitleAndIsShownOnAPage() throws Exception {
        List<String> pages;
        try (Stream<Path> files = Files.walk(FOLDER.getParent(), 2)) {
            pages = files.filter(file -> file.toString().endsWith(".md"))
                    .map(FiguresTest::text)
                    .toList();
        }
        for (Map.Entry<String, String> figure : Figures.all().entrySet()) {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(figure.getValue())));
            String title = document.getElementsByTagName("title").item(0).getTextContent();
            assertThat(pages)
                    .as(figure.getKey())
                    .anyMatch(page ->
                            page.replace('\n', ' ').contains("![" + title + "](figures/" + figure.getKey() + ")")
                                    || page.contains("![" + title + "](../figures/" + figure.getKey() + ")"));
        }
    }

    /** TLS has none: its segments are as long as the JDK's random numbers have them. */
    @Test
    void eachChapterHasAFigureAndTheCommandThatOpensIt() throws IOException {
        String contents = Files.readString(FOLDER.resolveSibling("README.md"));
        String course =
                contents.substring(contents.indexOf("## In this order"), contents.indexOf("## To look things up"));
        List<String> chapters = Pattern.compile("\\]\\(([a-z0-9/A-Z-]+\\.md)\\)")
                .matcher(course)
                .results()
                .map(link -> link.group(1))
                .filter(page -> !page.equals("tls.md"))
                .toList();
        assertThat(chapters).hasSizeGreaterThan(15).allSatisfy(chapter -> {
            String page = text(FOLDER.resolveSibling(chapter));
            List<String> names = Pattern.compile("figures/([a-z-]+)\\.svg\\)")
                    .matcher(page)
                    .results()
                    .map(figure -> figure.group(1))
                    .toList();
            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(page)
                            .contains(")\n\n*`./snowloop lens --scene " + name + "` opens this run.*\n"));
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
