// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkCheckTest {
    private final Map<URI, Page> pages = new LinkedHashMap<>();

    private static URI url(String path) {
        return URI.create("http://h" + path);
    }

    private void page(String path, String html) {
        page(path, Response.html(html));
    }

    private void page(String path, Response response) {
        pages.put(url(path), Page.of(url(path), response, () -> 0));
    }

    private LinkCheck check() {
        return LinkCheck.of(url("/"), pages);
    }

    @Test
    void linksToPagesOfTheSiteAreCountedAndOthersAreNot() {
        page("/", "<a href=/a>a</a><a href=/>self</a><a href=http://elsewhere/>x</a><a href=mailto:a@b>m</a>");
        page("/a", "<a href=/>home</a>");

        assertThat(check().links()).isEqualTo(3);
        assertThat(check().broken()).isEmpty();
    }

    @Test
    void aMissingPageIsNamedWithThePageThatLeadsThere() {
        page("/", "<a href=/gone>x</a>");
        page("/gone", Response.of(Status.GONE));

        assertThat(check().broken()).containsExactly(new LinkCheck.Broken(url("/"), "http://h/gone", "410 Gone"));
    }

    @Test
    void aPageThatCannotBeHadIsBrokenForItsReason() {
        page("/", "<a href=/a>x</a>");
        pages.put(url("/a"), Page.failed(url("/a"), new IOException("no answer")));

        assertThat(check().broken()).extracting(LinkCheck.Broken::reason).containsExactly("no answer");
    }

    @Test
    void anAnchorHasToBeThere() {
        page(
                "/",
                "<a href=#a>x</a><a href=/a#there>x</a><a href=/a#not%20there>x</a><a href=/t#any>x</a><a href=#top>x</a>"
                        + "<a href=/a#:~:text=word>x</a><h1 id=a>x</h1>");
        page("/a", "<h1 id=there>x</h1>");
        page("/t", Response.text("no html"));

        assertThat(check().broken())
                .extracting(LinkCheck.Broken::link, LinkCheck.Broken::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("http://h/a#not%20there", "no #not there on that page"));
    }

    @Test
    void aRedirectIsFollowedToItsEnd() {
        page("/", "<a href=/old#x>x</a><a href=/old#y>x</a><a href=/away>x</a>");
        page("/old", Response.redirect("/older"));
        page("/older", Response.redirect("/new"));
        page("/new", "<h1 id=x>x</h1>");
        page("/away", Response.redirectElsewhere(URI.create("http://elsewhere/")));

        assertThat(check().links()).isEqualTo(3);
        assertThat(check().broken()).extracting(LinkCheck.Broken::reason).containsExactly("no #y on that page");
    }

    @Test
    void aRedirectThatComesBackIsBroken() {
        page("/", "<a href=/a>x</a>");
        page("/a", Response.redirect("/b"));
        page("/b", Response.redirect("/a"));

        assertThat(check().broken()).extracting(LinkCheck.Broken::reason).containsExactly("more than 20 redirects");
    }

    @Test
    void whatIsNoUrlIsBroken() {
        page("/", "<a href='http://h/%zz'>x</a>");

        assertThat(check().links()).isEqualTo(1);
        assertThat(check().broken()).extracting(LinkCheck.Broken::reason).containsExactly("not a URL");
    }

    @Test
    void theFirstPageHasToBeThereToo() {
        page("/", Response.of(Status.NOT_FOUND));

        assertThat(check().broken()).containsExactly(new LinkCheck.Broken(null, "http://h/", "404 Not Found"));
    }
}
