// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Html;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document, which has links as they work on disk, a part of the site: links lead to pages, images have their sizes, and
 * code is highlighted and has a link to its source.
 */
final class SiteLinks extends AbstractVisitor {
    private static final Pattern REGION = Pattern.compile("<!-- region (\\S+)#(\\S+) -->\\s*");

    /** The width and the height of an SVG file, from its {@code viewBox}. */
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"");

    private final Path page;
    private final SiteMap map;
    private final Set<Path> targets;

    /** @param targets gets the files to which the page links */
    SiteLinks(Path page, SiteMap map, Set<Path> targets) {
        this.page = page;
        this.map = map;
        this.targets = targets;
    }

    @Override
    public void visit(Link link) {
        link.setDestination(onSite(link.getDestination()));
        visitChildren(link);
    }

    @Override
    public void visit(Image image) {
        String url = onSite(image.getDestination());
        HtmlInline html = new HtmlInline();
        html.setLiteral("<img src=\"" + HtmlText.escaped(url) + "\" alt=\"" + HtmlText.escaped(Markdown.text(image))
                + "\"" + size(image.getDestination()) + ">");
        image.insertBefore(html);
        image.unlink();
    }

    /** With its size, an image takes its place before it has arrived, and the text does not jump. */
    private String size(String destination) {
        try {
            Path image = page.resolveSibling(destination);
            boolean drawn = destination.endsWith(".svg") && SiteMap.isText(image);
            Matcher size = SIZE.matcher(drawn ? Files.readString(image) : "");
            return size.find() ? " width=\"" + size.group(1) + "\" height=\"" + size.group(2) + "\"" : "";
        } catch (IOException | InvalidPathException e) {
            return ""; // the link check reports it
        }
    }

    @Override
    public void visit(FencedCodeBlock block) {
        String language = block.getInfo() == null ? "" : block.getInfo().strip();
        Matcher region = REGION.matcher(block.getPrevious() instanceof HtmlBlock comment ? comment.getLiteral() : "");
        String html = region.matches()
                ? ofRegion(region.group(1), region.group(2), block.getLiteral(), language)
                : CodeHtml.block(block.getLiteral(), language);
        replace(block, html);
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        replace(block, CodeHtml.block(block.getLiteral(), ""));
    }

    private static void replace(Node block, String html) {
        block.insertBefore(html(html));
        block.unlink();
    }

    private static HtmlBlock html(String literal) {
        HtmlBlock html = new HtmlBlock();
        html.setLiteral(literal);
        return html;
    }

    /** A block that shows a region of a source file, with a link to it. */
    private String ofRegion(String path, String region, String code, String language) {
        Path file = map.home().resolve(path);
        String url = map.url(file);
        int line = url == null || !SiteMap.isText(file) ? 0 : lineAfter("// region " + region, file);
        if (url == null || line == 0) {
            return CodeHtml.block(code, language);
        }
        targets.add(file);
        String source = Html.link(url + "#L" + line, file.getFileName() + ", line " + line);
        return CodeHtml.block(code, language, source, SourceNames.in(file, map));
    }

    /** The number of the line after the one with this mark, counted from 1; 0 if there is none. */
    private static int lineAfter(String mark, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().equals(mark)) {
                    return i + 2;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0; // a test compares pages with sources
        }
    }

    /** A table of programs becomes cards. One of figures scrolls by itself, also by the keyboard. */
    @Override
    public void visit(CustomBlock block) {
        visitChildren(block);
        if (block instanceof TableBlock table) {
            String cards = Cards.of(table);
            if (cards != null) {
                replace(table, cards);
            } else if (Markdown.isWide(table)) {
                block.insertBefore(html("<div class=\"scroll\" tabindex=\"0\">"));
                block.insertAfter(html("</div>"));
            }
        }
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
            Path file = page.resolveSibling(URI.create(path).getPath()).normalize();
            targets.add(file);
            return map.url(file);
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
