// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Html;
import io.snowloop.samples.Language;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The frame of all pages: the head, the search, the table of contents, and the links to the pages before and after. */
final class Layout {
    private static final String SITE = "Snowloop";
    private static final String CONTENTS = "contents";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private final String template = Assets.text("page.html");

    /**
     * The place of a page in the site.
     *
     * @param file its file; null if it has none, such as the results of a search
     * @param shownIn the pages that link to it, if it is a source file
     * @param language that of the words around the page
     */
    record Place(SiteMap map, Contents contents, @Nullable Path file, List<Contents.Entry> shownIn, Language language) {
        String label(String name) {
            return HtmlText.escaped(Labels.of(language).get(name));
        }

        /** The same page in the other language; null if there is none. */
        @Nullable
        String otherUrl() {
            Path other = file == null ? null : new Translations(map).other(file);
            return other == null ? null : map.url(other);
        }

        boolean is(Contents.Entry entry) {
            return entry.file().equals(file);
        }

        /** Code has long lines: it takes the place of the contents. */
        boolean isSource() {
            return file != null && map.isSource(file) && !SiteMap.isMarkdown(file);
        }
    }

    String html(Content content, Place place) {
        String title = content.title().contains(SITE) ? content.title() : content.title() + " · " + SITE;
        Map<String, String> values = new HashMap<>(Labels.of(place.language).words());
        values.replaceAll((name, word) -> HtmlText.escaped(word));
        values.putAll(Map.ofEntries(
                Map.entry("title", HtmlText.escaped(title)),
                Map.entry("heading", HtmlText.escaped(content.title())),
                Map.entry("description", HtmlText.escaped(content.description())),
                Map.entry("origin", Page.ORIGIN),
                Map.entry("button", place.isSource() ? "" : button(place.label(CONTENTS))),
                Map.entry("lang", place.language.tag()),
                Map.entry("home", homeUrl(place)),
                Map.entry("hidden", place.language.hiddenInput()),
                Map.entry("alternates", Languages.alternates(place)),
                Map.entry("switch", Languages.link(place)),
                Map.entry("kind", place.isSource() ? "code-page" : "text-page"),
                Map.entry("table", place.isSource() ? "" : contents(content, place)),
                Map.entry("lead", content.lead()),
                Map.entry("body", content.body()),
                Map.entry("shown", shownIn(place)),
                Map.entry("turn", turn(place))));
        return PLACEHOLDER.matcher(template).replaceAll(found -> value(found, values));
    }

    /** Opens the contents where they have no room beside the text. It works without a script. */
    private static String button(String label) {
        return "<button type=\"button\" class=\"menu\" popovertarget=\"contents\">" + label + "</button>\n";
    }

    private static String homeUrl(Place place) {
        Path front = new Translations(place.map).front(place.language);
        return front == null ? "/" : HtmlText.escaped(Objects.requireNonNull(place.map.url(front)));
    }

    private static String value(MatchResult found, Map<String, String> values) {
        return Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1))));
    }

    private static String contents(Content content, Place place) {
        StringBuilder html =
                new StringBuilder("<nav id=\"contents\" popover aria-label=\"" + place.label(CONTENTS) + "\">\n");
        for (Contents.Section section : place.contents.sections()) {
            html.append("<p class=\"part\">")
                    .append(HtmlText.escaped(section.title()))
                    .append("</p>\n");
            entries(section.entries(), content, place, html);
        }
        if (!place.map.home().equals(place.map.docs())) { // crawlers do not follow it: it is another site
            html.append("<p class=\"part\">API</p>\n<ul>\n<li><a href=\"" + ApiDocs.URL + "\" rel=\"nofollow\">")
                    .append(place.label("javadoc") + "</a></li>\n</ul>\n");
        }
        return html.append("</nav>\n").toString();
    }

    private static void entries(List<Contents.Entry> entries, Content content, Place place, StringBuilder html) {
        html.append("<ul>\n");
        for (Contents.Entry entry : entries) {
            String current = place.is(entry) ? " aria-current=\"page\"" : "";
            html.append("<li><a href=\"")
                    .append(HtmlText.escaped(entry.url()))
                    .append("\"")
                    .append(current)
                    .append(Languages.ofLink(entry, place))
                    .append(">");
            html.append(HtmlText.escaped(entry.title())).append("</a>\n");
            if (place.is(entry)) {
                headings(content, html);
            }
            if (!entry.below().isEmpty() && place.file != null && entry.contains(place.file)) {
                entries(entry.below(), content, place, html);
            }
            html.append("</li>\n");
        }
        html.append("</ul>\n");
    }

    /** The contents of the page itself. */
    private static void headings(Content content, StringBuilder html) {
        List<Content.Section> headings = content.sections().stream()
                .filter(section -> section.level() == 2)
                .toList();
        if (headings.isEmpty()) {
            return;
        }
        html.append("<ul class=\"page\">\n");
        for (Content.Section heading : headings) {
            html.append("<li>")
                    .append(Html.link("#" + heading.id(), heading.title()))
                    .append("</li>\n");
        }
        html.append("</ul>\n");
    }

    private static String shownIn(Place place) {
        if (place.shownIn.isEmpty()) {
            return "";
        }
        List<String> links = place.shownIn.stream()
                .map(entry -> Html.link(entry.url(), entry.title()))
                .toList();
        return "<p class=\"shown\">"
                + HtmlText.escaped(Labels.of(place.language).before("refers")) + String.join(", ", links) + "</p>";
    }

    private static String turn(Place place) {
        if (place.file == null) {
            return "";
        }
        Contents.Entry previous = place.contents.previous(place.file);
        Contents.Entry next = place.contents.next(place.file);
        return previous == null && next == null
                ? ""
                : "<nav class=\"turn\" aria-label=\"" + place.label("around") + "\">\n"
                        + turn(previous, "prev", place.label("previous"))
                        + turn(next, "next", place.label("next")) + "</nav>";
    }

    private static String turn(Contents.@Nullable Entry entry, String rel, String label) {
        return entry == null
                ? ""
                : "<a rel=\"" + rel + "\" href=\"" + HtmlText.escaped(entry.url()) + "\"><span>" + label + "</span> "
                        + HtmlText.escaped(entry.title()) + "</a>\n";
    }
}
