// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Questions in the formats of other programs. */
final class Exports {
    private static final Parser MARKDOWN = Parser.builder().build();
    private static final Pattern CODE = Pattern.compile("(?s)<pre>.*?</pre>");
    private static final HtmlRenderer HTML = HtmlRenderer.builder().build();

    private Exports() {}

    /** GIFT, which Moodle imports: the choices with their reasons as feedback. */
    static String gift(List<Question> questions) {
        StringBuilder text = new StringBuilder();
        for (Question question : questions) {
            text.append("::")
                    .append(giftText(question.run()))
                    .append("::[markdown]")
                    .append(giftText(question.text()))
                    .append(" {\n");
            question.choices()
                    .forEach((choice, reason) -> text.append(choice.equals(question.answer()) ? "    =" : "    ~")
                            .append(giftText(choice))
                            .append(" #")
                            .append(giftText(reason))
                            .append('\n'));
            text.append("}\n\n");
        }
        return text.toString();
    }

    /** Its own characters with a backslash; a line end as {@code \n}, since a blank line would end the question. */
    private static String giftText(String text) {
        return text.replaceAll("([\\\\~=#{}:])", "\\\\$1").replace("\n", "\\n");
    }

    /** Lines of front, tab, back, which Anki imports as HTML. */
    static String anki(List<Question> questions) {
        StringBuilder text = new StringBuilder("#separator:tab\n#html:true\n#tags column:3\n");
        for (Question question : questions) {
            StringBuilder front = new StringBuilder(question.text()).append("\n\n");
            question.choices()
                    .keySet()
                    .forEach(choice -> front.append("- ").append(choice).append('\n'));
            text.append(field(front.toString()))
                    .append('\t')
                    .append(field("**" + question.answer() + "**: "
                            + question.choices().get(question.answer())))
                    .append('\t')
                    .append(Questions.name(question).replace('/', '-'))
                    .append('\n');
        }
        return text.toString();
    }

    /** Without tabs and line ends, which have a meaning. */
    private static String field(String markdown) {
        String html = HTML.render(MARKDOWN.parse(markdown)).strip().replace("\t", "    ");
        return CODE.matcher(html)
                .replaceAll(code -> Matcher.quoteReplacement(code.group().replace("\n", "<br>")))
                .replace("\n", "");
    }

    /** For paper, in Markdown; the answers, if they are wanted, on a page of their own. */
    static String paper(List<Question> questions, boolean answers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            lines.add("**" + (i + 1) + ".** " + question.text());
            lines.add("");
            char letter = 'a';
            for (String choice : question.choices().keySet()) {
                lines.add("- " + letter++ + ") " + choice);
            }
            lines.add("");
        }
        if (answers) {
            lines.add("## Answers");
            lines.add("");
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                int right = List.copyOf(question.choices().keySet()).indexOf(question.answer());
                lines.add("- **" + (i + 1) + " " + (char) ('a' + right) + "**: "
                        + question.choices().get(question.answer()) + " (" + question.title() + ")");
            }
        }
        return String.join("\n", lines).stripTrailing() + "\n";
    }
}
