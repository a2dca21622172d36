// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private int steps;

    @Test
    void eachCellHasTheLabelOfItsColumnButTheFirst() {
        String html = Markdown.html(Markdown.parse("""
                | a | `b` |
                | --- | --- |
                | 1 | 2 |
                | 3 |

                | c | d |
                | --- | --- |
                | 5 | 6 |
                """));

        assertThat(html.replaceAll("\n", ""))
                .contains("<tr><td>1</td><td data-label=\"b\">2</td></tr>")
                .contains("<tr><td>3</td><td data-label=\"b\"></td></tr>")
                .contains("<tr><td>5</td><td data-label=\"d\">6</td></tr>");
    }

    private static String table(int columns, int rows, String before) {
        return before + "|a".repeat(columns) + "|\n" + before + "| - ".repeat(columns) + "|\n"
                + (before + "1|\n").repeat(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "> ", "  "})
    void aTableHasABoundOfCells(String before) {
        assertThat(Markdown.html(Markdown.parse(table(100, 900, before))))
                .contains("<table")
                .hasSizeLessThan(3_000_000);
        assertThat(Markdown.html(Markdown.parse(table(1_000, 1_000, before))))
                .doesNotContain("<table")
                .hasSizeLessThan(20_000);
        String many = (table(10, 100, before) + "\n").repeat(200);
        assertThat(Markdown.html(Markdown.parse(many)).split("<table")).hasSizeBetween(80, 101);
    }

    /** What 20,000 of them made: a stack that overflowed, or more than 20 s. Other white space ends no paragraph. */
    @ParameterizedTest
    @ValueSource(strings = {"*", "*a **b ", "![", "<!-- ", "a <?", "<a ", "<a\n\u2003\n"})
    void thereIsABoundOfMarks(String mark) {
        String hostile = "x " + mark.repeat(20_000) + "x" + "*".repeat(20_000) + "](a)".repeat(20_000);

        String html = Markdown.html(Markdown.parse(hostile + "\n\n*a*"));

        assertThat(html.length()).isLessThan(600_000);
        assertThat(html.endsWith("<p class=\"aside\"><em>a</em></p>\n")).isTrue();
        assertThat(html.split("<(em|strong|img)")).hasSizeLessThan(1_002);
    }

    /** 160,000 of them took 27 s. */
    @ParameterizedTest
    @CsvSource({"1000, 1", "1001, 2", "100000, 100"})
    void aParagraphHasABoundOfLines(int lines, int paragraphs) {
        String html = Markdown.html(Markdown.parse("_\n".repeat(lines)));

        assertThat(html.split("</p>").length - 1).isEqualTo(paragraphs);
    }

    @Test
    void aMarkAfterTheBoundKeepsItsBackslash() {
        String html = Markdown.html(Markdown.parse("<".repeat(1_000) + "\\*a\\* *b* `c`"));

        assertThat(html).contains("*a* *b* <code>c</code>");
    }

    /** A cell that counts how often its neighbours are asked for. */
    private final class Cell extends TableCell {
        Cell(boolean header, int column) {
            setHeader(header);
            appendChild(new Text(Integer.toString(column)));
        }

        @Override
        public Node getNext() {
            steps++;
            return super.getNext();
        }

        @Override
        public Node getPrevious() {
            steps++;
            return super.getPrevious();
        }
    }

    private Node row(boolean header, int columns) {
        TableRow row = new TableRow();
        for (int i = 0; i < columns; i++) {
            row.appendChild(new Cell(header, i));
        }
        return row;
    }

    @Test
    void aWideTableTakesTimeInProportionToItsCells() {
        TableHead head = new TableHead();
        head.appendChild(row(true, 1_000));
        TableBody body = new TableBody();
        body.appendChild(row(false, 1_000));
        TableBlock table = new TableBlock();
        table.appendChild(head);
        table.appendChild(body);
        Markdown.Attributes attributes = new Markdown.Attributes();
        Map<String, String> last = new HashMap<>();
        for (Node row : List.of(head.getFirstChild(), body.getFirstChild())) {
            for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                last.clear();
                attributes.setAttributes(cell, "td", last);
            }
        }
        assertThat(last).containsEntry("data-label", "999");
        assertThat(steps).isLessThan(10_000);
    }
}
