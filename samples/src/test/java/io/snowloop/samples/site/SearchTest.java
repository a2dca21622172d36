// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writePages() throws IOException {
        Files.writeString(folder.resolve("README.md"), "# Front\n\nA page on loops.");
        Files.writeString(
                folder.resolve("loop.md"),
                "# The loop\n\nIt turns.\n\n## Back-pressure\n\nPauses <b>reading</b> of `EventLoop`.\n\n## Timers\n\nA heap, with loops.");
    }

    private Document search(String query) throws IOException {
        SiteMap map = new SiteMap(folder, folder);
        return Jsoup.parse(new Search(map, new Pages(map)).results(query).body());
    }

    private List<String> links(String query) throws IOException {
        return search(query).select("li a").eachAttr("href");
    }

    @Test
    void aTitleCountsMoreThanTheText() throws IOException {
        assertThat(links("loop")).startsWith("/loop").contains("/loop#timers", "/");
        assertThat(links("timers")).containsExactly("/loop#timers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eventloop", "EventLoop", "back pressure", "Back-Pressure", "reading of", "\"pressure\" reading"
            })
    void theSectionHasAllWordsInAnyCase(String query) throws IOException {
        assertThat(links(query)).containsExactly("/loop#back-pressure");
    }

    @Test
    void theWordsAreMarkedAndTheRestIsEscaped() throws IOException {
        Document page = search("pauses reading");

        assertThat(page.select("mark").eachText()).containsExactly("Pauses", "reading");
        assertThat(page.select("li b")).isEmpty();
    }

    @Test
    void aWordWithAHyphenIsOneWord() throws IOException {
        Files.writeString(folder.resolve("backlog.md"), "# Backlog\n\nThe back-pressure of a backlog, and pressure.");

        Document page = search("back-pressure");

        assertThat(page.select("li a").eachAttr("href")).containsExactly("/loop#back-pressure", "/backlog");
        assertThat(page.select("mark").eachText()).containsExactly("back-pressure");
    }

    @Test
    void anExcerptEndsWithAWord() throws IOException {
        Files.writeString(folder.resolve("long.md"), "# Long\n\nhyphenation " + "characteristically ".repeat(40));

        assertThat(search("hyphenation").select("li").text()).endsWith("characteristically ...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "-", "<>", "nowhere"})
    void withoutAResultItSaysSo(String query) throws IOException {
        Document page = search(query);

        assertThat(page.select("li")).isEmpty();
        assertThat(page.select("[role=status]").text()).isNotBlank();
        assertThat(page.select("input").attr("value")).isEqualTo(query);
    }

    @Test
    void manyWordsAreTooMany() throws IOException {
        assertThat(Search.words("a b c d e f g h i j k")).hasSize(8);
        assertThat(links("x ".repeat(1_000))).isEmpty();
    }
}
