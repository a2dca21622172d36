// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.quiz.Question;
import io.snowloop.samples.site.Markdown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;

/** The slides of a question: one with its choices, and the next with the answer. */
final class QuestionSlides {
    private QuestionSlides() {}

    static List<Slide> of(Question question) {
        String text = "<div class=\"asked\">" + html(question.text(), question) + "</div>\n";
        String reason = String.valueOf(question.choices().get(question.answer()));
        return List.of(
                new Slide("Predict", "", Slide.Kind.QUESTION, text + choices(question, ""), ""),
                new Slide(
                        "Answer",
                        "",
                        Slide.Kind.ANSWER,
                        text + choices(question, question.answer()) + html(sentence(reason), question),
                        wrong(question)));
    }

    /** On the page it goes on behind a colon. */
    private static String sentence(String reason) {
        return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    }

    /** With letters, so that a room can vote. One of them has a mark. */
    private static String choices(Question question, String marked) {
        StringBuilder html = new StringBuilder("<ol class=\"choices\">\n");
        for (String choice : question.choices().keySet()) {
            html.append(choice.equals(marked) ? "<li class=\"correct\">" : "<li>")
                    .append(html(choice, question).replaceFirst("(?s)<p>(.*)</p>\\s*", "$1"))
                    .append("</li>\n");
        }
        return html.append("</ol>\n").toString();
    }

    /** What is wrong with the others. */
    private static String wrong(Question question) {
        StringBuilder html = new StringBuilder();
        for (Map.Entry<String, String> choice : question.choices().entrySet()) {
            if (!choice.getKey().equals(question.answer())) {
                html.append(html("*" + choice.getKey() + "*: " + choice.getValue(), question));
            }
        }
        return html.toString();
    }

    private static String html(String markdown, Question question) {
        Node document = Markdown.parse(markdown);
        document.accept(new OnePage(question.page()));
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock code) {
                HtmlBlock html = new HtmlBlock();
                StringBuilder pieces = new StringBuilder();
                CodePieces.of(code.getLiteral(), String.valueOf(code.getInfo()))
                        .forEach(part -> pieces.append(part.html()));
                html.setLiteral(pieces.toString());
                code.insertBefore(html);
                code.unlink();
            }
        });
        return Markdown.html(document);
    }
}
