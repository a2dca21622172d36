// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the site, rendered.
 *
 * <p>To render a page takes some milliseconds, in which a loop serves no other client. So all pages of the docs are rendered
 * before the loop runs, and kept. On the loop, a page is rendered only when its file has changed, or if it shows a source
 * file, which has no Markdown: with its transfer that took 2 ms (median of 120 files, on a busy machine).
 */
final class Pages {
    /** Pages of the docs are all kept, for the search. Of all files of a checkout they would fill the memory. */
    private static final int MOST_SOURCES = 100;

    private final SiteMap map;
    private final Layout layout = new Layout();
    private final MarkdownContent markdown;
    private final FileCache<Content> contents;
    private final FileCache<Content> sources;
    private final FileCache<Contents> tables;
    private final Translations translations;
    private final IdentityHashMap<Contents, Contents> chinese = new IdentityHashMap<>();
    private final Map<Path, Made> made = new HashMap<>();

    /** A page, and what it was made of. */
    private record Made(Content content, Contents table, Page page) {}

    Pages(SiteMap map) throws IOException {
        this.map = map;
        this.markdown = new MarkdownContent(map);
        this.contents = new FileCache<>(this::read, Integer.MAX_VALUE);
        this.sources = new FileCache<>(this::read, MOST_SOURCES);
        this.translations = new Translations(map);
        this.tables = new FileCache<>(front -> Contents.of(map), Integer.MAX_VALUE);
        for (Path file : markdownFiles()) {
            try {
                page(file);
            } catch (CharacterCodingException e) {
                // not UTF-8: a request for this page is answered with 500, and the crawler reports it
            }
        }
    }

    /** The page of a file: of Markdown, or of source code. */
    Page page(Path file) throws IOException {
        boolean source = map.isSource(file);
        Content content = (source ? sources : contents).get(file);
        Language language = translations.language(file);
        Contents table = table(language);
        Made last = made.get(file);
        if (last != null && last.content == content && last.table == table) {
            return last.page;
        }
        Layout.Place place = new Layout.Place(map, table, file, source ? shownIn(file) : List.of(), language);
        Page page = Page.of(layout.html(content, place));
        if (!source) {
            made.put(file, new Made(content, table, page));
        }
        return page;
    }

    /** A page that is not that of a file, with the same frame. */
    Page page(Content content, Language language) throws IOException {
        return Page.of(layout.html(content, new Layout.Place(map, table(language), null, List.of(), language)));
    }

    Contents table() throws IOException {
        Path front = map.frontPage(map.docs());
        return front == null ? new Contents(null, List.of()) : tables.get(front);
    }

    /** The contents beside the pages of a language. */
    Contents table(Language language) throws IOException {
        Contents english = table();
        if (language == Language.ENGLISH) {
            return english;
        }
        Contents translated = chinese.get(english);
        if (translated == null) {
            chinese.clear();
            translated = translations.translated(english);
            chinese.put(english, translated);
        }
        return translated;
    }

    /** The contents of all pages of the docs in a language. */
    Map<Path, Content> docs(Language language) throws IOException {
        Map<Path, Content> docs = new HashMap<>();
        for (Path file : markdownFiles()) {
            Content content = translations.language(file) == language ? textOf(file) : null;
            if (content != null) {
                docs.put(file, content);
            }
        }
        return docs;
    }

    /** Null if it is not UTF-8: who asks for that page gets the error, and not who searches in all. */
    private @Nullable Content textOf(Path file) throws IOException {
        try {
            return contents.get(file);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private Content read(Path file) throws IOException {
        String text = Files.readString(file);
        return SiteMap.isMarkdown(file) ? markdown.of(text, file) : CodeHtml.file(text, file, map);
    }

    /** The pages that link to a source file, in their order. */
    private List<Contents.Entry> shownIn(Path source) throws IOException {
        List<Contents.Entry> pages = new ArrayList<>();
        for (Contents.Entry entry : table().chain()) {
            Content content = textOf(entry.file());
            if (content != null && content.links().contains(source)) {
                pages.add(entry);
            }
        }
        return pages;
    }

    private List<Path> markdownFiles() throws IOException {
        try (Stream<Path> files = Files.walk(map.docs())) {
            return files.filter(SiteMap::isMarkdown)
                    .filter(SiteMap::isText)
                    .filter(file -> url(file) != null)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) { // such as of a folder that may not be read
            throw e.getCause();
        }
    }

    private @Nullable String url(Path file) {
        return map.url(file);
    }
}
