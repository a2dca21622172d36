package io.snowloop.samples.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

/** The renderer of the site: it makes pages of Markdown, source code, folders and messages. */
final class PageRenderer {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    private final SiteMap map;
    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer html =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private final TextContentRenderer text =
            TextContentRenderer.builder().extensions(EXTENSIONS).build();
    private final String template = resource("page.html");

    PageRenderer(SiteMap map) {
        this.map = map;
    }

    static String resource(String name) {
        try (InputStream in = PageRenderer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name + " in the jar", e);
        }
    }

    /** A page of Markdown. Its links to files become links to the pages of the site. */
    String markdown(String markdown, Path file) {
        Node document = parser.parse(markdown);
        document.accept(new LinkRewriter(file));
        return page(title(document, file), html.render(document));
    }

    /** A page that shows a text file. Its lines have the same anchors as on GitHub, such as {@code #L7}. */
    String code(String code, Path file) {
        StringBuilder body =
                new StringBuilder("<h1>" + escape(file.getFileName()) + "</h1>\n<pre class=\"source\"><code>");
        int number = 0;
        for (String line : code.lines().toList()) {
            number++;
            body.append("<span id=\"L")
                    .append(number)
                    .append("\">")
                    .append(escape(line))
                    .append("\n</span>");
        }
        return page(file.getFileName().toString(), body.append("</code></pre>").toString());
    }

    /** A page that lists a folder without a front page. */
    String folder(Path folder, List<Path> files) {
        StringBuilder body = new StringBuilder("<h1>" + escape(folder.getFileName()) + "</h1>\n<ul>\n");
        for (Path file : files) {
            body.append("<li><a href=\"").append(map.url(file)).append("\">");
            body.append(escape(file.getFileName())).append("</a></li>\n");
        }
        return page(folder.getFileName().toString(), body.append("</ul>").toString());
    }

    /** A page with a message. */
    String message(String title, String message) {
        return page(title, "<h1>" + escape(title) + "</h1>\n<p>" + escape(message) + "</p>");
    }

    private String page(String title, String body) {
        String full = title.contains("Snowloop") ? title : title + " · Snowloop";
        return template.replace("{{title}}", escape(full)).replace("{{body}}", body);
    }

    /** The first heading; without one, the name of the file. */
    private String title(Node document, Path file) {
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                return text.render(node).strip();
            }
        }
        return file.getFileName().toString();
    }

    private static String escape(Object text) {
        return text.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Replaces links between files, as they work on disk, by links between the pages of the site. */
    private final class LinkRewriter extends AbstractVisitor {
        private final Path page;

        LinkRewriter(Path page) {
            this.page = page;
        }

        @Override
        public void visit(Link link) {
            link.setDestination(onSite(link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(onSite(image.getDestination()));
            visitChildren(image);
        }

        private String onSite(String destination) {
            int end = endOfPath(destination);
            String path = destination.substring(0, end);
            if (path.isEmpty() || path.startsWith("/") || path.contains(":")) {
                return destination;
            }
            String url = url(path);
            return url == null ? destination : url + destination.substring(end);
        }

        private @Nullable String url(String path) {
            try {
                return map.url(page.resolveSibling(URI.create(path).getPath()));
            } catch (IllegalArgumentException e) {
                return null; // not a path: unchanged, so that the crawler reports it as broken
            }
        }

        private static int endOfPath(String destination) {
            for (int i = 0; i < destination.length(); i++) {
                if (destination.charAt(i) == '#' || destination.charAt(i) == '?') {
                    return i;
                }
            }
            return destination.length();
        }
    }
}
