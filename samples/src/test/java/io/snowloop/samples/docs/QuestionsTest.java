// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.quiz.Question;
import io.snowloop.samples.quiz.Questions;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of the course are what the code does. */
class QuestionsTest {
    static List<Question> questions() throws IOException {
        return Questions.all();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void theAnswerIsWhatARunSays(Question question) throws Exception {
        String[] names = question.run().split("#");
        Class<?> type = Class.forName(QuestionsTest.class.getPackageName() + "." + names[0]);

        assertThat(type.getDeclaredMethod(names[1]).invoke(null)).isEqualTo(question.answer());
        assertThat(question.choices()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void thereAreEightyAndEachHasARunOfItsOwn() throws IOException {
        assertThat(questions()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(questions()).extracting(Question::run).doesNotHaveDuplicates();
        assertThat(questions()).extracting(Question::text).doesNotHaveDuplicates();
    }

    @Test
    void theRightChoiceIsNotAlwaysAtTheSamePlace() throws IOException {
        assertThat(questions().stream()
                        .collect(Collectors.groupingBy(
                                question ->
                                        List.copyOf(question.choices().keySet()).indexOf(question.answer()),
                                Collectors.counting()))
                        .values())
                .allSatisfy(count ->
                        assertThat(count).isLessThanOrEqualTo(questions().size() / 2));
    }
}
