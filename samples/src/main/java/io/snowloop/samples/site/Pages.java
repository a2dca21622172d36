// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Language;
import java.io.IOException;
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
    private final SiteMap map;
    private final Layout layout = new Layout();
    private final MarkdownContent markdown;
    private final FileCache<Content> contents;
    private final FileCache<Contents> tables;
    private final Translations translations;
    private final IdentityHashMap<Contents, Contents> chinese = new IdentityHashMap<>();
    private final Map<Path, Made> made = new HashMap<>();

    /** A page, and what it was made of. */
    private record Made(Content content, Contents table, Page page) {}

    Pages(SiteMap map) throws IOException {
        this.map = map;
        this.markdown = new MarkdownContent(map);
        this.contents = new FileCache<>(this::read);
        this.translations = new Translations(map);
        this.tables = new FileCache<>(front -> Contents.of(map));
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
        Content content = contents.get(file);
        Language language = translations.language(file);
        Contents table = table(language);
        Made last = made.get(file);
        if (last != null && last.content == content && last.table == table) {
            return last.page;
        }
        Layout.Place place =
                new Layout.Place(map, table, file, map.isSource(file) ? shownIn(file) : List.of(), language);
        Page page = Page.of(layout.html(content, place));
        made.put(file, new Made(content, table, page));
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
            if (translations.language(file) == language) {
                docs.put(file, contents.get(file));
            }
        }
        return docs;
    }

    private Content read(Path file) throws IOException {
        String text = Files.readString(file);
        return SiteMap.isMarkdown(file) ? markdown.of(text, file) : CodeHtml.file(text, file, map);
    }

    /** The pages that link to a source file, in their order. */
    private List<Contents.Entry> shownIn(Path source) throws IOException {
        List<Contents.Entry> pages = new ArrayList<>();
        for (Contents.Entry entry : table().chain()) {
            if (contents.get(entry.file()).links().contains(source)) {
                pages.add(entry);
            }
        }
        return pages;
    }

    private List<Path> markdownFiles() throws IOException {
        try (Stream<Path> files = Files.walk(map.docs())) {
            return files.filter(SiteMap::isMarkdown)
                    .filter(Files::isRegularFile)
                    .filter(file -> url(file) != null)
                    .sorted()
                    .toList();
        }
    }

    private @Nullable String url(Path file) {
        return map.url(file);
    }
}
