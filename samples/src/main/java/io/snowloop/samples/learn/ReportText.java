// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static java.util.stream.Collectors.joining;

import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.Han;
import io.snowloop.samples.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report as a text, as JSON, and as comma-separated values. */
final class ReportText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private ReportText() {}

    /** Two tables, and the exercise that stops the class. */
    static List<String> of(ClassReport report) {
        List<List<String>> students = new ArrayList<>();
        students.add(List.of("student", "solved", "hints", "shown", "wrong", "is at", "last change"));
        for (ClassReport.Row row : report.students()) {
            students.add(List.of(
                    Printable.of(row.name()),
                    String.valueOf(row.solved()),
                    String.valueOf(row.hints()),
                    String.valueOf(row.shown()),
                    String.valueOf(row.wrong()),
                    row.at() == null ? "-" : row.at(),
                    time(row.lastChange())));
        }
        List<List<String>> exercises = new ArrayList<>();
        exercises.add(List.of("exercise", "solved", "are at it", "hints", "most common mistake"));
        int all = report.students().size();
        for (ClassReport.Column column : report.exercises()) {
            exercises.add(List.of(
                    column.name(),
                    column.solved() + " of " + all,
                    String.valueOf(column.here()),
                    String.valueOf(column.hints()),
                    column.mistakes().isEmpty() ? "" : text(column.mistakes().get(0))));
        }
        List<String> lines = new ArrayList<>(table(students));
        lines.add("");
        lines.addAll(table(exercises));
        lines.add("");
        ClassReport.Column stops = report.stops();
        lines.add(
                stops == null
                        ? "All of the students have solved all exercises."
                        : stops.here() + " of " + all + " are at " + stops.name() + ", and at none are more.");
        return lines;
    }

    private static String text(ClassReport.Mistake mistake) {
        return Printable.of(mistake.id()) + " (" + mistake.students() + ")"
                + (mistake.sentence().isEmpty() ? "" : ": " + Printable.of(mistake.sentence()));
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** Columns as wide as their longest cell, but for the last one. */
    private static List<String> table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Han.columns(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - Han.columns(row.get(i)) + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    static String json(ClassReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("students", report.students().stream().map(ReportText::json).toList());
        json.put("exercises", report.exercises());
        ClassReport.Column stops = report.stops();
        json.put("stops", stops == null ? "" : stops.name());
        json.put("complaints", report.complaints());
        return Json.of(json);
    }

    private static Map<String, Object> json(ClassReport.Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", row.name());
        json.put("file", row.file());
        json.put("solved", row.solved());
        json.put("hints", row.hints());
        json.put("shown", row.shown());
        json.put("wrong", row.wrong());
        json.put("at", row.at() == null ? "" : row.at());
        json.put("lastChange", row.lastChange().toString());
        json.put("exercises", row.states());
        return json;
    }

    /** A row for each student, with a column for each exercise (RFC 4180). */
    static List<String> csv(ClassReport report) {
        List<String> names =
                report.exercises().stream().map(ClassReport.Column::name).toList();
        List<String> lines = new ArrayList<>();
        Stream<String> head = Stream.of("student", "file", "solved", "hints", "shown", "wrong", "at", "last change");
        lines.add(line(Stream.concat(head, names.stream())));
        for (ClassReport.Row row : report.students()) {
            Stream<String> first = Stream.of(
                    row.name(),
                    row.file(),
                    String.valueOf(row.solved()),
                    String.valueOf(row.hints()),
                    String.valueOf(row.shown()),
                    String.valueOf(row.wrong()),
                    row.at() == null ? "" : row.at(),
                    row.lastChange().toString());
            lines.add(line(Stream.concat(
                    first, names.stream().map(name -> row.states().getOrDefault(name, "")))));
        }
        return lines;
    }

    private static String line(Stream<String> cells) {
        return cells.map(ReportText::cell).collect(joining(","));
    }

    /** A spreadsheet takes a cell that begins with one of these for a formula, and runs it; an apostrophe makes it a text. */
    private static String cell(String name) {
        String text = Printable.of(name); // it may be printed on a terminal
        String safe = text.matches("[=+@\\-].*") ? "'" + text : text;
        return safe.matches(".*[\",].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
