// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.site.Markdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;

/** Makes a document fit for a file that stands alone: pictures are in it, and links to other pages are their texts. */
final class OnePage extends AbstractVisitor {
    private final Path page;

    OnePage(Path page) {
        this.page = page;
    }

    @Override
    public void visit(Link link) {
        visitChildren(link);
        if (!link.getDestination().matches("https?://.*")) {
            while (link.getFirstChild() != null) {
                link.insertBefore(link.getFirstChild());
            }
            link.unlink();
        }
    }

    @Override
    public void visit(Image image) {
        HtmlInline html = new HtmlInline();
        html.setLiteral("<img src=\"" + data(page.resolveSibling(image.getDestination())) + "\" alt=\""
                + HtmlText.escaped(Markdown.text(image)) + "\">");
        image.insertBefore(html);
        image.unlink();
    }

    /** The docs have pictures of two kinds. */
    private static String data(Path image) {
        try {
            String type = image.toString().endsWith(".svg") ? "image/svg+xml" : "image/png";
            return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
