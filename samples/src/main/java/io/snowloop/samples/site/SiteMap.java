// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mapping between files and URLs, in both directions: files below {@code docs} have URLs below {@code /}, all
 * others of the checkout below {@code /source/}, because pages link to source code. The URL of a page of Markdown has no
 * extension.
 *
 * <p>Files outside the checkout and hidden files, such as {@code .git}, have no URL.
 */
public final class SiteMap {
    private static final String SOURCE = "/source/";
    private static final String MARKDOWN = ".md";
    private static final long LARGEST_TEXT = 1 << 20;
    private static final List<String> FRONT_PAGES = List.of("README.md", "index.md");

    private final Path docs;
    private final Path home;

    /**
     * A map of these folders.
     *
     * @param home the checkout; {@code docs} itself if only that is shown
     */
    SiteMap(Path docs, Path home) throws IOException {
        this.docs = docs.toRealPath();
        this.home = home.toRealPath();
    }

    Path docs() {
        return docs;
    }

    Path home() {
        return home;
    }

    boolean isSource(Path file) {
        return !file.startsWith(docs);
    }

    static boolean isMarkdown(Path file) {
        return file.toString().endsWith(MARKDOWN);
    }

    /** Whether it is small enough for a page, which is made on the loop, in memory. To read a pipe would wait for it. */
    static boolean isText(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_TEXT;
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    /** The front page of a folder; null if it has none. */
    @Nullable
    Path frontPage(Path folder) {
        return FRONT_PAGES.stream()
                .map(folder::resolve)
                .filter(SiteMap::isText)
                .findFirst()
                .orElse(null);
    }

    /**
     * The URL of a file; null if it has none. That of a folder ends with a slash, and is also that of its front page.
     */
    @Nullable
    String url(Path file) {
        Path normal = file.normalize();
        if (!normal.startsWith(home) || isHidden(home.relativize(normal))) {
            return null;
        }
        Path folder = normal.resolveSibling("");
        if (!normal.equals(home) && normal.equals(frontPage(folder))) {
            normal = folder;
        }
        Path base = normal.startsWith(docs) ? docs : home;
        String relative = base.relativize(normal).toString().replace('\\', '/');
        String slash = Files.isDirectory(normal) && !relative.isEmpty() ? "/" : "";
        boolean page = isMarkdown(normal) && Files.isRegularFile(normal); // a broken link keeps its name
        String name = page ? relative.substring(0, relative.length() - MARKDOWN.length()) : relative;
        return encoded((base == docs ? "/" : SOURCE) + name + slash);
    }

    /**
     * The file or folder of a path of the site, which is decoded and without its first slash; null if there is none.
     */
    @Nullable
    Path file(String path) {
        String source = SOURCE.substring(1);
        boolean isSource = path.startsWith(source) && !home.equals(docs);
        Path base = isSource ? home : docs;
        String name = isSource ? path.substring(source.length()) : path;
        Path page = name.isEmpty() || name.endsWith("/") ? null : shown(base, name + MARKDOWN);
        return page != null && Files.isRegularFile(page) ? page : shown(base, name);
    }

    private @Nullable Path shown(Path base, String name) {
        try {
            Path file = base.resolve(name).normalize();
            boolean shown = file.startsWith(base) && !isHidden(base.relativize(file)) && Files.exists(file);
            return shown && file.toRealPath().startsWith(home) ? file : null; // a symbolic link may lead outside
        } catch (InvalidPathException | IOException e) {
            return null;
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The names of a folder of sources and of those around it, each with a link to the list of its files. */
    String folders(Path folder) {
        StringBuilder html = new StringBuilder();
        Path at = home;
        for (Path name : home.relativize(folder)) {
            at = at.resolve(name);
            String url = url(at);
            html.append(url == null ? HtmlText.escaped(name.toString()) : linkToFolder(url, name.toString()))
                    .append("/<wbr>"); // on a phone it has two lines
        }
        return html.toString();
    }

    /** A link that a crawler does not follow. */
    static String linkToFolder(String url, String name) {
        return "<a rel=\"nofollow\" href=\"" + HtmlText.escaped(url) + "\">" + HtmlText.escaped(name) + "</a>";
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e); // cannot happen: any path that begins with a slash can be encoded
        }
    }
}
