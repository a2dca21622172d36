// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * A table of programs as cards, each with the command that runs it. Above the table is a comment with the command without the
 * program's name: {@code <!-- cards ./snowloop zoo -->}. The name is the code or the link of the first column. Programs that need
 * arguments have their commands in a column of that name: then the comment is {@code <!-- cards -->}.
 */
final class Cards {
    private static final Pattern MARK = Pattern.compile("<!-- cards (\\S.* |)-->\\s*");
    private static final String COMMAND = "command";

    private Cards() {}

    /** The cards of a table; null if there is no such comment above it. */
    static @Nullable String of(TableBlock table) {
        Matcher mark = MARK.matcher(table.getPrevious() instanceof HtmlBlock comment ? comment.getLiteral() : "");
        if (!mark.matches()) {
            return null;
        }
        StringBuilder html = new StringBuilder("<ul class=\"cards\">\n");
        Node head = table.getFirstChild().getFirstChild();
        for (Node row = table.getLastChild().getFirstChild(); row != null; row = row.getNext()) {
            card(row, head, mark.group(1), html);
        }
        return html.append("</ul>\n").toString();
    }

    private static void card(Node row, Node head, String command, StringBuilder html) {
        Node first = row.getFirstChild();
        html.append("<li>\n<p class=\"name\">").append(inside(first)).append("</p>\n<dl>\n");
        String run = command + name(first);
        Node title = head.getFirstChild();
        for (Node cell = first.getNext(); cell instanceof TableCell; cell = cell.getNext()) {
            title = title.getNext();
            if (Markdown.text(title).equals(COMMAND)) {
                run = name(cell);
            } else {
                html.append("<div><dt>")
                        .append(HtmlText.escaped(Markdown.text(title)))
                        .append("</dt> <dd>")
                        .append(inside(cell))
                        .append("</dd></div>\n");
            }
        }
        html.append("</dl>\n").append(CodeHtml.block(run, "text")).append("\n</li>\n");
    }

    private static String inside(Node cell) {
        StringBuilder html = new StringBuilder();
        for (Node part = cell.getFirstChild(); part != null; part = part.getNext()) {
            html.append(Markdown.html(part));
        }
        return html.toString();
    }

    /** The text of the first code or link. */
    private static String name(Node cell) {
        StringBuilder name = new StringBuilder();
        cell.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                take(Markdown.text(link));
            }

            @Override
            public void visit(Code code) {
                take(code.getLiteral());
            }

            private void take(String text) {
                if (name.isEmpty()) {
                    name.append(text);
                }
            }
        });
        return name.toString();
    }
}
