// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.site.Markdown;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Node;

/** Tables on slides: a long one goes on, with its head again. On a phone it scrolls, also by the keyboard. */
final class TablePieces {
    /** So many characters of a row have room in a line: the type is smaller than that of text. */
    private static final double WIDTH = 92;

    /** The height of a line, in lines of text, and that of the room around a row. */
    private static final double LINE = 0.7;

    private static final double PADDING = 0.22;

    private TablePieces() {}

    static List<Part> of(TableBlock table) {
        Node head = table.getFirstChild().getFirstChild();
        List<List<String>> pieces = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        double room = 0;
        double[] widths = widths(table);
        for (Node row = table.getLastChild().getFirstChild(); row != null; row = row.getNext()) {
            double height = height(row, widths);
            if (room < height) {
                pieces.add(new ArrayList<>());
                heights.add(LINE + PADDING);
                room = Part.ROOM - LINE - PADDING - 1.5; // perhaps with a line that introduces it
            }
            int last = pieces.size() - 1;
            pieces.get(last).add(row(row, "td"));
            heights.set(last, heights.get(last) + height);
            room -= height;
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            String html = "<table tabindex=\"0\"><thead>" + row(head, "th") + "</thead><tbody>"
                    + String.join("\n", pieces.get(i)) + "</tbody></table>";
            parts.add(new Part(html, "", heights.get(i) + 1, false));
        }
        return parts;
    }

    /** The longest text of each column, with its share of the width if they do not all fit. */
    private static double[] widths(TableBlock table) {
        List<Integer> longest = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                int column = 0;
                for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext(), column++) {
                    int length = Markdown.text(cell).length() + 2;
                    if (column == longest.size()) {
                        longest.add(length);
                    } else {
                        longest.set(column, Math.max(longest.get(column), length));
                    }
                }
            }
        }
        double sum = longest.stream().mapToInt(Integer::intValue).sum();
        return longest.stream()
                .mapToDouble(length -> length * Math.min(1, WIDTH / sum))
                .toArray();
    }

    private static double height(Node row, double[] widths) {
        double lines = 1;
        int column = 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext(), column++) {
            lines = Math.max(lines, Math.ceil(Markdown.text(cell).length() / Math.max(4, widths[column] - 2)));
        }
        return lines * LINE + PADDING;
    }

    private static String row(Node row, String tag) {
        StringBuilder html = new StringBuilder("<tr>");
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            boolean right = cell instanceof TableCell of && of.getAlignment() == TableCell.Alignment.RIGHT;
            html.append('<').append(tag).append(right ? " class=\"right\">" : ">");
            for (Node part = cell.getFirstChild(); part != null; part = part.getNext()) {
                html.append(Markdown.html(part));
            }
            html.append("</").append(tag).append('>');
        }
        return html.append("</tr>").toString();
    }
}
