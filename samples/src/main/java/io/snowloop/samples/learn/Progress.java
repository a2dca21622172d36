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
import java.util.Set;

/**
 * The file of what a reader has solved. It has a line for each, {@code 03-echo solved}, in any order, so two of them can be
 * merged by hand. {@code 03-echo reset} takes back what stands above it. Lines are only ever added: what is broken stays, and
 * is told.
 */
final class Progress {
    private static final String SOLVED = "solved";
    private static final String RESET = "reset";

    private final Path file;

    Progress(Path file) {
        this.file = file;
    }

    /** The names of what is solved. */
    Set<String> solved() throws IOException {
        Set<String> solved = new LinkedHashSet<>();
        for (String line : lines()) {
            String[] words = line.strip().split("\\s+");
            if (isUnderstood(line) && words.length == 2) {
                if (words[1].equals(SOLVED)) {
                    solved.add(words[0]);
                } else {
                    solved.remove(words[0]);
                }
            }
        }
        return solved;
    }

    /** What is said of lines that are not understood: they count for nothing. */
    List<String> complaints() throws IOException {
        List<String> complaints = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (!isUnderstood(lines.get(i))) {
                complaints.add(file + ":" + (i + 1) + ": not understood, and ignored: a line is \"03-echo solved\"");
            }
        }
        return complaints;
    }

    private static boolean isUnderstood(String line) {
        return line.isBlank() || line.startsWith("#") || line.strip().matches("\\S+\\s+(" + SOLVED + "|" + RESET + ")");
    }

    /** Bytes that are no UTF-8 become characters that no line has. */
    private List<String> lines() throws IOException {
        try {
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
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
