// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.quiz.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each chapter of the course has, in the order of a reader: its head, three predictions, and exercises. */
@Tag("once") // it reads only pages
class CourseTest {
    private static final Path DOCS = Project.HOME.resolve("docs");
    private static final Pattern CHAPTER = Pattern.compile("(?m)^1\\. \\[[^]]+]\\(([^)]+)\\)");

    /** Minutes, what one needs, what one can do afterwards. */
    private static final Pattern HEAD = Pattern.compile(
            "(?m)^\\*\\d+ (?:minutes|hours)[^*]*\\bYou\\s+need\\s[^*]*\\bAfterwards\\s+you\\s+(?:can|know|have)\\s[^*]*\\*$");

    private static final Pattern EXERCISES =
            Pattern.compile("(?ms)^## Try it\\n\\n(1\\. .*?)\\n(?=\\n(?:## |After |Next: ))");
    private static final Pattern COMMAND = Pattern.compile("`(?:\\./snowloop|\\./mvnw|curl) [^`]+`");

    /** The pages that are exercises themselves. */
    private static final Map<String, String> NO_OTHER_EXERCISES =
            Map.of("exercises.md", "the chapter is exercises, and the first of them asks for predictions");

    static List<String> chapters() throws IOException {
        String front = Files.readString(DOCS.resolve("README.md"));
        int begin = front.indexOf("## In this order");
        return CHAPTER.matcher(front.substring(begin, front.indexOf("\n## ", begin + 1)))
                .results()
                .map(chapter -> chapter.group(1))
                .toList();
    }

    private static String text(String chapter) throws IOException {
        return Files.readString(DOCS.resolve(chapter));
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void aChapterBeginsWithMinutesNeedsAndAims(String chapter) throws IOException {
        List<MatchResult> heads = HEAD.matcher(text(chapter)).results().toList();

        assertThat(heads)
                .as(chapter + " has no \"*N minutes. You need ... Afterwards you can ...*\"")
                .hasSize(1);
        assertThat(text(chapter).indexOf("## "))
                .as(chapter + ": its head is above its first part")
                .isGreaterThan(heads.get(0).start());
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void aChapterAsksForThreePredictions(String chapter) throws IOException {
        if (!NO_OTHER_EXERCISES.containsKey(chapter)) {
            assertThat(Question.of(DOCS.resolve(chapter))).as(chapter).hasSizeGreaterThanOrEqualTo(3);
            assertThat(text(chapter)).as(chapter).contains("\n## Predict first\n");
        }
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void aChapterEndsWithThreeExercises(String chapter) throws IOException {
        if (!NO_OTHER_EXERCISES.containsKey(chapter)) {
            List<MatchResult> exercises =
                    EXERCISES.matcher(text(chapter)).results().toList();

            assertThat(exercises)
                    .as(chapter + " has no \"## Try it\" with a list")
                    .hasSize(1);
            String list = exercises.get(0).group(1);
            assertThat(list.lines().filter(line -> line.matches("\\d+\\. .*")))
                    .as(chapter)
                    .hasSizeGreaterThanOrEqualTo(3);
            assertThat(COMMAND.matcher(list).find())
                    .as(chapter + ": one can run at least one of them")
                    .isTrue();
            assertThat(text(chapter).substring(exercises.get(0).end()))
                    .as(chapter + ": nothing but the way on comes after them")
                    .doesNotContain("\n## ");
        }
    }
}
