// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once") // reads pages only
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
        return Jsoup.parse(
                new Search(map, new Pages(map)).results(query, Language.ENGLISH).body());
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

    @Test
    void anExcerptHasTheEndOfALongWord() throws IOException {
        Files.writeString(folder.resolve("long.md"), "# Long\n\nab " + "x".repeat(500) + "needle");

        assertThat(search("needle").select("mark").eachText()).containsExactly("needle");
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

    @Test
    void aWordOfManyPartsIsFound() {
        String word = "a-".repeat(100_000) + "a";
        assertThat(Search.words(word)).containsExactly(word);
    }

    @Nested
    class OtherSystems {
        private static final Search OURS = ours();

        private static Search ours() {
            try {
                SiteMap map = Checkout.site();
                return new Search(map, new Pages(map));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> placesOf(String query) throws IOException {
            Document page = Jsoup.parse(OURS.results(query, Language.ENGLISH).body());
            return page.select("p:containsOwn(Here it is in) + ol li > a").eachAttr("href");
        }

        @ParameterizedTest
        @CsvSource({
            "goroutine, /when-not-to#virtual-threads",
            "Reactor, /the-loop#a-turn",
            "tick, /the-loop#tasks",
            "process.nextTick(), /the-loop#tasks",
            "selector, /the-loop#select",
            "IOLoop, /the-loop#a-turn",
            "channel pipeline, /http#handler-and-filter",
            "promise, /futures#inside",
            "promise.all, /futures#many-at-once",
            "backpressure, /transports#water-marks",
            "Back pressure, /transports#water-marks",
            "背压, /transports#water-marks",
            "事件循环, /the-loop#a-turn",
            "粘包, /zoo/one-recv",
            "协程, /when-not-to#virtual-threads",
            "async/await, /ladder#script",
            "event loop lag, /trace#late-reports",
        })
        void aWordOfTheirsLeadsToWhereItIsHere(String theirs, String url) throws IOException {
            assertThat(placesOf(theirs)).contains(url);
        }

        /** The ten questions of docs/faq.md, in the words of a student. */
        @ParameterizedTest
        @CsvSource({
            "in which order, /the-loop#a-turn",
            "lost wake-up, /zoo/lost-wake-up",
            "which interleaving loses, /faq#ten-questions-of-a-teacher",
            "low mark high mark, /transports#water-marks",
            "when not to use a loop, /when-not-to",
            "how long to wait, /the-loop#how-long-to-wait",
            "inline callback, /futures#callbacks-come-from-the-queue",
            "what does cancel do upstream, /faq#ten-questions-of-a-teacher",
            "cancel, /futures#cancel-goes-upstream",
            "short write, /transports#writing",
            "idempotent, /fetcher#the-connection-pool",
            "content-length chunked, /http#predict-first",
        })
        void theTenQuestionsAreFound(String query, String url) throws IOException {
            assertThat(Jsoup.parse(OURS.results(query, Language.ENGLISH).body())
                            .select("li > a")
                            .eachAttr("href"))
                    .as(query)
                    .contains(url);
        }

        @Test
        void eachPlaceIsThere() throws IOException {
            OtherWords words = OtherWords.parse(Assets.text("words.txt"));
            Set<List<OtherWords.Place>> lines = new HashSet<>();
            for (String theirs : words.all()) {
                if (lines.add(words.of(theirs))) {
                    assertThat(placesOf(theirs)).as(theirs).hasSameSizeAs(words.of(theirs));
                }
            }
        }

        @Test
        void otherWordsHaveNoPlaces() throws IOException {
            assertThat(placesOf("snow")).isEmpty();
            assertThat(links("goroutine")).as("in another folder than ours").isEmpty();
        }

        @Test
        void aWordIsInOneLine() {
            assertThatThrownBy(() -> OtherWords.parse("a = x.md\nb, a = y.md"))
                    .hasMessage("there are two lines with \"a\"");
        }
    }
}
