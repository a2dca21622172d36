// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.IoMessages;
import io.snowloop.samples.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows an exercise, and grades the reader's file each time that it has changed. One thread has all state. Two others bring
 * events into its queue: lines that are typed, and grades.
 */
final class Watch {
    private static final long LOOK_EVERY_MILLIS = 200;

    /** Keys may come faster than they are shown, from a file for instance. */
    private static final int MOST_EVENTS = 100;

    private static final String CLEAR = "\033[H\033[2J\033[3J";
    private static final String RED = "\033[31m";
    private static final String GREEN = "\033[32m";
    private static final String PLAIN = "\033[0m";
    private static final String KEYS = "h hint  t task  s solution  n next  l list  r reset  q quit, and Enter";

    private final Exercises exercises;
    private final LearnFolder folder;
    private final @Nullable Path extra;
    private final PrintWriter out;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_EVENTS);
    private final WorkerProcess worker = new WorkerProcess();
    private @Nullable Exercise current;
    private FileState seen = FileState.NONE;
    private boolean grading;
    private Asked asked = Asked.NOTHING;

    Watch(Exercises exercises, LearnFolder folder, @Nullable Path extra, PrintWriter out) {
        this.exercises = exercises;
        this.folder = folder;
        this.extra = extra;
        this.out = out;
    }

    /** Something that has happened. */
    private sealed interface Event {
        /** A line was typed; null at the end of the input. */
        record Typed(@Nullable String line) implements Event {}

        /** A grade has come, or there is none. */
        record Graded(Exercise exercise, @Nullable Grade grade, String error) implements Event {}
    }

    /** What the next key is to confirm, or how many hints were shown. */
    private record Asked(String key, int hints) {
        static final Asked NOTHING = new Asked("", 0);
    }

    /** Watches until the reader quits. */
    int run() throws IOException {
        Thread keys = new Thread(this::readKeys, "keys");
        keys.setDaemon(true);
        keys.start();
        try (worker) {
            begin(exercises.next(null, folder.progress().solved()), List.of());
            boolean goesOn = true;
            while (goesOn) {
                Event event = events.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (event instanceof Event.Typed typed) {
                    goesOn = typed.line() != null && typed(typed.line().strip());
                } else if (event instanceof Event.Graded graded) {
                    grading = false;
                    graded(graded);
                } else {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void readKeys() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        @Nullable String line;
        do {
            try {
                line = in.readLine();
            } catch (IOException e) {
                line = null;
            }
        } while (tell(new Event.Typed(line)) && line != null);
    }

    /** Waits for room. Returns whether to go on. */
    private boolean tell(Event event) {
        try {
            events.put(event);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    // --------------------------------------------------------------------------------------------------- exercises

    private void begin(@Nullable Exercise exercise, List<String> above) throws IOException {
        current = exercise;
        seen = FileState.NONE;
        asked = Asked.NOTHING;
        if (exercise == null) {
            List<String> lines = new ArrayList<>(above);
            lines.add("All " + exercises.all().size() + " exercises are solved.");
            show(lines);
            return;
        }
        folder.begin(exercise);
        List<String> lines = new ArrayList<>(above);
        lines.addAll(Pane.task(exercise, folder.file(exercise), width()));
        show(lines);
    }

    /** Grades the file if it is another than the one that was seen. */
    private void look() {
        Exercise exercise = current;
        if (exercise == null || grading) {
            return;
        }
        FileState now = FileState.of(folder.file(exercise));
        if (!now.equals(seen)) {
            boolean first = seen == FileState.NONE;
            seen = now;
            grading = true;
            if (!first) {
                show(List.of("checking ..."));
            }
            Thread asking = new Thread(() -> tell(ask(exercise)), "asking");
            asking.setDaemon(true);
            asking.start();
        }
    }

    private Event.Graded ask(Exercise exercise) {
        try {
            String more = extra == null ? null : extra.toAbsolutePath().toString();
            Worker.Order order = new Worker.Order(
                    exercise.name(), folder.path().toAbsolutePath().toString(), more, null, width());
            return new Event.Graded(exercise, worker.ask(order), "");
        } catch (IOException e) {
            return new Event.Graded(exercise, null, IoMessages.of(e));
        }
    }

    private void graded(Event.Graded graded) {
        Exercise exercise = graded.exercise();
        if (!exercise.equals(current)) {
            return;
        }
        Grade grade = graded.grade();
        if (grade == null) {
            show(Pane.wrap(graded.error(), width()));
            return;
        }
        List<String> lines = new ArrayList<>(Pane.grade(exercise, grade, folder.file(exercise), width()));
        try {
            folder.remember(exercise, grade);
            if (grade.passed()) {
                folder.progress().solve(exercise.name());
            }
        } catch (IOException e) {
            lines.addAll(Pane.wrap(IoMessages.of(e), width()));
        }
        if (grade.passed()) {
            lines.add("n is the next exercise, s shows our answer");
        }
        show(isUntouched(exercise) ? untouched(exercise, grade) : lines);
    }

    /** The task stays until the reader has changed the file. */
    private List<String> untouched(Exercise exercise, Grade grade) {
        List<String> lines = new ArrayList<>(Pane.task(exercise, folder.file(exercise), width()));
        lines.add("");
        lines.addAll(Pane.wrap("The check says: " + grade.sentence(), width()));
        lines.addAll(Pane.wrap("Change the file, and save it.", width()));
        return lines;
    }

    private boolean isUntouched(Exercise exercise) {
        try {
            return exercise.isUntouched(Objects.requireNonNullElse(folder.text(exercise), ""));
        } catch (IOException e) {
            return false;
        }
    }

    // --------------------------------------------------------------------------------------------------- keys

    /** Returns whether to go on. */
    private boolean typed(String key) throws IOException {
        Exercise exercise = current;
        boolean confirmed = asked.key().equals(key);
        int hints = asked.hints();
        asked = new Asked("", hints);
        if (key.equals("q")) {
            return false;
        }
        if (key.equals("l")) {
            show(Pane.list(exercises.all(), folder.progress().solved(), exercise));
        } else if (exercise != null) {
            switch (key) {
                case "h" -> hint(exercise, hints);
                case "t" -> show(Pane.task(exercise, folder.file(exercise), width()));
                case "n" -> next(exercise);
                case "s" -> solution(exercise, confirmed);
                case "r" -> reset(exercise, confirmed);
                case "" -> seen = FileState.NONE; // grades again
                default -> show(List.of("there is no key " + key));
            }
        }
        return true;
    }

    private void hint(Exercise exercise, int shown) throws IOException {
        List<String> hints = exercise.hints();
        int number = Math.min(shown + 1, hints.size());
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            lines.addAll(Pane.hint(exercise, i, width()));
        }
        asked = new Asked("", number);
        showAndRemember(lines, () -> folder.progress().hint(exercise.name(), number));
    }

    private interface Memory {
        void add() throws IOException;
    }

    /** A disk that is full hides nothing that was asked for. */
    private void showAndRemember(List<String> lines, Memory memory) {
        List<String> all = new ArrayList<>(lines);
        try {
            memory.add();
        } catch (IOException e) {
            all.addAll(Pane.wrap(IoMessages.of(e), width()));
        }
        show(all);
    }

    private void next(Exercise exercise) throws IOException {
        Set<String> solved = folder.progress().solved();
        Exercise next = exercises.next(exercise, solved);
        Exercise first = exercises.next(null, solved);
        begin(next == null ? first : next, List.of());
    }

    private void solution(Exercise exercise, boolean confirmed) throws IOException {
        if (confirmed || folder.progress().solved().contains(exercise.name())) {
            List<String> lines = Pane.solution(exercise, folder.text(exercise));
            showAndRemember(lines, () -> folder.progress().shown(exercise.name()));
        } else {
            asked = new Asked("s", asked.hints());
            show(List.of("It is not solved yet: s again shows our answer."));
        }
    }

    private void reset(Exercise exercise, boolean confirmed) throws IOException {
        if (!confirmed) {
            asked = new Asked("r", asked.hints());
            show(List.of("r again begins this exercise again. Your file is kept beside it."));
            return;
        }
        Path kept = folder.reset(exercise);
        begin(exercise, kept == null ? List.of() : List.of("your file is now " + kept, ""));
    }

    // --------------------------------------------------------------------------------------------------- the pane

    private void show(List<String> lines) {
        Terminal terminal = Terminal.now();
        out.print(terminal.clears() ? CLEAR : String.format("%n"));
        Exercise exercise = current;
        int solved = 0;
        List<String> complaints = new ArrayList<>();
        try {
            solved = folder.progress().solved().size();
            complaints.addAll(folder.progress().complaints());
        } catch (IOException e) {
            complaints.add(IoMessages.of(e));
        }
        List<String> all = new ArrayList<>();
        if (exercise != null) {
            all.addAll(Pane.header(exercise, solved, exercises.all().size(), width()));
            all.add("");
        }
        complaints.forEach(complaint -> all.addAll(Pane.wrap(complaint, width())));
        all.addAll(lines);
        all.add("");
        all.addAll(Pane.wrap(KEYS, width()));
        all.forEach(line -> out.println(coloured(line, terminal)));
        out.flush();
    }

    private String coloured(String line, Terminal terminal) {
        Exercise exercise = current;
        if (!terminal.colours() || exercise == null || !line.startsWith(exercise.name() + ": ")) {
            return line;
        }
        String result = line.substring(exercise.name().length() + 2);
        boolean good = result.startsWith("solved, ");
        boolean bad = result.matches("(wrong|does not compile|refused|no file).*");
        return good ? GREEN + line + PLAIN : bad ? RED + line + PLAIN : line;
    }

    private static int width() {
        return Math.max(20, Terminal.now().columns());
    }

    /** What tells that a file was saved. An editor may write another file in its place. */
    private record FileState(long size, long modified) {
        static final FileState NONE = new FileState(-2, 0);

        static FileState of(Path file) {
            try {
                return new FileState(
                        Files.size(file), Files.getLastModifiedTime(file).toMillis());
            } catch (IOException e) {
                return new FileState(-1, 0);
            }
        }
    }
}
