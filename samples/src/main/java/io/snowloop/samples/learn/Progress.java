// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.IoMessages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file of what a reader has done. It has a line for each thing, {@code 03-echo solved}, in any order, so two of them can be
 * merged by hand. {@code 03-echo reset} takes back what stands above it. For teachers it also says which hints and answers were
 * shown, and which mistakes were made: {@code 03-echo hint 1}, {@code 03-echo shown}, {@code 03-echo wrong read: why}, each once. Lines
 * are only ever added: what is broken stays, and is told.
 */
final class Progress {
    private static final Pattern LINE = Pattern.compile(
            "(\\S+)\\s+(?:(solved|reset|shown)|(hint)\\s+(\\d{1,3})|(wrong)\\s+(\\S.*))", Pattern.DOTALL);
    private static final String SOLVED = "solved";
    private static final String RESET = "reset";

    /** A mistake is remembered by its id, and the first sentence that was said of it, or so much of that. */
    private static final int LONGEST_SENTENCE = 200;

    /** It has some hundred lines. */
    static final long LARGEST = 1 << 20;

    private final Path file;

    Progress(Path file) {
        this.file = file;
    }

    /**
     * A line that was understood.
     *
     * @param line its number, from 1
     * @param exercise the name of an exercise
     * @param what {@code solved}, {@code reset}, {@code shown}, {@code hint} or {@code wrong}
     * @param more of a hint its number, of what is wrong the id of the check and a sentence; otherwise empty
     */
    record Entry(int line, String exercise, String what, String more) {}

    /** The lines that are understood. */
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i).strip());
            if (line.matches() && !lines.get(i).startsWith("#")) {
                String what = Stream.of(2, 3, 5)
                        .map(line::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow();
                String more = Stream.of(4, 6)
                        .map(line::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("");
                entries.add(new Entry(i + 1, line.group(1), what, more));
            }
        }
        return entries;
    }

    /** The names of what is solved. */
    Set<String> solved() throws IOException {
        return solved(entries());
    }

    /** The names of what is solved, after these lines. */
    static Set<String> solved(List<Entry> entries) {
        Set<String> solved = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.what.equals(SOLVED)) {
                solved.add(entry.exercise);
            } else if (entry.what.equals(RESET)) {
                solved.remove(entry.exercise);
            }
        }
        return solved;
    }

    /** What is said of lines that are not understood: they count for nothing. */
    List<String> complaints() throws IOException {
        List<String> complaints = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !LINE.matcher(line).matches()) {
                complaints.add(file + ":" + (i + 1) + ": not understood, and ignored: a line is \"03-echo solved\"");
            }
        }
        return complaints;
    }

    /** Bytes that are no UTF-8 become characters that no line has. An editor of Windows may write UTF-16, with a mark at its start. */
    private List<String> lines() throws IOException {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) { // a pipe or a device may have no end
                throw new IOException(
                        "it is no file of progress, which has " + LARGEST + " bytes at most: give it another name");
            }
            byte[] bytes = Files.readAllBytes(file);
            boolean utf16 = bytes.length > 1
                    && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
            String text = new String(bytes, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            return text.replaceFirst("^\uFEFF", "").lines().toList();
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + IoMessages.of(e), e);
        }
    }

    /** An exercise is solved. */
    void solve(String exercise) throws IOException {
        if (!solved().contains(exercise)) {
            add(exercise + " " + SOLVED);
        }
    }

    /** A hint was shown. */
    void hint(String exercise, int number) throws IOException {
        addOnce(exercise, "hint", String.valueOf(number));
    }

    /** Our answer was shown before there was one. */
    void shown(String exercise) throws IOException {
        if (!solved().contains(exercise)) {
            addOnce(exercise, "shown", "");
        }
    }

    /** An answer was run, and is wrong. */
    void wrong(Grade grade) throws IOException {
        if (grade.kind() == Grade.Kind.FAILED || grade.kind() == Grade.Kind.ENDLESS) {
            String id = grade.failedBy().isEmpty() ? "endless" : grade.failedBy();
            String sentence = grade.sentence().replaceAll("\\s+", " ");
            addOnce(
                    grade.exercise(),
                    "wrong",
                    id + ": " + sentence.substring(0, Math.min(LONGEST_SENTENCE, sentence.length())));
        }
    }

    /** The id of a mistake: what stands before the sentence. */
    static String id(String wrong) {
        return wrong.contains(": ") ? wrong.substring(0, wrong.indexOf(": ")) : wrong;
    }

    private void addOnce(String exercise, String what, String more) throws IOException {
        boolean known = entries().stream()
                .anyMatch(entry -> entry.exercise.equals(exercise)
                        && entry.what.equals(what)
                        && id(entry.more).equals(id(more)));
        if (!known) {
            add((exercise + " " + what + " " + more).strip());
        }
    }

    /** An exercise is begun again. */
    void reset(String exercise) throws IOException {
        if (solved().contains(exercise)) {
            add(exercise + " " + RESET);
        }
    }

    private void add(String line) throws IOException {
        try {
            boolean open = Files.exists(file) && Files.size(file) > 0 && !endsWithNewLine();
            Files.writeString(
                    file, (open ? "\n" : "") + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IOException(
                    "\"" + line + "\" is not in " + file + ": " + IoMessages.of(e)
                            + ". Make room, and check the answer again",
                    e);
        }
    }

    private boolean endsWithNewLine() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return bytes[bytes.length - 1] == '\n';
    }
}
