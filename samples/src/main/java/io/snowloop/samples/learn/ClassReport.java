// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a class is.
 *
 * @param stops the exercise at which most students are; null if none is at any
 * @param complaints what in the files cannot be understood
 */
record ClassReport(
        List<Row> students,
        List<Column> exercises,
        @Nullable Column stops,
        List<String> complaints) {
    /**
     * A student.
     *
     * @param states of each exercise that was begun: {@code solved} or {@code tried}
     * @param hints how many were shown
     * @param shown how many of our answers were shown before there was one
     * @param wrong how many mistakes were made, each counted once
     * @param at the exercise behind the last one that is solved, or if there is none the first that is not; null if all are
     * @param lastChange that of the file
     */
    record Row(
            String name,
            String file,
            Map<String, String> states,
            long hints,
            long shown,
            long wrong,
            @Nullable String at,
            Instant lastChange) {
        long solved() {
            return states.values().stream().filter("solved"::equals).count();
        }
    }

    /**
     * An exercise.
     *
     * @param solved how many students have solved it
     * @param here how many are at it now
     * @param hints how many hints were shown
     * @param mistakes how many students have made each mistake, the most common first
     */
    record Column(String name, long solved, long here, long hints, List<Mistake> mistakes) {}

    /**
     * A wrong answer, by the check that it fails.
     *
     * @param students how many have given it
     * @param sentence what one of them was told
     */
    record Mistake(String id, int students, String sentence) {}

    static ClassReport of(Exercises exercises, Students students) {
        List<Row> rows =
                students.all().stream().map(student -> row(exercises, student)).toList();
        List<Column> columns = exercises.all().stream()
                .map(exercise -> column(exercise.name(), rows, students.all()))
                .toList();
        Column stops = null;
        for (Column column : columns) {
            if (column.here > (stops == null ? 0 : stops.here)) {
                stops = column;
            }
        }
        return new ClassReport(rows, columns, stops, students.complaints());
    }

    private static Row row(Exercises exercises, Students.Student student) {
        Set<String> solved = Progress.solved(student.entries());
        Map<String, String> states = new LinkedHashMap<>();
        student.entries().forEach(entry -> states.put(entry.exercise(), "tried"));
        solved.forEach(name -> states.put(name, "solved"));
        Exercise last = null;
        for (Exercise exercise : exercises.all()) {
            last = solved.contains(exercise.name()) ? exercise : last;
        }
        Exercise behind = exercises.next(last, solved);
        Exercise at = behind == null ? exercises.next(null, solved) : behind;
        return new Row(
                student.name(),
                student.file(),
                states,
                count(student, "hint"),
                count(student, "shown"),
                count(student, "wrong"),
                at == null ? null : at.name(),
                student.lastChange());
    }

    private static long count(Students.Student student, String what) {
        return student.entries().stream()
                .filter(entry -> entry.what().equals(what))
                .count();
    }

    private static Column column(String exercise, List<Row> rows, List<Students.Student> students) {
        Map<String, Mistake> mistakes = new TreeMap<>();
        long hints = 0;
        for (Students.Student student : students) {
            Map<String, Mistake> own = new TreeMap<>(); // a file that was merged by hand may have a line twice
            for (Progress.Entry entry : student.entries()) {
                if (entry.exercise().equals(exercise) && entry.what().equals("wrong")) {
                    String id = Progress.id(entry.more());
                    own.putIfAbsent(
                            id,
                            new Mistake(
                                    id, 1, entry.more().substring(id.length()).replaceFirst("^: ", "")));
                } else if (entry.exercise().equals(exercise) && entry.what().equals("hint")) {
                    hints++;
                }
            }
            own.forEach((id, one) ->
                    mistakes.merge(id, one, (all, more) -> new Mistake(id, all.students + 1, all.sentence)));
        }
        List<Mistake> common = new ArrayList<>(mistakes.values());
        common.sort((a, b) -> Integer.compare(b.students, a.students)); // stable: then by their ids
        return new Column(
                exercise,
                rows.stream()
                        .filter(row -> "solved".equals(row.states.get(exercise)))
                        .count(),
                rows.stream().filter(row -> exercise.equals(row.at)).count(),
                hints,
                List.copyOf(common));
    }
}
