// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Ticker;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final URI URL = URI.create("http://h:8000/dir/page");

    private static List<String> targets(String html) {
        return Page.of(URL, Response.html(html), () -> 0).links().stream()
                .map(link -> String.valueOf(link.target()))
                .toList();
    }

    @Test
    void findsAllThatAPageLeadsTo() {
        assertThat(targets("""
                <link rel=stylesheet href=/style.css><link rel=preconnect href=http://other/>
                <script src="../a.js"></script><img src=i.png>
                <a href="next?a=1&amp;b=2#there">next</a> <a href="next?a=1&amp;b=2#there">again</a>
                <a href=http://other/x>elsewhere</a> <a href=mailto:a@b>mail</a> <a>nothing</a> <a href="">this</a>
                <a rel=nofollow href=/another-site/>not followed</a>
                <!-- <a href=comment> -->"""))
                .containsExactly(
                        "http://h:8000/style.css",
                        "http://h:8000/a.js",
                        "http://h:8000/dir/i.png",
                        "http://h:8000/dir/next?a=1&b=2",
                        "http://other/x",
                        "mailto:a@b",
                        "http://h:8000/dir/page");
    }

    @Test
    void linksAreRelativeToTheBase() {
        assertThat(targets("<base href=/other/><a href=x>x</a>")).containsExactly("http://h:8000/other/x");
    }

    @ParameterizedTest
    @CsvSource({
        "http://H:80, http://h/",
        "http://h/a/../b, http://h/b",
        "http://h/a b, http://h/a%20b",
        "http://h/ä#ö, http://h/%C3%A4",
        "http://h?q, http://h/?q",
        "http://h/%c3%a4?x=%2f, http://h/%C3%A4?x=%2F",
    })
    void aPageHasOneSpelling(String url, String page) { // to a URI, two spellings of an encoding are equal
        assertThat(String.valueOf(Link.of(url).target())).isEqualTo(page);
    }

    @Test
    void whatIsNoUrlHasNoTarget() {
        assertThat(Link.of("http://h/%zz").target()).isNull();
    }

    @Test
    void anchorsAreIdsAndNames() {
        Page page = Page.of(URL, Response.html("<h1 id=a>x</h1><a name=b></a><input name=c>"), () -> 0);

        assertThat(page.anchors()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatIsNoHtmlLeadsNowhere() {
        Page page = Page.of(URL, Response.text("<a href=x>x</a>"), () -> 0);

        assertThat(page.links()).isEmpty();
        assertThat(page.anchors()).isNull();
        assertThat(page.bytes()).isEqualTo(15);
    }

    @Test
    void anErrorPageLeadsNowhere() {
        Page page = Page.of(URL, Response.html("<a href=x>x</a>").withStatus(Status.NOT_FOUND), () -> 0);

        assertThat(page.links()).isEmpty();
    }

    @Test
    void aRedirectLeadsToItsLocation() {
        Page page = Page.of(URL, Response.redirect("../there"), () -> 0);

        assertThat(page.isRedirect()).isTrue();
        assertThat(page.links()).extracting(Link::target).containsExactly(URI.create("http://h:8000/there"));
    }

    @Test
    void theCharsetIsThePagesOwnWhereTheHeaderHasNone() {
        byte[] html = "<meta charset=ISO-8859-1><a href=\u00e4>".getBytes(StandardCharsets.ISO_8859_1);

        Page page = Page.of(URL, Response.bytes(html, "text/html"), () -> 0);

        assertThat(page.links())
                .extracting(link -> Objects.toString(link.target()))
                .containsExactly("http://h:8000/dir/%C3%A4");
    }

    /** What the parser takes for nested tables grows with the square of their number. Here each look at the clock takes 100 ms. */
    @Test
    void aPageThatTakesTheParserLongFails() {
        long[] now = {0};
        Ticker slow = () -> now[0] += 100_000_000;
        String piece = "<a href=x>x</a>\n".repeat(512); // 8 KiB

        assertThat(Page.of(URL, Response.html(piece.repeat(10)), slow).links()).hasSize(1);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Page.of(URL, Response.html(piece.repeat(40)), slow))
                .withMessage("to parse its HTML takes more than 2 s");
    }

    /** Each of its links repeats the base: 16 KB of HTML would be 100 MB of URLs. */
    @Test
    void ofLinksWithALongBaseAreKeptAsManyAsHaveRoom() {
        String base = "http://h:8000/" + "a".repeat(8_000) + "/";
        String links = IntStream.range(0, 12_000)
                .mapToObj(i -> "<a href=" + i + " id=i" + i + ">x</a>")
                .collect(Collectors.joining());

        Page page = Page.of(
                URL,
                Response.html("<base href=" + base + "><title>" + "t".repeat(5_000) + "</title>" + links),
                () -> 0);

        assertThat(page.links()).hasSizeBetween(100, 140);
        assertThat(page.anchors()).as("any may exist").isNull();
        assertThat(page.title()).hasSize(1_000);
        assertThat(page.size()).isLessThan(5_000_000);
    }

    /** To make a URL of each would take minutes, also of those that are none, or without the path of the base. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "/x", "http://["})
    void linksWithALongBaseThatHaveNoRoomTakeNoTime(String link) {
        String html =
                "<base href=http://h:8000/" + "a".repeat(100_000) + "/>" + ("<a href=" + link + ">").repeat(50_000);
        assertThat(Page.of(URL, Response.html(html), () -> 0).links()).hasSizeLessThan(12);
    }

    /** To normalise it would take minutes. */
    @Test
    void aLinkThatNoServerTakesHasNoTarget() {
        String dots = "/" + "a/".repeat(100_000) + "../".repeat(100_000);
        assertThat(targets("<a href=" + dots + ">")).containsExactly("null");
        assertThat(targets("<a href=/" + "a".repeat(7_900) + ">")).isNotEqualTo(List.of("null"));
    }
}
