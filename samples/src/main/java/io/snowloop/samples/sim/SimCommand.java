// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.Terminal;
import io.snowloop.samples.jar.JarReport;
import io.snowloop.samples.jar.ProgramJar;
import io.snowloop.samples.jar.RefusedException;
import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.HostOfThread;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.OutcomeLines;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.TimedRuns;
import io.snowloop.samples.scene.Timeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that runs a reader's own program in a simulation. */
@Command(
        name = "sim",
        description = {
            "Compile a program of your own and run it in a simulation, with many seeds: its method \"static void main(Stage"
                    + " stage)\" sets the hosts and what runs on them. It shows the first run that fails, and how to run it"
                    + " again. docs/scenes.md has a program to begin with.",
            "",
            "With --jar: run any program on a simulated network, unchanged, in a JVM of its own for each seed and in real time. All of"
                    + " it is on the host 127.0.0.1. Arguments that begin with a hyphen come after --. docs/your-program.md has"
                    + " examples.",
            ""
        })
public final class SimCommand implements Callable<Integer> {
    /** How many errors of the compiler are shown: those after the first often follow from it. */
    private static final int ERRORS = 5;

    private static final int DEFAULT_SEEDS = 200;
    private static final int DEFAULT_LIMIT = 10;

    /** Each seed of a jar starts a JVM, and computes and waits in real time. */
    private static final int DEFAULT_SEEDS_OF_JAR = 20;

    private static final int DEFAULT_LIMIT_OF_JAR = 30;

    @Parameters(
            paramLabel = "FILE.java | ARG",
            arity = "0..*",
            description = "The source file; with --jar, the arguments of the program.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--jar", paramLabel = "APP.jar", description = "A program, as java -jar runs it.")
    private @Nullable Path jar;

    @Option(
            names = "--check",
            paramLabel = "URL|COMMAND",
            description = {
                "With --jar, whether a seed is fine. All of it runs in the program's JVM: other processes do not see its network.",
                "URL: it is fetched when the program listens there. The status must be 2xx, and the body the same as without faults.",
                "COMMAND: the main method of a class of the jar, or of a source file such as Check.java, with its arguments. It is"
                        + " called when the program listens, and must not throw, nor exit with another code than 0.",
                "Without it, the program must end by itself with exit code 0."
            })
    private @Nullable String check;

    @Option(
            names = "--extra",
            paramLabel = "DIR",
            description = "Instead of a file name a scene of this folder: see docs/how-to/your-own-scene.md.")
    private @Nullable Path extra;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "How many seeds (default: 200; with --jar 20).",
            converter = Arguments.Count.class)
    private @Nullable Integer seeds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = Arguments.Seed.class,
            description = "Run this seed only, and show it.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description =
                    "Faults, instead of those that the program sets: none, benign (default, if it sets none), hostile,"
                            + " or a list such as segments=1,short-writes=0.7,latency=20ms.",
            converter = FaultList.Converter.class)
    private @Nullable FaultList faults;

    @Option(
            names = "--limit",
            paramLabel = "S",
            description =
                    "Stop a seed that computes for S seconds (default: 10); with --jar, one that runs so long (default: 30).",
            converter = Arguments.Count.class)
    private @Nullable Integer limit;

    @Option(names = "--json", description = "Print the run as JSON Lines: see docs/scenes.md.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SimCommand() {}

    @Override
    public Integer call() throws IOException {
        if (seed != null && seeds != null) {
            throw new ParameterException(spec.commandLine(), "--seed runs one seed, so leave --seeds out");
        }
        if (jar != null) {
            if (extra != null) {
                throw new ParameterException(spec.commandLine(), "--extra is for a scene: leave --jar out");
            }
            return runJar(jar);
        }
        Path file = file();
        HostOfThread.install();
        try {
            return run(file, SourceFile.compile(file, ToolProvider.getSystemJavaCompiler()));
        } catch (SourceFile.CompileException e) {
            PrintWriter err = spec.commandLine().getErr();
            Terminal.shownLines("snowloop: " + e.getMessage()).forEach(err::println);
            print(e.errors().stream().limit(ERRORS).flatMap(String::lines).toList(), err);
            return CommandLine.ExitCode.USAGE;
        } catch (TimedRuns.EndlessException e) {
            PrintWriter err = spec.commandLine().getErr();
            print(Timeline.wrap("snowloop: " + e.getMessage() + "; --limit is another limit", 80), err);
            return 1;
        }
    }

    private Path file() throws IOException {
        if (check != null) {
            throw new ParameterException(spec.commandLine(), "--check is for a program with --jar");
        }
        if (extra != null) {
            if (parameters.size() != 1) {
                throw new ParameterException(
                        spec.commandLine(),
                        "name one scene of " + extra + ": " + String.join(", ", ExtraScenes.names(extra)));
            }
            return ExtraScenes.file(extra, parameters.get(0));
        }
        if (parameters.size() != 1) {
            String message = parameters.isEmpty()
                    ? "name a source file, or a program with --jar"
                    : "name one source file; arguments are for a program with --jar";
            throw new ParameterException(spec.commandLine(), message);
        }
        return Path.of(parameters.get(0));
    }

    private int runJar(Path program) throws IOException {
        if (json) {
            throw new ParameterException(
                    spec.commandLine(), "--json is for a source file: a program of a jar has no scene");
        }
        JarReport report = new JarReport(
                ProgramJar.open(program),
                parameters,
                check,
                faults == null ? "benign" : faults.text(),
                limit == null ? DEFAULT_LIMIT_OF_JAR : limit);
        PrintWriter out = spec.commandLine().getOut();
        try {
            return seed != null
                    ? report.seed(seed, out)
                    : report.seeds(seeds == null ? DEFAULT_SEEDS_OF_JAR : seeds, out);
        } catch (RefusedException e) {
            PrintWriter err = spec.commandLine().getErr();
            Terminal.shownLines("snowloop: " + e.getMessage()).forEach(err::println);
            print(e.lines(), err);
            return CommandLine.ExitCode.USAGE;
        } finally {
            out.flush();
        }
    }

    private int run(Path file, SourceFile source) throws IOException, TimedRuns.EndlessException {
        TimedRuns runs = runs(source, false);
        PrintWriter out = spec.commandLine().getOut();
        SourceFile.requireHosts(source.name(), runs.run(seed == null ? 1 : seed));
        Outcome shown;
        if (seed != null) {
            shown = (json ? runs(source, true) : runs).run(seed);
        } else {
            int count = seeds == null ? DEFAULT_SEEDS : seeds;
            Scenes.Result result = Scenes.run(count, runs::run);
            Outcome first = result.first();
            if (!json) {
                String text = first == null ? "none of " + count + " seeds fails" : summary(result, first);
                print(Timeline.wrap(text, 80), out);
            }
            shown = json ? runs(source, true).run(first == null ? 1 : first.seed()) : first; // again, for the traces
        }
        if (shown != null) {
            if (seed == null && !json) {
                out.println();
            }
            show(file, source, shown, out);
        }
        out.flush();
        return shown == null || shown.failure() == null ? 0 : 1;
    }

    private TimedRuns runs(SourceFile source, boolean traced) {
        FaultList list = faults == null ? FaultList.DEFAULT : faults;
        return new TimedRuns(
                each -> Scenes.run(source, each, list.of(), faults != null, traced),
                limit == null ? DEFAULT_LIMIT : limit);
    }

    private static String summary(Scenes.Result result, Outcome first) {
        String failed = result.failed() + " of " + result.seeds() + " seeds fail";
        return result.failures().size() == 1
                ? failed + "; the first is seed " + first.seed() + ": " + result.symptoms()
                : failed + ": " + result.symptoms();
    }

    private void show(Path file, SourceFile source, Outcome outcome, PrintWriter out) {
        if (json) {
            OutcomeLines.of(source.name(), outcome).forEach(out::println);
            return;
        }
        Failure failure = outcome.failure();
        if (!outcome.moments().isEmpty()) {
            print(Timeline.of(outcome, 20), out);
            out.println();
        }
        print(Timeline.wrap(failure == null ? "fine" : failure.toString(), 80), out);
        if (seed == null) {
            String list = faults == null ? "" : " --faults " + faults.text();
            out.println(Terminal.shown("To run it again: ./snowloop sim " + file + " --seed " + outcome.seed() + list));
        }
    }

    /** What a program says, throws or is called may have control characters. */
    private static void print(List<String> lines, PrintWriter to) {
        lines.stream().map(Terminal::shown).forEach(to::println);
    }
}
