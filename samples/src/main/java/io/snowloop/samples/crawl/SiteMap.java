package io.snowloop.samples.crawl;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which file has which URL, in both directions: files below {@code docs} begin at {@code /}, all others of the checkout at
 * {@code /source/}, because pages link to the code that they speak of.
 *
 * <p>Nothing outside the checkout has a URL, and nothing hidden in it, such as {@code .git}.
 */
final class SiteMap {
    private static final String SOURCE = "/source/";
    private static final List<String> FRONT_PAGES = List.of("README.md", "index.md");

    private final Path docs;
    private final Path home;

    /**
     * A map of these folders.
     *
     * @param home the checkout; {@code docs} itself if there is nothing around it to be shown
     */
    SiteMap(Path docs, Path home) throws IOException {
        this.docs = docs.toRealPath();
        this.home = home.toRealPath();
    }

    boolean isSource(Path file) {
        return !file.startsWith(docs);
    }

    /** The page that a folder begins with; null if it has none. */
    @Nullable
    Path frontPage(Path folder) {
        return FRONT_PAGES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** The URL of a file of the checkout; null if it has none. A folder's ends in a slash, and is its front page's too. */
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
        return encoded((base == docs ? "/" : SOURCE) + relative + slash);
    }

    /** The file or folder that a path of the site stands for, decoded and without its first slash; null if none. */
    @Nullable
    Path file(String path) {
        String source = SOURCE.substring(1);
        boolean isSource = path.startsWith(source) && !home.equals(docs);
        Path base = isSource ? home : docs;
        try {
            Path file = base.resolve(isSource ? path.substring(source.length()) : path)
                    .normalize();
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

    private static String encoded(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e); // any path that begins with a slash can be encoded
        }
    }
}
