// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.IoMessages;
import io.snowloop.samples.sim.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of a reader: a file for each exercise that was begun, and the progress. Nothing in it is ever overwritten. */
final class LearnFolder implements Grader.Answers {
    private final Path folder;
    private final Progress progress;

    LearnFolder(Path folder) {
        this.folder = folder;
        this.progress = new Progress(folder.resolve("progress.txt"));
    }

    /** The folder itself. */
    Path path() {
        return folder;
    }

    /** Remembers what came of an answer: that it is wrong, unless it is not begun. */
    void remember(Exercise exercise, Grade grade) throws IOException {
        String text = text(exercise);
        if (text != null && !exercise.isUntouched(text)) {
            progress.wrong(grade);
        }
    }

    /** Whether there is anything in it. */
    boolean exists() {
        return Files.isDirectory(folder);
    }

    /** What is solved. */
    Progress progress() {
        return progress;
    }

    /** The reader's file for an exercise. */
    Path file(Exercise exercise) {
        return folder.resolve(exercise.fileName());
    }

    /** Writes the file of an exercise as it is at the start, if there is none. Returns whether it has. */
    boolean begin(Exercise exercise) throws IOException {
        Path file = file(exercise);
        if (Files.exists(file)) {
            return false;
        }
        Path part = folder.resolve(exercise.fileName() + ".part"); // a disk that is full leaves no half of a file
        try {
            Files.createDirectories(folder);
            Files.writeString(part, exercise.startText());
            Files.move(part, file);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException("cannot write " + file + ": " + IoMessages.of(e), e);
        }
        return true;
    }

    /** The text of an exercise; null if there is no file. */
    @Nullable
    String text(Exercise exercise) throws IOException {
        Path file = file(exercise);
        return Files.isRegularFile(file) ? Javac.text(file) : null;
    }

    @Override
    public @Nullable String solved(Exercise exercise) throws IOException {
        return progress.solved().contains(exercise.name()) ? text(exercise) : null;
    }

    /** Moves the file of an exercise aside, and begins again. Returns where it is now; null if there was none. */
    @Nullable
    Path reset(Exercise exercise) throws IOException {
        Path file = file(exercise);
        Path kept = null;
        if (Files.exists(file)) {
            int number = 1;
            do {
                kept = folder.resolve(exercise.fileName() + "." + number++);
            } while (Files.exists(kept));
            Files.move(file, kept);
        }
        progress.reset(exercise.name());
        begin(exercise);
        return kept;
    }
}
