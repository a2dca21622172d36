// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** Pages in Chinese are in {@code docs/zh}, below the names of those in English. The README of the project has another name there. */
record Translations(SiteMap map) {
    private Path chinese() {
        return map.docs().resolve("zh");
    }

    private Path readme() {
        return map.home().resolve("README.md");
    }

    Language language(@Nullable Path file) {
        return file != null && file.startsWith(chinese()) ? Language.CHINESE : Language.ENGLISH;
    }

    /** The same page in the other language; null if there is none. */
    @Nullable
    Path other(Path file) {
        Path project = chinese().resolve("project.md");
        Path other;
        if (language(file) == Language.CHINESE) {
            other = file.equals(project)
                    ? readme()
                    : map.docs().resolve(chinese().relativize(file));
        } else if (file.equals(readme()) && map.isSource(file)) { // or only a folder of pages is shown
            other = project;
        } else {
            other = map.isSource(file) ? null : chinese().resolve(map.docs().relativize(file));
        }
        return other != null && SiteMap.isMarkdown(file) && Files.isRegularFile(other) ? other : null;
    }

    /** The front page of a language: that in English, if it is not translated. */
    @Nullable
    Path front(Language language) {
        Path front = map.frontPage(map.docs());
        Path other = front == null || language == Language.ENGLISH ? null : other(front);
        return other == null ? front : other;
    }

    /** The same contents in Chinese. Pages that are not translated stand there as they are. */
    Contents translated(Contents contents) throws IOException {
        Map<String, String> titles = titles();
        List<Contents.Section> sections = new ArrayList<>();
        for (Contents.Section section : contents.sections()) {
            sections.add(new Contents.Section(
                    titles.getOrDefault(section.title(), section.title()), translated(section.entries())));
        }
        Path page = front(Language.CHINESE);
        Contents.Entry front = contents.front();
        if (page != null && language(page) == Language.CHINESE) {
            String title = Labels.of(Language.CHINESE).get("contents");
            String url = Objects.requireNonNull(map.url(page));
            front = new Contents.Entry(title, page, url, Language.CHINESE, List.of());
        }
        return new Contents(front, sections);
    }

    private List<Contents.Entry> translated(List<Contents.Entry> entries) throws IOException {
        List<Contents.Entry> translated = new ArrayList<>();
        for (Contents.Entry entry : entries) {
            Path other = other(entry.file());
            List<Contents.Entry> below = translated(entry.below());
            translated.add(
                    other == null
                            ? new Contents.Entry(entry.title(), entry.file(), entry.url(), Language.ENGLISH, below)
                            : new Contents.Entry(
                                    headings(other).get(0),
                                    other,
                                    Objects.requireNonNull(map.url(other)),
                                    Language.CHINESE,
                                    below));
        }
        return translated;
    }

    /** The headings of the front page: both have the same, in the same order. */
    private Map<String, String> titles() throws IOException {
        Path english = front(Language.ENGLISH);
        Path chinese = front(Language.CHINESE);
        Map<String, String> titles = new HashMap<>();
        if (english != null && chinese != null) {
            List<String> from = headings(english);
            List<String> to = headings(chinese);
            for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
                titles.put(from.get(i), to.get(i));
            }
        }
        return titles;
    }

    private static List<String> headings(Path page) throws IOException {
        List<String> headings = new ArrayList<>();
        Node document = Markdown.parse(Files.readString(page));
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                headings.add(Markdown.text(node));
            }
        }
        return headings.isEmpty() ? List.of(page.getFileName().toString()) : headings;
    }
}
