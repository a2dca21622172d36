package io.snowloop.samples.crawl;

import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of Markdown as a web site: pages are rendered, all other files are served as they are.
 *
 * <p>Files are read on the loop's thread, for each request: they are small and in the kernel's cache, and an author
 * sees a change when the page is reloaded. A site with more visitors would cache them, or read them in
 * {@link Snow#blocking(io.snowloop.server.View)} views.
 */
final class DocsSite {
    private static final String STYLE_URL = "/-/style.css";

    /** Extensions of text files that a browser would offer to save; they are shown as pages. */
    private static final Set<String> CODE =
            Set.of("java", "xml", "properties", "sh", "cmd", "yml", "yaml", "config", "");

    private final SiteMap map;
    private final PageRenderer pages;

    private DocsSite(SiteMap map) {
        this.map = map;
        this.pages = new PageRenderer(map);
    }

    /** The app that serves these files. */
    static Snow app(SiteMap map) {
        DocsSite site = new DocsSite(map);
        String style = PageRenderer.resource("style.css");
        return new Snow()
                .get(
                        STYLE_URL,
                        request -> Response.text(style).withHeader("Content-Type", MediaType.TEXT_CSS.toString()))
                .get("/{path:path}", site::file);
    }

    private Response file(Request request) throws IOException {
        Path file = map.file(request.path("path"));
        if (file == null) {
            return notFound(request);
        }
        if (Files.isDirectory(file)) {
            return request.path().endsWith("/") ? folder(file) : Response.redirect(request.encodedPath() + "/");
        }
        String extension = extension(file);
        if (extension.equals("md")) {
            return Response.html(pages.markdown(Files.readString(file), file));
        }
        return CODE.contains(extension)
                ? Response.html(pages.code(Files.readString(file), file))
                : Response.bytes(
                        Files.readAllBytes(file),
                        MediaType.ofFileName(file.toString()).toString());
    }

    private Response folder(Path folder) throws IOException {
        Path front = map.frontPage(folder);
        return Response.html(
                front == null ? pages.folder(folder, list(folder)) : pages.markdown(Files.readString(front), front));
    }

    /** Folders of sources list only files: otherwise one link to a module would add all of it to the site. */
    private List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> map.url(file) != null)
                    .filter(file -> !map.isSource(file) || Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private Response notFound(Request request) {
        return Response.html(pages.message("404 Not Found", "There is no page " + request.path() + "."))
                .withStatus(Status.NOT_FOUND);
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
