// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links of a page in Chinese lead to pages in Chinese, and to those in English where there is no translation. A link to a
 * part of a page has the anchor of the heading at the same place.
 */
record TranslatedLinks(Path page) {
    /** Code has no links, so it is found first. */
    private static final Pattern LINK =
            Pattern.compile("`[^`]*`|(?<=]\\()([^)\\s]+)(?=\\))|(?<=(?:src|href)=\")([^\"]+)(?=\")");

    /** The lines of the page as they are when each link leads to where it has to. */
    List<String> updated() throws IOException {
        return updated(page, Files.readAllLines(page));
    }

    /** The lines of a page as they are when it stands in that file. */
    static List<String> updated(Path page, List<String> lines) {
        return new TranslatedLinks(page).updated(new ArrayList<>(lines));
    }

    private List<String> updated(List<String> lines) {
        for (Block block : Block.of(List.copyOf(lines))) {
            if (!block.isCode()) {
                List<String> updated = LINK.matcher(block.text())
                        .replaceAll(found -> Matcher.quoteReplacement(updated(found)))
                        .lines()
                        .toList();
                for (int i = 0; i < updated.size(); i++) {
                    lines.set(block.line() - 1 + i, updated.get(i));
                }
            }
        }
        return lines;
    }

    private String updated(MatchResult found) {
        boolean isLink = found.group(1) != null || found.group(2) != null;
        try {
            return isLink ? updated(found.group()) : found.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String updated(String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (link.matches("[a-z]+:.*") || !path.isEmpty() && !path.endsWith(".md")) {
            return link;
        }
        Path source = target.startsWith(Translation.CHINESE) ? Translation.source(target) : target;
        boolean isPage = source.startsWith(Translation.DOCS) || source.equals(Project.HOME.resolve("README.md"));
        if (!isPage || !Files.exists(source)) {
            return link;
        }
        Path translated = Translation.translated(source);
        Path right = Files.exists(translated) ? translated : source;
        String name = path.isEmpty()
                ? ""
                : page.resolveSibling("").relativize(right).toString().replace('\\', '/');
        return name + (hash < 0 ? "" : "#" + anchor(link.substring(hash + 1), source, right));
    }

    private static String anchor(String anchor, Path source, Path right) throws IOException {
        int heading = Anchors.of(source).indexOf(anchor);
        List<String> anchors = Anchors.of(right);
        boolean isThere = anchors.contains(anchor) || heading < 0 || heading >= anchors.size();
        return isThere ? anchor : anchors.get(heading);
    }
}
