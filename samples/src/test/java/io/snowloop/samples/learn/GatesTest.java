// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The five gates of each exercise, also of that of the example of a teacher's folder: what its reader can rely on. */
@Tag("once") // more than a minute
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatesTest {
    /** The ids that are written in a check. Others come from variables: they are known when it has run. */
    private static final Pattern CHECK = Pattern.compile("exam\\.check\\(\\s*\"([^\"]+)\"");

    private static final Pattern EXPLANATION = Pattern.compile("exam\\.explain\\(\\s*\"([^\"]+)\"");

    private static final String FAILS = "// FAILS: ";
    private static final String NIGHTLY = "snowloop.programs";
    private static final int SEEDS = 200;

    /** A wrong answer fails within so many, and with the check off that it does not meet it passes as many. */
    private static final int SOME_SEEDS = 30;

    private static final int WIDTH = 80;

    private final Exercises exercises = Exercises.with(ProjectFolder.ROOT.resolve("samples/teacher"));
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

    /**
     * With any check off there is a wrong answer that passes all others: without this check it would be taken for right. Explanations are off,
     * too, because a mistake that has one is caught twice.
     */
    @EnabledIfSystemProperty(
            named = NIGHTLY,
            matches = ".+",
            disabledReason = "takes more than a minute: for the night")
    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void noCheckIsIdle(Exercise exercise) throws IOException {
        Set<String> idle = new TreeSet<>(grader.checks(exercise, SOME_SEEDS));
        idle.addAll(ids(CHECK, exercise));
        Set<String> explanations = ids(EXPLANATION, exercise);
        idle.removeAll(explanations);
        for (String answer : exercise.wrong().values()) {
            String id = grade(exercise, answer).failedBy();
            if (explanations.contains(id)) {
                id = grader.without(exercise, answer, explanations, SOME_SEEDS).failedBy();
            }
            Set<String> off = new TreeSet<>(explanations);
            off.add(id);
            if (idle.contains(id)
                    && grader.without(exercise, answer, off, SOME_SEEDS).passed()) {
                idle.remove(id);
            }
        }
        assertThat(idle).isEmpty();
    }

    /** Each is met by a wrong answer, which fails without it, too. */
    @EnabledIfSystemProperty(
            named = NIGHTLY,
            matches = ".+",
            disabledReason = "takes more than a minute: for the night")
    @ParameterizedTest(name = "{0}")
    @MethodSource("exercises")
    void anExplanationDecidesNothing(Exercise exercise) throws IOException {
        Set<String> explanations = ids(EXPLANATION, exercise);
        Set<String> met = new TreeSet<>();
        for (Map.Entry<String, String> answer : exercise.wrong().entrySet()) {
            String id = grade(exercise, answer.getValue()).failedBy();
            if (explanations.contains(id)) {
                met.add(id);
                Grade without = grader.without(exercise, answer.getValue(), explanations, SOME_SEEDS);
                assertThat(without.passed()).as(answer.getKey()).isFalse();
            }
        }
        assertThat(met).isEqualTo(explanations);
    }

    private static Set<String> ids(Pattern pattern, Exercise exercise) throws IOException {
        Set<String> ids = new TreeSet<>();
        pattern.matcher(exercise.check()).results().forEach(id -> ids.add(id.group(1)));
        return ids;
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
