// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;

/** The content of a page of Markdown. */
final class MarkdownContent {
    /** Search engines show about so many characters of a description. */
    private static final int DESCRIPTION = 160;

    private final SiteMap map;

    MarkdownContent(SiteMap map) {
        this.map = map;
    }

    Content of(String markdown, Path file) {
        Node document = Markdown.parse(markdown);
        List<Content.Section> sections = sections(document, file);
        String title = sections.get(0).title();
        String description = description(document, title);
        Set<Path> links = new HashSet<>();
        removeNext(document);
        Language language = new Translations(map).language(file);
        addAnchors(document, sections, Labels.of(language).before("linkTo"));
        document.accept(new SiteLinks(file, map, links));
        boolean named = sections.stream()
                .anyMatch(section -> section.level() == 1 && !section.id().isEmpty());
        String heading = named ? "" : "<h1>" + HtmlText.escaped(title) + "</h1>\n";
        return new Content(title, description, "", heading + Markdown.html(document), sections, Set.copyOf(links));
    }

    /** The text before the first heading, if there is any, belongs to a section that is named after the file. */
    private static List<Content.Section> sections(Node document, Path file) {
        List<Content.Section> sections = new ArrayList<>();
        IdGenerator ids = IdGenerator.builder().build();
        Node node = document.getFirstChild();
        if (!(node instanceof Heading)) {
            sections.add(new Content.Section(1, "", file.getFileName().toString(), textUpToHeading(node)));
        }
        for (; node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                String title = Markdown.text(heading);
                String text = textUpToHeading(heading.getNext());
                sections.add(new Content.Section(heading.getLevel(), ids.generateId(title), title, text));
            }
        }
        return sections;
    }

    private static String textUpToHeading(Node first) {
        StringBuilder text = new StringBuilder();
        for (Node node = first; node != null && !(node instanceof Heading); node = node.getNext()) {
            text.append(Markdown.text(node)).append('\n');
        }
        return text.toString();
    }

    private static String description(Node document, String title) {
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Paragraph) {
                String text = Markdown.text(node);
                if (text.length() <= DESCRIPTION) {
                    return text;
                }
                int space = text.lastIndexOf(' ', DESCRIPTION); // Chinese has none, or far away
                return text.substring(0, space < DESCRIPTION / 2 ? DESCRIPTION : space) + " ...";
            }
        }
        return title;
    }

    /** A page names the next one for readers of the file. On the site, each page has that link anyway. */
    private static void removeNext(Node document) {
        Node last = document.getLastChild();
        if (last instanceof Paragraph && Markdown.text(last).matches("(?:Next: |下一[章页]：).*")) {
            last.unlink();
        }
    }

    /** Adds a link to itself to each heading, so that one can copy it. */
    private static void addAnchors(Node document, List<Content.Section> sections, String linkTo) {
        int index = sections.get(0).id().isEmpty() ? 1 : 0;
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                Content.Section section = sections.get(index++);
                if (heading.getLevel() > 1) {
                    HtmlInline anchor = new HtmlInline();
                    anchor.setLiteral("<a class=\"anchor\" href=\"#" + HtmlText.escaped(section.id())
                            + "\" aria-label=\"" + linkTo + HtmlText.escaped(section.title()) + "\">#</a>");
                    heading.appendChild(anchor);
                }
            }
        }
    }
}
