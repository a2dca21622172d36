// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighlighterTest {

    private static List<String> tokens(String code, String language) {
        return Jsoup.parse(Highlighter.block(code, language, SourceNames.NONE)).select("span").stream()
                .map(span -> span.className() + " " + span.wholeText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            java       ~ return 1; // not a "string"              ~ keyword return|number 1|comment // not a "string"
            java       ~ "not // a comment \\" yet" + 'x'         ~ string "not // a comment \\" yet"|string 'x'
            java       ~ @Override List<T> x = 0xFFL              ~ annotation @Override|type List|type T|number 0xFFL
            java       ~ recorder.classes(), news                 ~
            java       ~ /* a * b / c */ this                     ~ comment /* a * b / c */|keyword this
            sh         ~ echo "$x # y" $HOME # why                ~ string "$x # y"|annotation $HOME|comment # why
            sh         ~ if [ $# = 1 ]                            ~ keyword if
            xml        ~ <a b="c">d</a><!-- <e> -->               ~ keyword <a|string "c"|keyword >|keyword </a|keyword >|comment <!-- <e> -->
            properties ~ name = value                             ~ keyword name
            text       ~ class "x"                                ~
            unknown    ~ class "x"                                ~
            """)
    void tokensHaveColours(String language, String code, String expected) {
        assertThat(String.join("|", tokens(code, language))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void aTextBlockIsOneString() {
        assertThat(tokens("x = \"\"\"\n a \"b\" // c\n\"\"\";", "java"))
                .containsExactly("string \"\"\"\n a \"b\" // c\n\"\"\"");
    }

    @Test
    void aTokenOfManyLinesEndsWithEachOfThem() {
        assertThat(Highlighter.lines("/* a\n b */ x\n", "java"))
                .isEqualTo("<span class=\"line\" id=\"L1\"><span class=\"comment\">/* a</span>\n</span>"
                        + "<span class=\"line\" id=\"L2\"><span class=\"comment\"> b */</span> x\n</span>");
    }

    /** Whatever the colours are: the text is that of the file, and each line has its anchor. */
    @Test
    @Tag("once") // reads sources only
    void noCharacterOfOurSourcesIsLost() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                List<Element> lines = Jsoup.parse("<pre>" + Highlighter.lines(code, "java") + "</pre>")
                        .select(".line");

                assertThat(lines).hasSize((int) code.lines().count());
                assertThat(String.join(
                                "", lines.stream().map(Element::wholeText).toList()))
                        .as(file.toString())
                        .isEqualTo(code);
            }
        }
    }

    /** A page is made on the loop, which serves no other client meanwhile. */
    @Test
    void theTimeGrowsWithTheLengthOnly() {
        String[][] endless = {
            {"java", "/* "},
            {"java", "\"\"\" "},
            {"java", "\\\""},
            {"sh", "\\'"},
            {"sh", "${"},
            {"xml", "<!-- "},
            {"yaml", "#\n"},
            {"properties", "\n"}
        };
        for (String[] each : endless) {
            String code = each[1].repeat(1_000_000 / each[1].length());
            assertThat(Highlighter.lines(code, each[0])).as(each[1]).isNotEmpty();
        }
    }
}
