// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents: the pages to which the lists of the front page link, in their order, and below the front page of
 * another folder those to which its own lists link.
 *
 * @param front the front page; null if there is none
 * @param sections the lists of the front page
 */
public record Contents(@Nullable Entry front, List<Section> sections) {
    /** A list of pages, with the heading above it. */
    public record Section(String title, List<Entry> entries) {}

    /**
     * A page.
     *
     * @param title the text of the link
     * @param language that of the page
     * @param below the pages to which this page links in its lists and tables, if it is the front page of a folder
     */
    public record Entry(String title, Path file, String url, Language language, List<Entry> below) {
        private Stream<Entry> flat() {
            return Stream.concat(Stream.of(this), below.stream().flatMap(Entry::flat));
        }

        boolean contains(Path page) {
            return flat().anyMatch(entry -> entry.file.equals(page));
        }
    }

    /** The contents of a folder of pages. */
    public static Contents of(SiteMap map) throws IOException {
        Path front = map.frontPage(map.docs());
        return front == null
                ? new Contents(null, List.of())
                : new Contents(entry("Contents", front, List.of(), map), sections(front, map));
    }

    private static List<Section> sections(Path page, SiteMap map) throws IOException {
        List<Section> sections = new ArrayList<>();
        String title = "";
        Node document = Markdown.parse(Files.readString(page));
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                title = Markdown.text(node);
            } else if (node instanceof ListBlock || node instanceof TableBlock) {
                List<Entry> entries = entries(node instanceof TableBlock ? node.getLastChild() : node, page, map);
                if (!entries.isEmpty()) {
                    sections.add(new Section(title, entries));
                }
            }
        }
        return sections;
    }

    /** Of each item of a list, or row of the body of a table, the first link. */
    private static List<Entry> entries(Node list, Path page, SiteMap map) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            Link link = firstLink(item);
            Path file = link == null ? null : target(link, page, map);
            if (link != null && file != null) {
                entries.add(entry(Markdown.text(link), file, below(file, page, map), map));
            }
        }
        return entries;
    }

    private static Entry entry(String title, Path file, List<Entry> below, SiteMap map) {
        return new Entry(title, file, Objects.requireNonNull(map.url(file)), Language.ENGLISH, below);
    }

    private static List<Entry> below(Path file, Path page, SiteMap map) throws IOException {
        boolean frontPage = file.equals(map.frontPage(file.resolveSibling("")));
        boolean deeper =
                !file.resolveSibling("").equals(page.resolveSibling("")); // or a list that links back never ends
        return frontPage && deeper
                ? sections(file, map).stream()
                        .flatMap(section -> section.entries.stream())
                        .toList()
                : List.of();
    }

    private static @Nullable Link firstLink(Node item) {
        List<Link> links = new ArrayList<>();
        item.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link);
            }
        });
        return links.isEmpty() ? null : links.get(0);
    }

    /** The page of this folder to which a link leads; null if it leads to another folder or to a source. */
    private static @Nullable Path target(Link link, Path page, SiteMap map) {
        try {
            URI destination = URI.create(link.getDestination());
            if (destination.isAbsolute() || !link.getDestination().endsWith(".md")) {
                return null;
            }
            Path file = page.resolveSibling(destination.getPath()).normalize();
            boolean below = file.startsWith(page.resolveSibling("")) && map.url(file) != null;
            return below && !map.isSource(file) && Files.isRegularFile(file) ? file : null;
        } catch (IllegalArgumentException e) {
            return null; // not a path
        }
    }

    /** All pages: the front page, and then those of the lists, each once. */
    public List<Entry> chain() {
        Stream<Entry> start = front == null ? Stream.of() : Stream.of(front);
        return Stream.concat(
                        start,
                        sections.stream()
                                .flatMap(section -> section.entries.stream())
                                .flatMap(Entry::flat))
                .distinct()
                .toList();
    }

    /** The page before this one; null if there is none. */
    @Nullable
    Entry previous(Path page) {
        return neighbour(page, -1);
    }

    /** The page after this one; null if there is none. */
    @Nullable
    Entry next(Path page) {
        return neighbour(page, 1);
    }

    private Language language(Path page) {
        return chain().stream()
                .filter(entry -> entry.file.equals(page))
                .map(Entry::language)
                .findFirst()
                .orElse(Language.ENGLISH);
    }

    private List<Entry> in(Language language) {
        return chain().stream().filter(entry -> entry.language == language).toList();
    }

    /** In the same language: who reads on, goes on in it. */
    private @Nullable Entry neighbour(Path page, int step) {
        List<Entry> chain = in(language(page));
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).file.equals(page)) {
                return i + step >= 0 && i + step < chain.size() ? chain.get(i + step) : null;
            }
        }
        return null;
    }
}
