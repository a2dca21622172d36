// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of our own pages: the list in {@code docs/README.md}, and nothing else. */
@Tag("once") // reads pages only
class ContentsTest {
    private static final Pattern ITEM = Pattern.compile("(?m)^(?:\\d+\\.|-|\\|) \\[[^]]+]\\(([\\w/-]+\\.md)\\)");

    private final SiteMap map = Checkout.site();
    private final Pages pages = new Pages(map);

    ContentsTest() throws IOException {}

    private Document page(String url) throws IOException {
        Path file = Objects.requireNonNull(map.file(url.substring(1)), url);
        Path page = Files.isDirectory(file) ? Objects.requireNonNull(map.frontPage(file)) : file;
        return Jsoup.parse(pages.page(page).html());
    }

    /** The list read with a regular expression, and not as the site reads it. */
    private List<String> listed() throws IOException {
        List<String> urls = new ArrayList<>(List.of("/"));
        for (MatchResult item : items(map.docs().resolve("README.md"))) {
            Path page = map.docs().resolve(item.group(1));
            urls.add(map.url(page));
            if (page.endsWith("README.md")) {
                items(page).forEach(below -> urls.add(map.url(page.resolveSibling(below.group(1)))));
            }
        }
        return urls;
    }

    private static List<MatchResult> items(Path file) throws IOException {
        return ITEM.matcher(Files.readString(file)).results().toList();
    }

    private List<String> walk(String from, String rel) throws IOException {
        List<String> urls = new ArrayList<>(List.of(from));
        for (String url = from; !url.isEmpty() && urls.size() < 1_000; ) {
            url = page(url).select(".turn a[rel=" + rel + "]").attr("href");
            if (!url.isEmpty()) {
                urls.add(url);
            }
        }
        return urls;
    }

    @Test
    void theChainOfNextPagesIsTheList() throws IOException {
        assertThat(walk("/", "next"))
                .isEqualTo(listed())
                .hasSizeGreaterThan(40)
                .contains("/tls", "/adr/0001-callbacks-from-the-queue");
    }

    @Test
    void theChainBackIsTheSame() throws IOException {
        List<String> forwards = new ArrayList<>(listed());
        java.util.Collections.reverse(forwards);

        assertThat(walk(forwards.get(0), "prev")).isEqualTo(forwards);
    }

    @Test
    void everyPageIsInTheList() throws IOException {
        try (Stream<Path> files = Files.walk(map.docs())) {
            List<String> all = files.filter(SiteMap::isMarkdown)
                    .filter(file -> !file.startsWith(map.docs().resolve("zh"))) // as many as are translated
                    .map(map::url)
                    .toList();

            assertThat(listed()).containsAll(all);
        }
    }

    @Test
    void theContentsBesideEachPageMarkItAndNameItsHeadings() throws IOException {
        Document page = page("/the-loop");

        assertThat(page.select("#contents [aria-current=page]").text()).isEqualTo("The loop");
        assertThat(page.select("#contents .page a").eachAttr("href"))
                .contains("#a-turn", "#timers")
                .allSatisfy(anchor -> assertThat(page.select(anchor)).hasSize(1));
        assertThat(page.select("#contents a").eachAttr("href")).contains("/tls", "/architecture");
        assertThat(page.select("#contents a[href^=/adr/0]")).isEmpty();
        assertThat(page("/adr/").select("#contents a[href^=/adr/0]")).isNotEmpty();
    }

    /** Readers of the files have no links before and after the page: each chapter ends with the next one. */
    @Test
    void everyChapterEndsWithTheNext() throws IOException {
        List<Contents.Entry> chapters = pages.table().sections().get(0).entries();
        for (Contents.Entry chapter : chapters) {
            Contents.Entry next = Objects.requireNonNull(pages.table().next(chapter.file()));
            assertThat(Files.readString(chapter.file()))
                    .as(chapter.title())
                    .endsWith("\nNext: [" + next.title() + "]("
                            + chapter.file().resolveSibling("").relativize(next.file()) + ").\n");
        }
    }

    @Test
    void onTheSiteTheLinkIsThereOnce() throws IOException {
        assertThat(page("/the-loop").select("main").text())
                .contains("Next Futures")
                .doesNotContain("Next: ");
    }

    @Test
    void codeLinksToTheLineThatItShows() throws IOException {
        for (Element figure : page("/the-loop").select("figure.code")) {
            String[] link = figure.select("figcaption a").attr("href").split("#", -1);
            String first = figure.select("pre").text().lines().findFirst().orElseThrow();

            assertThat(page(link[0]).select("#" + link[1]).text()).isNotEmpty().isEqualTo(first);
        }
        assertThat(page("/the-loop").select("figure.code")).hasSizeGreaterThan(5);
    }

    @Test
    void theFirstMentionOfAClassInABlockLinksToItsSource() throws IOException {
        Element block = Objects.requireNonNull(page("/fetcher")
                .select("pre:contains(Fetcher fetcher = Fetcher.create())")
                .first());

        assertThat(block.select("a.type[rel=nofollow]:containsOwn(Fetcher)").eachAttr("href"))
                .containsExactly("/source/async-client/src/main/java/io/snowloop/client/Fetcher.java");
    }

    /** The project has three classes Future or Fetcher, and the JDK has more: the imports of the file say which it is. */
    @Test
    void aNameIsTheOneThatIsImported() throws IOException {
        for (String url : listed()) {
            for (Element name : page(url).select("pre a.type")) {
                assertThat(map.file(name.attr("href").substring(1))).as(url).isRegularFile();
                assertThat(name.text()).as(url).isNotIn("String", "List", "Duration", "Override");
            }
        }
        assertThat(page("/futures").select("pre a.type:containsOwn(Future)").eachAttr("href"))
                .contains("/source/nio-core/src/main/java/io/snowloop/future/Future.java")
                .noneMatch(url -> url.contains("/seeds/"));
    }

    @Test
    void aSourceFileNamesThePagesThatReferToIt() throws IOException {
        Document source = page("/source/nio-core/src/main/java/io/snowloop/loop/EventLoop.java");

        assertThat(source.select(".shown a").eachAttr("href")).contains("/the-loop", "/a-bytes-journey");
    }

    @Test
    void aLongPathEndsItsLineBehindASlash() throws IOException {
        Document source = page("/source/nio-core/src/main/java/io/snowloop/loop/EventLoop.java");

        assertThat(source.select(".path").html().replaceAll("</?a[^>]*>", ""))
                .startsWith("nio-core/<wbr>src/<wbr>main/");
    }

    @Test
    void everyPageHasWhatReadersAndMachinesLookFor() throws IOException {
        for (String url : listed()) {
            Document page = page(url);

            assertThat(page.select("h1")).as(url).hasSize(1);
            assertThat(page.title()).as(url).contains(page.select("h1").text());
            assertThat(page.select("meta[name=description]").attr("content"))
                    .as(url)
                    .isNotBlank()
                    .hasSizeLessThan(170)
                    .isEqualTo(page.select("meta[property=og:description]").attr("content"));
            assertThat(page.select("body > :first-child").attr("href")).isEqualTo("#main");
            assertThat(page.select("header, main#main, nav#contents, footer"))
                    .as(url)
                    .hasSize(4);
            assertThat(page.select("h2").stream()
                            .filter(h2 -> h2.select("a.anchor").isEmpty()))
                    .as(url)
                    .isEmpty();
            assertThat(page.select("th").stream().filter(th -> th.text().isEmpty()))
                    .as("columns without a name on " + url)
                    .isEmpty();
            assertThat(page.select("pre:not([tabindex=0])")).as(url).isEmpty();
            assertThat(page.select("img:not([width]), img:not([height])"))
                    .as(url)
                    .isEmpty();
        }
    }
}
