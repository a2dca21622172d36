// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The five gates of each exercise: what its reader can rely on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatesTest {
    /** The ids that are written in a check. Others come from variables: they are known when it has run. */
    private static final Pattern ID = Pattern.compile("exam\\.check\\(\\s*\"([^\"]+)\"");

    private static final String FAILS = "// FAILS: ";
    private static final int SEEDS = 200;

    /** A wrong answer fails within so many, and with the check off that it does not meet it passes as many. */
    private static final int SOME_SEEDS = 30;

    private static final int WIDTH = 80;

    private final Exercises exercises = Exercises.with(null);
    private final Grader grader = new Grader(exercises);

    /** Several gates ask for the same answers, and a grade follows from its seeds. */
    private final Map<String, Grade> grades = new HashMap<>();

    GatesTest() throws IOException {}

    List<Exercise> exercises() {
        return exercises.all();
    }

    @AfterAll
    void close() throws IOException {
        grader.close();
    }

    private Grade grade(Exercise exercise, String text) throws IOException {
        String key = exercise.name() + "\n" + text;
        Grade known = grades.get(key);
        if (known == null) {
            known = grader.grade(exercise, text, Grader.Answers.NONE, Grader.fixedSeeds(SEEDS), WIDTH);
            grades.put(key, known);
        }
        return known;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void theStartFailsAsTheTaskSaysAndIsNeverCounted(Exercise exercise) throws IOException {
        String start = exercise.startText();

        assertThat(grade(exercise, start).kind()).isNotEqualTo(Grade.Kind.PASSED);
        assertThat(said(grade(exercise, start))).contains(exercise.start());
        assertThat(exercise.isUntouched("// mine\n" + start.replace("    ", "\t") + "\n\n"))
                .isTrue();
        assertThat(exercise.isUntouched(exercise.solution())).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void theSolutionPasses(Exercise exercise) throws IOException {
        Grade grade = grade(exercise, exercise.solution());

        assertThat(said(grade)).isEmpty();
        assertThat(grade.kind()).isEqualTo(Grade.Kind.PASSED);
        assertThat(grade.seeds()).isEqualTo(SEEDS);
        assertThat(grade.printed()).isEmpty();
    }

    @Tag("once") // a third of a minute
    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void eachWrongAnswerFailsWithItsOwnSentence(Exercise exercise) throws IOException {
        Map<String, String> wrong = exercise.wrong();
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, String> answer : wrong.entrySet()) {
            String first = answer.getValue().lines().findFirst().orElse("");
            assertThat(first).as(answer.getKey()).startsWith(FAILS);
            sentences.add(first.substring(FAILS.length()));

            Grade grade = grade(exercise, answer.getValue());
            assertThat(said(grade)).as(answer.getKey()).contains(first.substring(FAILS.length()));
            assertThat(grade.seeds()).as(answer.getKey()).isLessThanOrEqualTo(SOME_SEEDS);
        }
        assertThat(sentences).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
    }

    /** With any check off there is a wrong answer that passes: without this check it would be taken for right. */
    @Tag("once") // a third of a minute
    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void noCheckIsIdle(Exercise exercise) throws IOException {
        Set<String> idle = new TreeSet<>(grader.checks(exercise, SOME_SEEDS));
        ID.matcher(exercise.check()).results().forEach(id -> idle.add(id.group(1)));
        for (String answer : exercise.wrong().values()) {
            String id = grade(exercise, answer).failedBy();
            if (idle.contains(id)
                    && grader.without(exercise, answer, Set.of(id), SOME_SEEDS).passed()) {
                idle.remove(id);
            }
        }
        assertThat(idle).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void aTaskIsCompleteAndFitsATerminal(Exercise exercise) throws IOException {
        assertThat(exercise.minutes()).isBetween(5, 60);
        assertThat(exercise.hints()).hasSize(3);
        assertThat(exercise.text()).contains("To predict: ");
        assertThat(exercise.solution().lines().map(String::length)).allMatch(length -> length <= 120);
    }

    private static String said(Grade grade) {
        return (grade.sentence() + " " + String.join(" ", grade.details()))
                .strip()
                .replaceAll("\\s+", " ");
    }
}
