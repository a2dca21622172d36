// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.Json;
import io.snowloop.samples.LanguageOption;
import io.snowloop.samples.site.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command of the exercises: it watches the reader's files, or does one thing and ends. */
@Command(
        name = "learn",
        description = {
            "Exercises: from reading a line to an event loop, an HTTP server and a client of your own. Without a command it shows the"
                    + " next exercise, and checks your file each time that you save it.",
            ""
        },
        subcommands = ReportCommand.class,
        commandListHeading = "%nCommands:%n")
public final class LearnCommand implements Callable<Integer> {
    private static final String NAME = "NAME";
    private static final String OF_EXERCISE =
            "The number or the name of an exercise (default: the first that is not solved).";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The folder of your files (default: learn, in the folder of the project).")
    private @Nullable Path dir;

    @Option(
            names = "--extra",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "A folder with more exercises: see docs/how-to/your-own-exercise.md.")
    private @Nullable Path extra;

    @Mixin
    private LanguageOption language = new LanguageOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LearnCommand() {}

    /** Watches. */
    @Override
    public Integer call() throws IOException {
        return new Watch(exercises(), folder(), extra, spec.commandLine().getOut()).run();
    }

    @Command(name = "list", description = "List the exercises, and which are solved.")
    int list() throws IOException {
        Exercises exercises = exercises();
        Pane.list(exercises.all(), folder().progress().solved(), null).forEach(out()::println);
        folder().progress().complaints().forEach(err()::println);
        out().flush();
        return 0;
    }

    @Command(
            name = "check",
            description = "Check an answer, or all that were begun. It exits with 1 if one is wrong.",
            exitCodeListHeading = "%nExit codes:%n")
    int check(
            @Parameters(arity = "0..1", paramLabel = "NAME|all", description = OF_EXERCISE) @Nullable String name,
            @Option(names = "--json", description = "Print a line of JSON for each answer.") boolean json,
            @Option(
                            names = "--seed",
                            paramLabel = "S",
                            converter = Arguments.Seed.class,
                            description = "Run this seed only. That solves no exercise.")
                    @Nullable
                    Long seed)
            throws IOException {
        boolean all = "all".equals(name);
        LearnFolder folder = folder();
        boolean failed = false;
        try (WorkerProcess worker = new WorkerProcess()) {
            for (Exercise exercise : all ? begun() : List.of(named(name))) {
                Grade grade = worker.ask(order(exercise, seed));
                failed |= !grade.passed();
                if (json) {
                    out().println(Json.of(grade));
                } else if (all) {
                    out().println(Pane.line(exercise, grade));
                } else {
                    Pane.grade(exercise, grade, folder.file(exercise), Pane.WIDTH)
                            .forEach(out()::println);
                }
                out().flush();
                folder.remember(exercise, grade);
                if (grade.passed() && seed == null) {
                    folder.progress().solve(exercise.name());
                }
            }
        }
        return failed ? 1 : 0;
    }

    @Command(name = "task", description = "Show the text of an exercise, and make your file if there is none.")
    int task(@Parameters(arity = "0..1", paramLabel = NAME, description = OF_EXERCISE) @Nullable String name)
            throws IOException {
        Exercise exercise = named(name);
        LearnFolder folder = folder();
        Pane.task(exercise, folder.file(exercise), Pane.WIDTH).forEach(out()::println);
        out().flush();
        folder.begin(exercise);
        return 0;
    }

    @Command(name = "hint", description = "Show a hint.")
    int hint(
            @Parameters(arity = "0..1", paramLabel = NAME, description = OF_EXERCISE) @Nullable String name,
            @Option(
                            names = "--number",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Hint N, from 1 on (default: 1).")
                    int number)
            throws IOException {
        Exercise exercise = named(name);
        List<String> hints = exercise.hints();
        if (number < 1 || number > hints.size()) {
            throw new ParameterException(
                    spec.commandLine(), exercise.name() + " has hints 1 to " + hints.size() + ", not " + number);
        }
        Pane.hint(exercise, number, Pane.WIDTH).forEach(out()::println);
        if (number < hints.size()) {
            out().println("./snowloop learn hint " + exercise.name() + " --number " + (number + 1));
        }
        out().flush();
        if (folder().exists()) {
            folder().progress().hint(exercise.name(), number);
        }
        return 0;
    }

    @Command(name = "show", description = "Show our answer, and how yours differs from it.")
    int show(@Parameters(arity = "0..1", paramLabel = NAME, description = OF_EXERCISE) @Nullable String name)
            throws IOException {
        Exercise exercise = named(name);
        Pane.solution(exercise, folder().text(exercise)).forEach(out()::println);
        out().flush();
        if (folder().exists()) {
            folder().progress().shown(exercise.name());
        }
        return 0;
    }

    @Command(name = "reset", description = "Begin an exercise again. What you have is kept beside it.")
    int reset(@Parameters(paramLabel = NAME, description = "The number or the name of an exercise.") String name)
            throws IOException {
        Exercise exercise = named(name);
        Path kept = folder().reset(exercise);
        out().println(folder().file(exercise) + " is as at the start" + (kept == null ? "" : "; yours is " + kept));
        out().flush();
        return 0;
    }

    @Command(
            name = "serve",
            description =
                    "Serve the docs of this project with your answers: your loop, your HTTP, your site of exercise 25.")
    int serve(
            @Option(
                            names = "--port",
                            paramLabel = "P",
                            defaultValue = "8080",
                            converter = Arguments.Port.class,
                            description = "The port; 0 for any that is free (default: 8080).")
                    int port,
            @Option(names = "--ours", description = "Use our answers for what you have not solved.") boolean ours)
            throws IOException {
        Exercises exercises = exercises();
        List<String> notOwn = new ArrayList<>();
        Map<String, byte[]> classes;
        try (Grader grader = new Grader(exercises)) {
            classes = grader.classes(exercises.named("25-site"), folder(), notOwn);
        }
        if (!ours && !notOwn.isEmpty()) {
            throw new IOException(notOwn.get(0).replaceFirst(": ours is used$", "")
                    + (notOwn.size() == 1 ? "" : ", and " + (notOwn.size() - 1) + " more")
                    + ": solve it first, or use ours with --ours");
        }
        try (ServedSite site = ServedSite.of(classes, port)) {
            out().println("Open " + site.url() + " in a browser. Ctrl-C ends it.");
            out().println(
                            notOwn.isEmpty()
                                    ? "All of it is served by your files."
                                    : notOwn.size() + " of its files are ours.");
            out().flush();
            site.run();
        }
        return 0;
    }

    private Worker.Order order(Exercise exercise, @Nullable Long seed) {
        String more = extra == null ? null : extra.toAbsolutePath().toString();
        return new Worker.Order(
                exercise.name(), folder().path().toAbsolutePath().toString(), more, seed, Pane.WIDTH);
    }

    private List<Exercise> begun() throws IOException {
        LearnFolder folder = folder();
        List<Exercise> begun = exercises().all().stream()
                .filter(exercise -> java.nio.file.Files.exists(folder.file(exercise)))
                .toList();
        if (begun.isEmpty()) {
            throw new IOException("there is no answer in " + folder.path() + ": begin with snowloop learn");
        }
        return begun;
    }

    private Exercise named(@Nullable String name) throws IOException {
        Exercises exercises = exercises();
        if (name != null) {
            return exercises.named(name);
        }
        Set<String> solved = folder().progress().solved();
        Exercise next = exercises.next(null, solved);
        if (next == null) {
            throw new IOException("all exercises are solved: name the one that you mean");
        }
        return next;
    }

    Exercises exercises() throws IOException {
        return Exercises.with(extra, language.language());
    }

    private LearnFolder folder() {
        return new LearnFolder(dir == null ? Checkout.home().resolve("learn") : dir);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
