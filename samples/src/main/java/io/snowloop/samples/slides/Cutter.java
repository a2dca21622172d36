// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import static java.util.stream.Collectors.joining;

import io.snowloop.samples.quiz.Question;
import io.snowloop.samples.site.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a page into slides. A slide has one heading, and as many parts as have room: more of them go on the next one, below the
 * same heading. A picture has a slide of its own, a question two.
 */
final class Cutter {
    private static final Pattern ANSWER = Pattern.compile("(?s)<!-- answer (\\S+) -->.*");
    private static final double MOST_OF_INTRODUCTION = 3;

    private final List<Question> questions;
    private final List<Slide> slides = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private String title = "";
    private String section = "";
    private String heading = "";

    /** @param questions those of the page */
    Cutter(List<Question> questions) {
        this.questions = questions;
    }

    Deck deck(Node document) {
        for (Node node = document.getFirstChild(); node != null; ) {
            node = slide(node);
        }
        flush();
        return new Deck(title, List.copyOf(slides));
    }

    /** Takes a block, or some that belong together. Returns the next one. */
    private @Nullable Node slide(Node node) {
        HtmlBlock answer = answerOf(node);
        if (answer != null) {
            return question(answer);
        }
        if (node instanceof Heading next) {
            begin(next);
        } else if (node instanceof FencedCodeBlock code) {
            CodePieces.of(
                            code.getLiteral(),
                            code.getInfo() == null ? "" : code.getInfo().strip())
                    .forEach(this::add);
        } else if (node instanceof IndentedCodeBlock code) {
            CodePieces.of(code.getLiteral(), "").forEach(this::add);
        } else if (node instanceof TableBlock table) {
            TablePieces.of(table).forEach(this::add);
        } else if (node instanceof ListBlock list) {
            list(list);
        } else if (isFigure(node)) {
            return figure(node);
        } else if (node instanceof Paragraph || node instanceof BlockQuote) {
            text(node);
        }
        return node.getNext();
    }

    private void begin(Heading next) {
        flush();
        String text = inside(next);
        if (next.getLevel() == 1) {
            title = Markdown.text(next);
            section = "";
        } else if (next.getLevel() == 2) {
            section = text;
        }
        heading = text;
    }

    // ------------------------------------------------------------------------------------------------------- text

    private void text(Node node) {
        String text = Markdown.text(node);
        if (text.startsWith("Next: ")) {
            return; // another page
        }
        String whole = Markdown.html(node);
        if (text.startsWith("Read with this page")) {
            parts.add(new Part("", whole, 0, false));
            return;
        }
        if (!(node instanceof BlockQuote) && !isItalic(node)) {
            FirstSentence.cut(node);
        }
        add(Part.text(Markdown.html(node), whole, Markdown.text(node)));
    }

    /** Each item is a part, so that a long list goes on. */
    private void list(ListBlock list) {
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String whole = inside(item);
            for (Node block = item.getFirstChild(); block != null; block = block.getNext()) {
                if (block instanceof Paragraph) {
                    FirstSentence.cut(block);
                }
            }
            String open = list instanceof OrderedList ? "<ol start=\"" + number++ + "\">" : "<ul>";
            String close = list instanceof OrderedList ? "</ol>" : "</ul>";
            add(Part.text(
                    open + "<li>" + inside(item) + "</li>" + close,
                    open + "<li>" + whole + "</li>" + close,
                    Markdown.text(item)));
        }
    }

    /** The HTML of what is in a block, without a paragraph around a single line. */
    private static String inside(Node block) {
        StringBuilder html = new StringBuilder();
        for (Node node = block.getFirstChild(); node != null; node = node.getNext()) {
            boolean only = block instanceof ListItem && node instanceof Paragraph;
            html.append(only ? inside(node) + (node.getNext() == null ? "" : "<br>") : Markdown.html(node));
        }
        return html.toString();
    }

    private static boolean isItalic(Node node) {
        return node instanceof Paragraph
                && node.getFirstChild() instanceof Emphasis
                && node.getFirstChild() == node.getLastChild();
    }

    // --------------------------------------------------------------------------------------------- figures, questions

    private static boolean isFigure(Node node) {
        return node instanceof Paragraph
                && node.getFirstChild() instanceof HtmlInline html
                && html.getLiteral().startsWith("<img ")
                && node.getFirstChild() == node.getLastChild();
    }

    /** With the line in italics below it. */
    private @Nullable Node figure(Node node) {
        flush();
        Node caption = node.getNext();
        boolean has = caption != null && isItalic(caption);
        String below = has ? Markdown.html(caption) : "";
        slides.add(new Slide(above(), heading, Slide.Kind.FIGURE, Markdown.html(node) + below, below));
        return has ? caption.getNext() : caption;
    }

    /** The mark above the answer, if this is a line in bold type with choices and an answer below it; else null. */
    private static @Nullable HtmlBlock answerOf(Node node) {
        boolean bold = node instanceof Paragraph
                && node.getFirstChild() instanceof StrongEmphasis
                && node.getFirstChild() == node.getLastChild();
        for (Node next = bold ? node.getNext() : null; next != null; next = next.getNext()) {
            if (next instanceof HtmlBlock mark
                    && ANSWER.matcher(mark.getLiteral()).matches()) {
                return mark;
            }
            if (next instanceof Heading) {
                return null;
            }
        }
        return null;
    }

    /** Returns what is below the answer. */
    private @Nullable Node question(HtmlBlock mark) {
        Matcher run = ANSWER.matcher(mark.getLiteral());
        Question question = questions.stream()
                .filter(each -> run.matches() && each.run().equals(run.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the page has no question " + mark.getLiteral()));
        flush();
        slides.addAll(QuestionSlides.of(question));
        Node node = mark;
        while (node != null
                && !(node instanceof HtmlBlock end && end.getLiteral().strip().equals("</details>"))) {
            node = node.getNext();
        }
        return node == null ? null : node.getNext();
    }

    // ------------------------------------------------------------------------------------------------------ slides

    private String above() {
        return heading.equals(section) || section.isEmpty() ? "" : section;
    }

    /** Adds a part to the slide, or begins the next one with it. A line that introduces it goes with it. */
    private void add(Part part) {
        double used = parts.stream().mapToDouble(Part::lines).sum();
        if (used > 0 && used + part.lines() > Part.ROOM) {
            Part last = parts.get(parts.size() - 1);
            boolean introduced = !part.isText() && last.isText() && last.lines() <= MOST_OF_INTRODUCTION;
            if (introduced) {
                parts.remove(parts.size() - 1);
            }
            flush();
            if (introduced) {
                parts.add(last);
            }
        }
        parts.add(part);
    }

    private void flush() {
        if (parts.stream().anyMatch(part -> !part.html().isEmpty())) {
            boolean first = slides.isEmpty();
            slides.add(new Slide(
                    above(),
                    heading,
                    first ? Slide.Kind.TITLE : Slide.Kind.TEXT,
                    joined(Part::html),
                    joined(Part::notes)));
        }
        parts.clear();
    }

    /** Items of a list that follow each other are one list again. */
    private String joined(Function<Part, String> side) {
        return parts.stream()
                .map(side)
                .collect(joining("\n"))
                .replaceAll("</ul>\n<ul>|</ol>\n<ol start=\"\\d+\">", "\n");
    }
}
