// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.http.Status;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of all links between the pages of a crawled site: their number, and the broken ones. */
final class LinkCheck {
    private static final int MAX_REDIRECTS = 20;

    private final Map<URI, Page> pages;
    private final List<Broken> broken = new ArrayList<>();
    private int links;

    /**
     * A broken link.
     *
     * @param page the page that has the link; null for the URL with which the crawl began
     * @param link the target of the link
     * @param reason why it is broken
     */
    record Broken(@Nullable URI page, String link, String reason) {}

    private LinkCheck(Map<URI, Page> pages) {
        this.pages = pages;
    }

    /** Checks all links of these pages. Links to other sites are ignored. */
    static LinkCheck of(URI start, Map<URI, Page> pages) {
        LinkCheck check = new LinkCheck(pages);
        check.require(null, new Link(start.toString(), start, null));
        for (Page page : pages.values()) {
            if (!page.isRedirect()) { // a redirect is followed for the links that lead to it
                page.links().forEach(link -> check.follow(page, link));
            }
        }
        return check;
    }

    int links() {
        return links;
    }

    List<Broken> broken() {
        return broken;
    }

    private void follow(Page page, Link link) {
        if (link.target() == null || pages.containsKey(link.target())) {
            links++;
            require(page.url(), link);
        }
    }

    private void require(@Nullable URI page, Link link) {
        String reason = reason(link);
        if (reason != null) {
            broken.add(new Broken(page, link.text(), reason));
        }
    }

    /** The reason why a link is broken; null if it is not. */
    private @Nullable String reason(Link link) {
        Link last = link;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            if (last.target() == null) {
                return "not a URL";
            }
            Page page = pages.get(last.target());
            if (page == null) {
                return null; // a redirect to another site
            }
            if (!page.isRedirect()) {
                return reason(page, link.fragment());
            }
            last = page.links().iterator().next();
        }
        return "more than " + MAX_REDIRECTS + " redirects";
    }

    private static @Nullable String reason(Page page, @Nullable String fragment) {
        Status status = page.status();
        if (page.isForbidden()) {
            return null; // nothing is known of it
        }
        if (status == null) {
            return String.valueOf(Objects.requireNonNull(page.error()).getMessage());
        }
        if (status.code() >= 400) {
            return status.toString();
        }
        Set<String> anchors = page.anchors();
        return anchors == null || fragment == null || isEverywhere(fragment) || anchors.contains(fragment)
                ? null
                : "no #" + fragment + " on that page";
    }

    /** The top of a page needs no anchor (HTML §7.4.6.4), and a text fragment names words and no anchor. */
    private static boolean isEverywhere(String fragment) {
        return fragment.isEmpty() || fragment.equalsIgnoreCase("top") || fragment.startsWith(":~:");
    }
}
