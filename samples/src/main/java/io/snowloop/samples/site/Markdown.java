// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Han;
import io.snowloop.samples.Language;
import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Markdown as all pages use it: CommonMark with tables, and with anchors of headings. */
public final class Markdown {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    /** Blocks in blocks: what is deeper is text. For each level the methods that go through a document call themselves. */
    private static final int DEEPEST = 100;

    private static final Parser PARSER =
            Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(DEEPEST).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof Paragraph
                        && node.getFirstChild() instanceof Emphasis all
                        && all.getNext() == null) {
                    attributes.put("class", "aside");
                } else if (node instanceof TableBlock table) {
                    attributes.put("class", isWide(table) ? "wide" : "narrow");
                } else if (node instanceof TableCell cell) {
                    if (attributes.remove("align") != null) { // obsolete in HTML
                        attributes.put(
                                "class", String.valueOf(cell.getAlignment()).toLowerCase(Locale.ROOT));
                    }
                    String label = cell.isHeader() ? null : label(cell);
                    if (label != null) {
                        attributes.put("data-label", label);
                    }
                }
            })
            .build();

    private Markdown() {}

    /** The document of a text. */
    public static Node parse(String markdown) {
        Node document = PARSER.parse(Language.withoutStamps(markdown));
        document.accept(new LineEnds());
        return document;
    }

    /** The end of a line is a space in English, and nothing in Chinese. */
    private static final class LineEnds extends AbstractVisitor {
        @Override
        public void visit(SoftLineBreak end) {
            if (Han.joins(text(end.getPrevious()), text(end.getNext()))) {
                end.unlink();
            }
        }
    }

    /** The HTML of a document, or of a part of it. */
    public static String html(Node node) {
        return HTML.render(node);
    }

    /** The text without its marks, in one line. */
    public static String text(@Nullable Node node) {
        StringBuilder text = new StringBuilder();
        if (node == null) {
            return "";
        }
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock block) {
                text.append(block.getLiteral().replace('\n', ' '));
            }

            @Override
            public void visit(SoftLineBreak end) {
                text.append(' ');
            }

            @Override
            public void visit(ListItem item) {
                visitChildren(item);
                text.append(' ');
            }

            @Override
            public void visit(CustomNode node) { // of a table
                visitChildren(node);
                text.append(' ');
            }
        });
        return text.toString().strip();
    }

    /** A table of figures, which a narrow screen scrolls. Others become one block for each row there. */
    static boolean isWide(TableBlock table) {
        Node row = table.getFirstChild().getFirstChild();
        for (Node cell = row.getFirstChild(); cell instanceof TableCell head; cell = cell.getNext()) {
            if (head.getAlignment() != null) {
                return true;
            }
        }
        return false;
    }

    /** The text at the head of its column; null for the first column, which names the row. */
    private static @Nullable String label(TableCell cell) {
        Node head = cell.getParent()
                .getParent()
                .getParent()
                .getFirstChild()
                .getFirstChild()
                .getFirstChild();
        for (Node other = cell.getPrevious(); other != null && head != null; other = other.getPrevious()) {
            head = head.getNext();
        }
        return cell.getPrevious() == null || head == null ? null : text(head);
    }
}
