// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answers of the course are what the code does. */
class QuestionsTest {
    static List<Question> questions() throws IOException {
        List<Question> questions = new ArrayList<>();
        for (Path page : Project.pages()) {
            questions.addAll(Question.of(Page.read(page)));
        }
        return questions;
    }

    @ParameterizedTest
    @MethodSource("questions")
    void theAnswerIsWhatARunSays(Question question) throws Exception {
        assertThat(question.answer()).isEqualTo(question.ask());
        assertThat(question.choices())
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotHaveDuplicates()
                .contains(question.answer());
    }

    @Test
    void theRightChoiceIsNotAlwaysAtTheSamePlace() throws IOException {
        assertThat(questions().stream()
                        .collect(Collectors.groupingBy(
                                question -> question.choices().indexOf(question.answer()), Collectors.counting()))
                        .values())
                .allSatisfy(count ->
                        assertThat(count).isLessThanOrEqualTo(questions().size() / 2));
    }
}
