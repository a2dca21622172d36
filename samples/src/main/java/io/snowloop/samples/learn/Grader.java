// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.TimedRuns;
import io.snowloop.samples.scene.Timeline;
import io.snowloop.samples.sim.Javac;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** From an answer to its grade: compiles it with the answers that it uses, and runs its check with each seed. */
final class Grader implements AutoCloseable {
    /** How many fixed seeds an answer has to pass. */
    static final int SEEDS = 200;

    /** How long a seed may compute, in seconds. */
    private static final int LIMIT = 5;

    /** The lines of a timeline at its beginning and at its end, and their width. */
    private static final int SHOWN = 10;

    private static final int WIDTH = 80;

    private final Exercises exercises;
    private final Javac javac;

    /** What was compiled, by the texts of the answers before it and its own: most of them do not change. */
    private final Map<List<String>, Javac.Compiled> compiled = new HashMap<>();

    Grader(Exercises exercises) throws IOException {
        this.exercises = exercises;
        this.javac = new Javac(ToolProvider.getSystemJavaCompiler());
    }

    /** Those that it grades. */
    Exercises exercises() {
        return exercises;
    }

    /** The fixed seeds, from 1 on. */
    static long[] fixedSeeds(int count) {
        return LongStream.rangeClosed(1, count).toArray();
    }

    /**
     * Grades an answer.
     *
     * @param text the answer
     * @param own the reader's answers to earlier exercises
     * @param seeds the seeds to be run, up to the first that fails
     * @param width that of the lines of a timeline
     */
    Grade grade(Exercise exercise, String text, Answers own, long[] seeds, int width) throws IOException {
        long began = System.nanoTime();
        List<String> notes = new ArrayList<>();
        Before before = before(exercise, own, notes);
        Javac.Compiled answer = compile(exercise.fileName(), text, before);
        Grade notRun = notRun(exercise, answer);
        if (notRun != null) {
            return notRun.with(notes, List.of(), millisSince(began), 0);
        }
        Map<String, byte[]> classes = new HashMap<>(before.classes);
        classes.putAll(answer.classes());
        classes.putAll(check(exercise));
        long compileMillis = millisSince(began);
        began = System.nanoTime();
        try (Printed printed = new Printed()) {
            Grade grade = new Run(exercise, classes, Set.of(), width).grade(seeds);
            if (grade.passed() && exercise.isUntouched(text)) {
                grade = Grade.notRun(
                        exercise.name(), Grade.Kind.UNTOUCHED, "the file is as it was at the start", List.of());
            }
            return grade.with(notes, printed.lines(), compileMillis, millisSince(began));
        }
    }

    /** The ids of the checks that a right answer meets. */
    Set<String> checks(Exercise exercise, int seeds) throws IOException {
        Run run = run(exercise, exercise.solution(), Set.of());
        run.grade(fixedSeeds(seeds));
        return run.made;
    }

    /** How a text does with some of the checks off, and our answers before it. */
    Grade without(Exercise exercise, String text, Set<String> off, int seeds) throws IOException {
        return run(exercise, text, off).grade(fixedSeeds(seeds));
    }

    private Run run(Exercise exercise, String text, Set<String> off) throws IOException {
        Before before = before(exercise, Answers.NONE, new ArrayList<>());
        Map<String, byte[]> classes = new HashMap<>(before.classes);
        classes.putAll(compile(exercise.fileName(), text, before).classes());
        classes.putAll(check(exercise));
        return new Run(exercise, classes, off, WIDTH);
    }

    /**
     * The classes of an answer and of those that it uses, to be run outside of a check.
     *
     * @param notes gets a line for each that is not the reader's own
     */
    Map<String, byte[]> classes(Exercise exercise, Answers own, List<String> notes) throws IOException {
        return with(before(exercise, own, notes), exercise, own, notes).classes;
    }

    private static @Nullable Grade notRun(Exercise exercise, Javac.Compiled answer) {
        if (!answer.errors().isEmpty()) {
            Javac.Problem first = answer.errors().get(0);
            boolean endless = first.code().equals(Javac.ENDLESS);
            return Grade.notRun(
                    exercise.name(),
                    endless ? Grade.Kind.ENDLESS : Grade.Kind.NOT_COMPILED,
                    CompileErrors.explain(first),
                    endless
                            ? List.of()
                            : answer.errors().stream().map(Javac.Problem::shown).toList());
        }
        String refused = AnswerClasses.refused(answer.classes(), exercise.uses());
        return refused == null
                ? null
                : Grade.notRun(
                        exercise.name(),
                        Grade.Kind.REFUSED,
                        refused + " is what these exercises build: use java.nio, and your answers before this one",
                        List.of());
    }

    /** The answers that an exercise uses: the reader's if there is one that compiles, and otherwise ours. */
    private Before before(Exercise exercise, Answers own, List<String> notes) throws IOException {
        Before before = new Before(List.of(), Map.of());
        for (Exercise earlier : exercises.before(exercise)) {
            before = with(before, earlier, own, notes);
        }
        return before;
    }

    private Before with(Before before, Exercise exercise, Answers own, List<String> notes) throws IOException {
        String text = own.solved(exercise);
        if (text == null) {
            notes.add(exercise.fileName() + " is not solved yet: ours is used");
        } else if (!compile(exercise.fileName(), text, before).errors().isEmpty()) {
            notes.add(exercise.fileName() + " does not compile any more: ours is used");
            text = null;
        }
        String used = text == null ? exercise.solution() : text;
        return before.and(used, compile(exercise.fileName(), used, before).classes());
    }

    /** The check, compiled with our answer. An answer that lacks what the check calls fails when it is run. */
    private Map<String, byte[]> check(Exercise exercise) throws IOException {
        Before before = before(exercise, Answers.NONE, new ArrayList<>());
        before = before.and(exercise.solution(), clean(compile(exercise.fileName(), exercise.solution(), before)));
        return clean(compile(exercise.name() + "/Check.java", exercise.check(), before));
    }

    private static Map<String, byte[]> clean(Javac.Compiled ours) throws IOException {
        if (!ours.errors().isEmpty()) {
            throw new IOException("the exercise does not compile: "
                    + ours.errors().get(0).shown().replaceAll("\\s+", " "));
        }
        return ours.classes();
    }

    private Javac.Compiled compile(String fileName, String text, Before before) {
        return compiled.computeIfAbsent(
                before.and(text, Map.of()).texts, unknown -> javac.compile(fileName, text, before.classes));
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        javac.close();
    }

    /** The reader's answers. */
    @FunctionalInterface
    interface Answers {
        /** A reader who has solved nothing. */
        Answers NONE = exercise -> null;

        /** The text of an exercise that is solved; null if it is not. */
        @Nullable
        String solved(Exercise exercise) throws IOException;
    }

    /** What is compiled before an answer. */
    private record Before(List<String> texts, Map<String, byte[]> classes) {
        Before and(String text, Map<String, byte[]> more) {
            List<String> allTexts = new ArrayList<>(texts);
            allTexts.add(text);
            Map<String, byte[]> all = new HashMap<>(classes);
            all.putAll(more);
            return new Before(allTexts, all);
        }
    }

    /** The runs of one answer. */
    private static final class Run {
        private final Exercise exercise;
        private final Map<String, byte[]> classes;
        private final Set<String> off;
        private final int width;
        private final Set<String> made = new HashSet<>();
        private final @Nullable AnswerClasses shared;

        Run(Exercise exercise, Map<String, byte[]> classes, Set<String> off, int width) {
            this.exercise = exercise;
            this.classes = classes;
            this.off = off;
            this.width = width;
            AnswerClasses first = new AnswerClasses(classes);
            this.shared = first.isStateless() ? first : null;
        }

        /** Runs the seeds up to the first that fails. */
        Grade grade(long[] seeds) {
            TimedRuns runs = new TimedRuns(this::outcome, LIMIT);
            int count = 0;
            for (long seed : seeds) {
                count++;
                try {
                    Outcome outcome = runs.run(seed);
                    Failure failure = outcome.failure();
                    if (failure != null) {
                        return failed(outcome, failure, count);
                    }
                } catch (TimedRuns.EndlessException e) {
                    String where = e.place().isEmpty() ? "" : " at " + e.place();
                    return grade(
                            Grade.Kind.ENDLESS,
                            "endless",
                            "it does not end: for " + LIMIT + " s it was busy" + where
                                    + ", without a call of select in which something is ready",
                            List.of(),
                            seed,
                            count);
                }
            }
            return grade(Grade.Kind.PASSED, "", "", List.of(), null, count);
        }

        private Outcome outcome(long seed) {
            return Scenes.run(stage -> examiner().examine(new Exam(stage, off, made)), seed);
        }

        /** Each run has classes of its own, unless they have no static field that could keep anything from the run before. */
        private Examiner examiner() throws ReflectiveOperationException {
            AnswerClasses loader = shared == null ? new AnswerClasses(classes) : shared;
            var constructor = loader.loadClass("Check").getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Examiner) constructor.newInstance();
        }

        private Grade failed(Outcome outcome, Failure failure, int count) {
            return grade(
                    Grade.Kind.FAILED, failure.symptom(), sentence(failure), timeline(outcome), outcome.seed(), count);
        }

        /** A narrow terminal gets a list: two columns have no room. */
        private List<String> timeline(Outcome outcome) {
            if (outcome.moments().isEmpty()) {
                return List.of();
            }
            return width >= WIDTH
                    ? Timeline.ends(Timeline.of(outcome), SHOWN, "")
                    : Timeline.list(outcome, SHOWN, width);
        }

        /** A check of ours says all in its sentence; of any other failure the symptom, the host and the line are told. */
        private String sentence(Failure failure) {
            if (failure.symptom()
                    .matches("threw (NoSuchMethod|NoSuchField|NoClassDefFound|AbstractMethod|IncompatibleClassChange|"
                            + "IllegalAccess|ClassFormat|Instantiation)Error")) {
                return failure.text() + ": the check uses it, and your file has it no more, or has changed it. See what"
                        + " the file was at the start: ./snowloop learn reset keeps yours beside it";
            }
            return made.contains(failure.symptom()) ? failure.text() : failure.toString();
        }

        private Grade grade(
                Grade.Kind kind, String by, String sentence, List<String> details, @Nullable Long seed, int count) {
            boolean fresh = seed != null && (seed > SEEDS || seed < 1);
            return new Grade(
                    exercise.name(), kind, by, sentence, details, List.of(), List.of(), seed, fresh, count, 0, 0);
        }
    }
}
