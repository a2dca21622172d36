// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site in two languages: of a small folder, in which one page is not translated, and of ours. */
@Tag("once") // reads pages only
class ChinesePagesTest {
    @TempDir
    private Path folder;

    private SiteMap map = Checkout.site();

    ChinesePagesTest() throws IOException {}

    @BeforeEach
    void writePages() throws IOException {
        write(
                "README.md",
                "# Front\n\n## In order\n\n1. [Loop](loop.md)\n1. [Promise](promise.md)\n1. [TLS](tls.md)\n");
        write("loop.md", "# Loop\n\nIt turns.\n\n## Why\n\nReady channels.\n");
        write("promise.md", "# Promise\n\nA value.\n");
        write("tls.md", "# TLS\n\nA layer.\n");
        write(
                "zh/README.md",
                "<!-- zh: 00000001 -->\n# 首页\n\n<!-- zh: 00000002 -->\n## 按顺序\n\n1. [循环](loop.md)\n1. [Promise](../promise.md)\n1. [TLS](tls.md)\n");
        write(
                "zh/loop.md",
                "<!-- zh: 00000003 -->\n# 循环\n\n<!-- zh: 00000004 -->\n它一轮\n一轮地转，\n*不停*。\n用\n`select` 等。\n\n<!-- zh: 00000005 -->\n## 为什么：通道？\n\n<!-- zh: 00000006 -->\n通道就绪。\n");
        write("zh/tls.md", "# TLS\n\n一层。\n\n下一章：[x](loop.md)。\n");
        map = new SiteMap(folder, folder);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Document page(String name) throws IOException {
        return Jsoup.parse(new Pages(map).page(map.docs().resolve(name)).html());
    }

    @Test
    void eachPageLinksToTheOtherLanguage() throws IOException {
        Document english = page("loop.md");
        Document chinese = page("zh/loop.md");

        assertThat(english.select("html").attr("lang")).isEqualTo("en");
        assertThat(chinese.select("html").attr("lang")).isEqualTo("zh-CN");
        assertThat(english.select("a.language[lang=zh-CN][hreflang=zh-CN]").attr("href"))
                .isEqualTo("/zh/loop");
        assertThat(chinese.select("a.language[lang=en]").attr("href")).isEqualTo("/loop");
        assertThat(page("zh/README.md").select("a.language").attr("href")).isEqualTo("/");
        assertThat(page("promise.md").select("a.language, link[rel=alternate]")).isEmpty();
        for (Document each : List.of(english, chinese)) {
            assertThat(each.select("link[rel=alternate]").eachAttr("hreflang"))
                    .containsExactlyInAnyOrder("en", "zh-CN");
            assertThat(each.select("link[rel=alternate][hreflang=zh-CN]").attr("href"))
                    .isEqualTo("{{origin}}/zh/loop");
        }
    }

    @Test
    void theFrameIsInChineseAndItsChainStaysInIt() throws IOException {
        Document chinese = page("zh/loop.md");

        assertThat(chinese.select(".turn").text()).isEqualTo("上一页 目录 下一页 TLS");
        assertThat(chinese.select(".turn a[rel=next]").attr("href")).isEqualTo("/zh/tls");
        assertThat(page("loop.md").select(".turn").text()).isEqualTo("Previous Contents Next Promise");
        assertThat(chinese.select("#contents .part").text()).isEqualTo("按顺序");
        assertThat(chinese.select("#contents a[lang=en]").eachAttr("href")).containsExactly("/promise");
        assertThat(chinese.select("#contents a:not([lang])").eachAttr("href")).contains("/zh/loop", "/zh/tls");
        assertThat(chinese.select("header input[name=lang]").attr("value")).isEqualTo("zh");
        assertThat(chinese.select(".home").attr("href")).isEqualTo("/zh/");
        assertThat(page("zh/tls.md").select("main").text()).doesNotContain("下一章");
    }

    @Test
    void theEndOfALineIsNoSpaceAndAHashIsNoText() throws IOException {
        Document chinese = page("zh/loop.md");

        assertThat(chinese.select("main > p").get(0).wholeText()).isEqualTo("它一轮一轮地转，不停。用\nselect 等。");
        assertThat(chinese.html()).doesNotContain("zh: 0");
        assertThat(chinese.select("meta[name=description]").attr("content")).startsWith("它一轮一轮地转，不停。");
    }

    /** As GitHub makes them: marks are left out, and letters of any script stay. */
    @Test
    void aHeadingHasAnAnchorOfItsCharacters() throws IOException {
        assertThat(page("zh/loop.md").select("h2").attr("id")).isEqualTo("为什么通道");
        assertThat(page("zh/loop.md").select("h2 a").attr("aria-label")).isEqualTo("链接到：为什么：通道？");
    }

    @Test
    void aSearchFindsPagesOfItsLanguage() throws IOException {
        Search search = new Search(map, new Pages(map));

        assertThat(Jsoup.parse(search.results("通道", Language.CHINESE).body())
                        .select("li a")
                        .eachAttr("href"))
                .containsExactly("/zh/loop#为什么通道");
        assertThat(Jsoup.parse(search.results("select", Language.CHINESE).body())
                        .select("li a")
                        .eachAttr("href"))
                .containsExactly("/zh/loop");
        assertThat(Jsoup.parse(search.results("value", Language.CHINESE).body())
                        .select("li a")
                        .eachAttr("href"))
                .as("what is not translated is found in English")
                .containsExactly("/promise");
        assertThat(search.results("通道", Language.CHINESE).body()).contains("有 1 节同时含有这些词：通道");
        assertThat(search.results("channels", Language.ENGLISH).body())
                .contains("1 section with")
                .doesNotContain("/zh/");
    }

    @Test
    void eachLabelHasBothLanguages() {
        assertThat(Labels.of(Language.CHINESE).words().keySet())
                .isEqualTo(Labels.of(Language.ENGLISH).words().keySet());
        assertThat(Labels.of(Language.CHINESE).get("next")).isEqualTo("下一页");
        assertThatThrownBy(() -> Labels.parse("next = Next")).hasMessageContaining("name = English = Chinese");
        assertThatThrownBy(() -> Labels.of(Language.CHINESE).get("nxt")).hasMessage("labels.txt has no \"nxt\"");
    }

    /** Emphasis ends where CommonMark says, which is not always where a translator thinks: before a mark it needs a space. */
    @Test
    void ourPagesAreWhole() throws IOException {
        map = Checkout.site();
        Pages pages = new Pages(map);
        try (Stream<Path> files = Files.walk(map.docs().resolve("zh"))) {
            for (Path file : files.filter(SiteMap::isMarkdown).toList()) {
                Document page = Jsoup.parse(pages.page(file).html());
                page.select("code, pre").remove();

                assertThat(page.select("h1")).as(file.toString()).hasSize(1);
                assertThat(page.select("main").text()).as(file.toString()).doesNotContain("**", "<!--", "](");
                assertThat(page.select("meta[name=description]").attr("content").length())
                        .as(file.toString())
                        .isBetween(1, 170);
                assertThat(page.select("main details").stream()
                                .filter(answer -> answer.select("strong").isEmpty()))
                        .as(file + ": an answer without the right choice in bold type")
                        .isEmpty();
            }
        }
    }
}
