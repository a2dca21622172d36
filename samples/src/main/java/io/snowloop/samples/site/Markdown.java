// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.Han;
import io.snowloop.samples.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Markdown as all pages use it: CommonMark with tables, and with anchors of headings. */
public final class Markdown {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    /** Blocks in blocks: what is deeper is text. For each level the methods that go through a document call themselves. */
    private static final int DEEPEST = 100;

    /**
     * The cells of all tables of a page. A row gets those that it lacks: a text of 21 KB, of 3,000 columns and as many rows of one
     * character, would make 225 MB.
     */
    private static final int MOST_CELLS = 100_000;

    /** The second line of a table, also in a quotation or a list. */
    private static final Pattern DELIMITERS = Pattern.compile("[\\s>*+0-9.)]*+[|:\\s]*+-[\\s:|-]*+");

    /**
     * The marks of emphasis, tags and pictures in lines without an empty one between them: what is behind them is text. Each may be
     * within the one before, and methods call themselves for it.
     */
    private static final int MOST_MARKS = 1_000;

    /** Lines without an empty one between them, a code block's as well. For each, the parser copies the list of those before. */
    private static final int MOST_LINES = 1_000;

    /** What a tag counts: for its end the parser may look up to the last line. 150 KB of {@code <!--} took more than 20 s. */
    private static final int TAG = 10;

    private static final Pattern MARK = Pattern.compile("\\\\.|[*_<]|!(?=\\[)");

    private static final Parser PARSER =
            Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(DEEPEST).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(context -> new Attributes())
            .build();

    private Markdown() {}

    /** The document of a text. */
    public static Node parse(String markdown) {
        Node document = PARSER.parse(
                withoutManyMarks(withoutLongParagraphs(withoutHugeTables(Language.withoutStamps(markdown)))));
        document.accept(new LineEnds());
        return document;
    }

    /** A table that would have too many cells is text, by a backslash in front of its second line. */
    private static String withoutHugeTables(String markdown) {
        String[] lines = markdown.split("\n", -1);
        long cells = 0;
        long rows = 0;
        for (int i = lines.length - 1; i >= 0; i--) {
            rows = isEmpty(lines[i]) ? 0 : rows + 1;
            if (DELIMITERS.matcher(lines[i]).matches()) {
                cells += rows * lines[i].chars().filter(c -> c == '|').count();
                lines[i] = cells > MOST_CELLS ? "\\" + lines[i] : lines[i];
            }
        }
        return String.join("\n", lines);
    }

    /** What would be longer goes on behind an empty line. */
    private static String withoutLongParagraphs(String markdown) {
        String[] lines = markdown.split("\n", -1);
        int length = 0;
        for (int i = 0; i < lines.length; i++) {
            length = isEmpty(lines[i]) ? 0 : length + 1;
            if (length > MOST_LINES) {
                lines[i] = "\n" + lines[i];
                length = 1;
            }
        }
        return String.join("\n", lines);
    }

    /** Further marks are text, by a backslash in front of each. */
    private static String withoutManyMarks(String markdown) {
        String[] lines = markdown.split("\n", -1);
        int[] marks = new int[1];
        for (int i = 0; i < lines.length; i++) {
            marks[0] = isEmpty(lines[i]) ? 0 : marks[0];
            lines[i] = MARK.matcher(lines[i]).replaceAll(mark -> {
                String text = mark.group();
                marks[0] += text.length() > 1 ? 0 : text.equals("<") ? TAG : 1;
                return text.length() > 1 || marks[0] <= MOST_MARKS ? "$0" : "\\\\$0";
            });
        }
        return String.join("\n", lines);
    }

    /** As CommonMark has it: other characters that show nothing are no end of a paragraph or a table. */
    private static boolean isEmpty(String line) {
        return line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r');
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

    /** Of one document, whose nodes come in their order. */
    static final class Attributes implements AttributeProvider {
        /** The texts at the heads of the columns of the current table. */
        private final List<String> heads = new ArrayList<>();

        private int column;

        @Override
        public void setAttributes(Node node, String tag, Map<String, String> attributes) {
            if (node instanceof Paragraph && node.getFirstChild() instanceof Emphasis all && all.getNext() == null) {
                attributes.put("class", "aside");
            } else if (node instanceof TableBlock table) {
                heads.clear();
                attributes.put("class", isWide(table) ? "wide" : "narrow");
            } else if (node instanceof TableCell cell) {
                column = cell.getPrevious() == null ? 0 : column + 1;
                if (attributes.remove("align") != null) { // obsolete in HTML
                    attributes.put("class", String.valueOf(cell.getAlignment()).toLowerCase(Locale.ROOT));
                }
                if (cell.isHeader()) {
                    heads.add(text(cell));
                } else if (column > 0 && column < heads.size()) { // the first column names the row
                    attributes.put("data-label", heads.get(column));
                }
            }
        }
    }
}
