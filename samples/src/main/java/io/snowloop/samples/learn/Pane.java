// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.Diff;
import io.snowloop.samples.Han;
import io.snowloop.samples.Language;
import io.snowloop.samples.Paragraphs;
import io.snowloop.samples.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts that a reader sees, in lines of a given width. */
final class Pane {
    /** The width where no terminal tells its own. */
    static final int WIDTH = 80;

    /** Errors of the compiler that are shown: those after the first often follow from it. */
    private static final int ERRORS = 3;

    private Pane() {}

    /** An exercise, and how far the reader is: {@code [######------] 6 of 13}. */
    static List<String> header(Exercise exercise, int solved, int all, int width) {
        String count = " " + solved + " of " + all;
        int room = Math.max(5, Math.min(30, width - count.length() - 2));
        int done = room * solved / Math.max(1, all);
        List<String> lines = new ArrayList<>(wrap(exercise.name() + ": " + exercise.title(), width));
        lines.add("[" + "#".repeat(done) + "-".repeat(room - done) + "]" + count);
        return lines;
    }

    /** The task of an exercise. */
    static List<String> task(Exercise exercise, Path file, int width) {
        List<String> lines = new ArrayList<>(wrap(exercise.name() + ": " + exercise.title(), width));
        lines.add("");
        boolean chinese = exercise.language() == Language.CHINESE;
        lines.addAll(wrap(
                chinese ? "做完以后，你能" + exercise.able() + "。" : "Afterwards you can " + exercise.able() + ".", width));
        lines.addAll(wrap(
                chinese
                        ? "大约 " + exercise.minutes() + " 分钟。你的文件：" + file
                        : "About " + exercise.minutes() + " minutes. Your file: " + file,
                width));
        lines.add("");
        lines.addAll(Paragraphs.of(exercise.text(), width));
        return lines;
    }

    /** What has come of an answer: the details, what is wrong, and what to do. */
    static List<String> grade(Exercise exercise, Grade grade, Path file, int width) {
        List<String> lines = new ArrayList<>();
        if (!grade.printed().isEmpty()) {
            lines.add("it printed:");
            grade.printed().forEach(line -> lines.add("  " + cut(line, width - 2)));
            lines.add("");
        }
        boolean compiler = grade.kind() == Grade.Kind.NOT_COMPILED;
        if (compiler) {
            lines.addAll(wrap(grade.sentence(), width));
            lines.add("");
            grade.details().stream().limit(ERRORS).flatMap(String::lines).forEach(line -> lines.add(cut(line, width)));
        } else if (!grade.details().isEmpty()) {
            lines.addAll(grade.details());
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        for (String note : grade.notes()) {
            lines.addAll(wrap("note: " + note, width));
        }
        if (!compiler && !grade.sentence().isEmpty()) {
            lines.addAll(wrap(grade.sentence(), width));
        }
        lines.addAll(wrap(line(exercise, grade), width));
        if (grade.fresh()) {
            lines.addAll(wrap(
                    "a fresh seed: ./snowloop learn check " + exercise.name() + " --seed " + grade.seed()
                            + " repeats it",
                    width));
        }
        if (grade.kind() == Grade.Kind.MISSING) {
            lines.addAll(wrap("to begin: ./snowloop learn task " + exercise.name(), width));
            lines.addAll(wrap("if your file has another name now, save it again under this name", width));
        }
        return lines.stream().map(Terminal::shown).toList();
    }

    /** The same in one line: the name, the result, and the times. */
    static String line(Exercise exercise, Grade grade) {
        String times = ", compiled in " + grade.compileMillis() + " ms, run in " + grade.runMillis() + " ms";
        String result = switch (grade.kind()) {
            case PASSED -> "solved, " + grade.seeds() + (grade.seeds() == 1 ? " seed" : " seeds") + times;
            case FAILED, ENDLESS -> (grade.seed() == null ? "wrong" : "wrong, seed " + grade.seed() + times);
            case UNTOUCHED -> "not begun";
            case NOT_COMPILED -> "does not compile";
            case REFUSED -> "refused";
            case MISSING -> "no file";
        };
        return exercise.name() + ": " + result;
    }

    /** All exercises in a list. */
    static List<String> list(List<Exercise> exercises, Set<String> solved, @Nullable Exercise current) {
        List<String> lines = new ArrayList<>();
        int minutes = 0;
        for (Exercise exercise : exercises) {
            boolean done = solved.contains(exercise.name());
            minutes += done ? 0 : exercise.minutes();
            String mark = done ? "[x]" : exercise.equals(current) ? "[>]" : "[ ]";
            lines.add(
                    String.format("%s %-16s %3d min  %s", mark, exercise.name(), exercise.minutes(), exercise.title()));
        }
        long count =
                exercises.stream().filter(each -> solved.contains(each.name())).count();
        lines.add("");
        lines.add(count + " of " + exercises.size() + " solved"
                + (minutes == 0 ? "" : "; the others take about " + minutes + " minutes"));
        return lines;
    }

    /** A hint. */
    static List<String> hint(Exercise exercise, int number, int width) throws IOException {
        List<String> hints = exercise.hints();
        String head = exercise.language() == Language.CHINESE
                ? "提示 " + number + " / " + hints.size() + "："
                : "Hint " + number + " of " + hints.size() + ": ";
        return wrap(head + hints.get(number - 1).lines().reduce("", Paragraphs::joined), width);
    }

    /** Our answer, and from the reader's to ours if there is one. */
    static List<String> solution(Exercise exercise, @Nullable String text) throws IOException {
        List<String> ours = exercise.solution().lines().toList();
        if (text == null || exercise.isUntouched(text)) {
            return ours;
        }
        List<String> lines = new ArrayList<>(ours);
        List<String> diff = Diff.of(text.lines().toList(), ours);
        lines.add("");
        lines.add(diff.isEmpty() ? "yours is the same" : "from yours to ours:");
        lines.add("");
        lines.addAll(diff);
        return lines.stream().map(Terminal::shown).toList();
    }

    /** A text in lines of at most so many characters; only a word that is longer is cut. */
    static List<String> wrap(String text, int width) {
        return Han.wrap(text, width);
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, Math.max(1, width - 1)) + "~";
    }
}
