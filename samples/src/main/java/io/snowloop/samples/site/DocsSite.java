// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static io.snowloop.server.filter.Compression.compression;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.HtmlText;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Html;
import io.snowloop.samples.Language;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of Markdown as a web site: pages are rendered, sources are shown as pages, and all other files are served as they
 * are, by {@link StaticFiles}.
 *
 * <p>The pages come from a store that answers after some time, as a database or another service does: a timer of the loop
 * stands for it. An author sees a change when the page is reloaded.
 */
public final class DocsSite {
    /** What a page may load: nothing from another host, and no script or style inside a page. */
    private static final Headers SECURITY = Headers.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin");

    /** A client may keep what it has, but asks each time whether it is still right: pages change under the author's hands. */
    private static final String CACHING = "no-cache";

    /** Extensions of sources that are shown as pages: a browser would offer to save them, or would run them. */
    private static final Set<String> CODE =
            Set.of("java", "xml", "properties", "sh", "cmd", "yml", "yaml", "config", "html", "css", "js", "mjs", "");

    private final SiteMap map;
    private final Duration latency;
    private final Pages pages;
    private final Search search;
    private final StaticFiles docs;
    private final StaticFiles sources;

    private DocsSite(SiteMap map, Duration latency) throws IOException {
        this.map = map;
        this.latency = latency;
        this.pages = new Pages(map);
        this.search = new Search(map, pages);
        this.docs = StaticFiles.of(map.docs());
        this.sources = StaticFiles.of(map.home());
    }

    /**
     * The app that serves these files. It keeps what it has rendered, and is for one loop.
     *
     * @param latency the time after which the store of the pages answers, on the clock of the loop
     * @throws IOException if a file cannot be read
     */
    public static Snow app(SiteMap map, Duration latency) throws IOException {
        DocsSite site = new DocsSite(map, latency);
        return new Snow()
                .filter(compression())
                .get("/-/{path:path}", StaticFiles.of(Assets.folder()))
                .get("/search", site::search)
                .get(ApiDocs.URL + "{path:path}", new ApiDocs(map, site.pages)::view)
                .get("/source/{path:path}", site::fromStore)
                .get("/{path:path}", site::fromStore)
                .filter(DocsSite::withFields);
    }

    private static Future<Response> withFields(Request request, Handler next) {
        return next.handle(request)
                .map(response -> response.withHeaders(Headers.builder()
                        .addAll(response.headers())
                        .addAll(ApiDocs.security(request, SECURITY))
                        .add("Cache-Control", CACHING)
                        .build()));
    }

    private Response search(Request request) throws IOException {
        String query = Objects.requireNonNullElse(request.query("q"), "");
        boolean chinese =
                "zh".equals(request.query("lang")) || query.codePoints().anyMatch(Character::isIdeographic);
        Language language = chinese ? Language.CHINESE : Language.ENGLISH;
        return Response.html(
                pages.page(search.results(query, language), language).html(request));
    }

    private Future<Response> fromStore(Request request, Scheduler loop) {
        return loop.sleep(latency).flatMap(slept -> {
            try {
                return Future.completed(answer(request));
            } catch (IOException e) {
                return Future.failed(e);
            }
        });
    }

    private Response answer(Request request) throws IOException {
        Path file = map.file(request.path().substring(1));
        String url = file == null ? null : map.url(file);
        if (file == null && request.path().length() > 1 && request.path().endsWith("/")) {
            Path named = map.file(request.path().substring(1, request.path().length() - 1));
            if (named != null && Files.isRegularFile(named)) {
                return Response.redirect(Objects.requireNonNull(map.url(named))).withStatus(Status.MOVED_PERMANENTLY);
            }
        }
        if (file == null || url == null) {
            return notFound(request);
        }
        if (!url.equals(request.encodedPath())) { // a folder without its slash, a page with its extension
            return Response.redirect(url).withStatus(Status.MOVED_PERMANENTLY);
        }
        if (Files.isDirectory(file)) {
            Path front = map.frontPage(file);
            return front == null
                    ? pages.page(list(file), Language.ENGLISH).response(request)
                    : pages.page(front).response(request);
        }
        boolean isPage = SiteMap.isMarkdown(file) || CODE.contains(extension(file));
        if (isPage && SiteMap.isText(file)) {
            return pages.page(file).response(request);
        }
        Response asItIs = (map.isSource(file) ? sources : docs).view(request);
        return isPage ? asItIs.withHeader("Content-Type", "text/plain; charset=utf-8") : asItIs; // and not run
    }

    /** Crawlers do not follow the links to folders of sources: otherwise one link to a module would add all of it to the site. */
    private Content list(Path folder) throws IOException {
        String path = map.isSource(folder) ? "<p class=\"path\">" + map.folders(folder) + "</p>\n" : "";
        StringBuilder body = new StringBuilder("<h1>" + HtmlText.escaped(name(folder)) + "</h1>\n" + path + "<ul>\n");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String url = map.url(file);
                if (url != null && !(map.isSource(file) && name(file).equals("target"))) {
                    boolean folderOfSources = map.isSource(file) && Files.isDirectory(file);
                    body.append("<li>")
                            .append(
                                    folderOfSources
                                            ? SiteMap.linkToFolder(url, name(file) + "/")
                                            : Html.link(url, name(file)))
                            .append("</li>\n");
                }
            }
        }
        return Content.of(name(folder), body.append("</ul>").toString());
    }

    private Response notFound(Request request) throws IOException {
        Language language = request.path().startsWith("/zh/") ? Language.CHINESE : Language.ENGLISH;
        Content content = NotFound.of(request.path(), pages.table(language), Labels.of(language));
        return Response.html(pages.page(content, language).html(request)).withStatus(Status.NOT_FOUND);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String extension(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
