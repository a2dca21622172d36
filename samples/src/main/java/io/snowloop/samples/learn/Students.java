// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.IoMessages;
import io.snowloop.samples.Similar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The students of a class, as their files tell.
 *
 * @param all in the order of their names
 * @param complaints what cannot be understood, and what to change
 */
record Students(List<Student> all, List<String> complaints) {
    /** So many complaints of a file are told: with more of them it is another kind of file. */
    private static final int MOST_COMPLAINTS = 10;

    private static final int LONGEST_NAME = 60;

    /**
     * A student.
     *
     * @param name that of the file or of the folder; with the file behind it if two have the same
     * @param file from the folder of the class on
     * @param lastChange that of the file
     */
    record Student(String name, String file, List<Progress.Entry> entries, Instant lastChange) {}

    /** Reads the files of a folder. What is wrong in one of them counts for nothing, and the rest does. */
    static Students in(Path folder, Exercises exercises) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(
                    folder + " is no folder: choose one with the files of a class with --class");
        }
        List<String> complaints = new ArrayList<>();
        Map<String, List<Student>> byName = new TreeMap<>();
        for (Path entry : entries(folder)) {
            Path file = progress(entry, folder, complaints);
            Student student = file == null ? null : student(entry, file, folder, exercises, complaints);
            if (student != null) {
                byName.computeIfAbsent(plain(student.name), unknown -> new ArrayList<>())
                        .add(student);
            }
        }
        if (byName.isEmpty()) {
            throw new IOException("there is no progress of students in " + folder
                    + ": put the file learn/progress.txt of each there, as NAME.txt or NAME/progress.txt");
        }
        List<Student> all = new ArrayList<>();
        byName.values().forEach(same -> all.addAll(same.size() == 1 ? same : told(same, complaints)));
        return new Students(List.copyOf(all), List.copyOf(complaints));
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")) // .git
                    .sorted()
                    .toList();
        }
    }

    /** The file of an entry of the folder; null if it has none. */
    private static @Nullable Path progress(Path entry, Path folder, List<String> complaints) {
        if (!Files.isDirectory(entry)) {
            return entry.toString().toLowerCase(Locale.ROOT).endsWith(".txt") ? entry : null;
        }
        for (Path file : List.of(entry.resolve("progress.txt"), entry.resolve("learn/progress.txt"))) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        complaints.add(folder.relativize(entry) + ": no student: there is no progress.txt in it");
        return null;
    }

    private static @Nullable Student student(
            Path entry, Path file, Path folder, Exercises exercises, List<String> complaints) {
        String name = entry.getFileName().toString().replaceFirst("(?i)\\.txt$", "");
        if (!Files.isRegularFile(file)) { // a pipe or a device may have no end
            complaints.add(file + ": it is no file of progress: leave it out");
            return null;
        }
        try {
            if (Files.size(file) > Progress.LARGEST) {
                complaints.add(
                        file + ": it has " + Files.size(file) + " bytes, so it is no file of progress: leave it out");
                return null;
            }
            Progress progress = new Progress(file);
            List<String> own = new ArrayList<>(progress.complaints());
            List<Progress.Entry> known = new ArrayList<>();
            for (Progress.Entry line : progress.entries()) {
                if (names(exercises).contains(line.exercise())) {
                    known.add(line);
                } else {
                    own.add(unknown(file, line, exercises));
                }
            }
            complaints.addAll(own.subList(0, Math.min(MOST_COMPLAINTS, own.size())));
            if (own.size() > MOST_COMPLAINTS) {
                complaints.add(file + ": " + (own.size() - MOST_COMPLAINTS) + " more lines are ignored");
            }
            return new Student(
                    name,
                    folder.relativize(file).toString(),
                    known,
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            complaints.add(file + ": left out: " + IoMessages.of(e));
            return null;
        }
    }

    private static String unknown(Path file, Progress.Entry line, Exercises exercises) {
        String name = line.exercise()
                .substring(0, Math.min(LONGEST_NAME, line.exercise().length()));
        return file + ":" + line.line() + ": there is no exercise \"" + name + "\"" + Similar.to(name, names(exercises))
                + ": correct it, or name the folder of your exercises with --extra";
    }

    private static List<String> names(Exercises exercises) {
        return exercises.all().stream().map(Exercise::name).toList();
    }

    /** Anna and anna are the same name, and so are the two ways to write é. */
    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static List<Student> told(List<Student> same, List<String> complaints) {
        complaints.add(String.join(" and ", same.stream().map(Student::file).toList())
                + ": students with one name: all of them count; rename files or folders to tell them apart");
        return same.stream()
                .map(each -> new Student(each.name + " (" + each.file + ")", each.file, each.entries, each.lastChange))
                .toList();
    }
}
