// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A question in Chinese has the right answer at the place of the English one, whose run {@link QuestionsTest} checks. */
@Tag("once") // it reads only pages
class TranslatedQuestionsTest {
    private static final Pattern RIGHT = Pattern.compile("\\*\\*(.+?)\\*\\*[:.：。，](?s:.*)");
    private static final Pattern WRONG = Pattern.compile("(?m)^- \\*(.+?)\\*[:.：。]");

    static List<Translation> translations() throws IOException {
        return Translation.all();
    }

    @ParameterizedTest
    @MethodSource("translations")
    void aQuestionHasItsAnswerAtTheSamePlace(Translation translation) throws IOException {
        List<Block> sources = translation.sources();
        List<Block> blocks = translation.blocks();
        assertThat(blocks).as(translation.toString()).hasSameSizeAs(sources);
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).text().startsWith("<!-- answer ")) {
                List<String> choices = choices(blocks.get(i - 1));
                String where = translation + ", line " + blocks.get(i).line();
                String answer = right(blocks.get(i + 2));

                assertThat(choices.indexOf(answer))
                        .as("%s: **%s** is one of %s, the same one as in English", where, answer, choices)
                        .isEqualTo(choices(sources.get(i - 1)).indexOf(right(sources.get(i + 2))));
                assertThat(WRONG.matcher(blocks.get(i + 3).text()).results().map(wrong -> wrong.group(1)))
                        .as(where + ": each other choice has its reason, between stars and before a colon")
                        .containsExactlyInAnyOrderElementsOf(choices.stream()
                                .filter(choice -> !choice.equals(answer))
                                .toList());
            }
        }
    }

    private static List<String> choices(Block block) {
        return block.text()
                .lines()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2))
                .toList();
    }

    private static String right(Block block) {
        Matcher right = RIGHT.matcher(block.text());
        return right.matches() ? right.group(1) : "";
    }
}
