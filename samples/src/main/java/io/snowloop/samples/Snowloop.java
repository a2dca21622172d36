// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.bench.BenchServerCommand;
import io.snowloop.samples.crawl.CrawlCommand;
import io.snowloop.samples.crawl.CrawlJob;
import io.snowloop.samples.download.DownloadCommand;
import io.snowloop.samples.fetch.FetchCommand;
import io.snowloop.samples.ladder.race.LadderCommand;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.learn.LearnCommand;
import io.snowloop.samples.lens.LensCommand;
import io.snowloop.samples.outage.OutageCommand;
import io.snowloop.samples.quiz.QuizCommand;
import io.snowloop.samples.rosetta.RosettaCommand;
import io.snowloop.samples.scene.Timeline;
import io.snowloop.samples.sim.SimCommand;
import io.snowloop.samples.slides.SlidesCommand;
import io.snowloop.samples.zoo.ZooCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: the main job by default, and the other commands. */
@Command(
        name = "snowloop",
        description = {
            "An event loop, an HTTP client and a web framework, with samples.",
            "",
            "Without a command it runs the main job: it serves the docs of this project as a web site and crawls it,"
                    + " with server and client on one loop and one thread.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeOnExecutionException = 3,
        commandListHeading = "%nCommands:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Snowloop.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            CrawlCommand.class,
            FetchCommand.class,
            DownloadCommand.class,
            BenchServerCommand.class,
            OutageCommand.class,
            WhyLateCommand.class,
            ZooCommand.class,
            SimCommand.class,
            LensCommand.class,
            LadderCommand.class,
            LearnCommand.class,
            RosettaCommand.class,
            QuizCommand.class,
            SlidesCommand.class,
            ListCommand.class,
            RunCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class Snowloop implements Callable<Integer> {
    /** When a command exits with 1. */
    private static final Map<String, String> FAILURES = Map.of(
            "snowloop", "a link is broken; of a command: see its help",
            "crawl", "a link is broken",
            "fetch", "one of the URLs has no complete response, or its host cannot be reached",
            "download", "the file could not be downloaded, or has another SHA-256",
            "simulated-outage", "the run failed",
            "sim", "a seed fails",
            "learn", "of check: an answer is wrong",
            "rosetta", "a system has another order than the docs say",
            "run", "as the sample; hello-client, seed-selector: a URL could not be fetched");

    @Mixin
    private CrawlJob mainJob = new CrawlJob();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Log all messages of the libraries.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Snowloop() {}

    /**
     * Runs one command and exits with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Snowloop snowloop = new Snowloop();
        CommandLine line = commandLine(snowloop);
        if (Charset.defaultCharset().equals(StandardCharsets.US_ASCII)) { // JDK 17 in the POSIX locale
            line.setOut(new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true));
        }
        line.setExecutionStrategy(parsed -> {
            LogLines.install(snowloop.verbose);
            return new RunLast().execute(parsed);
        });
        System.exit(execute(line, args));
    }

    /** Runs one command. On a disk that is full it has not succeeded: a stream that prints keeps its errors to itself. */
    static int execute(CommandLine line, String... args) {
        int exitCode = line.execute(args);
        line.getOut().flush();
        if (exitCode == CommandLine.ExitCode.OK && System.out.checkError()) {
            if (!readerIsGone()) {
                print(line, "cannot write to standard output: is the disk full?");
            }
            return CommandLine.ExitCode.USAGE;
        }
        return exitCode;
    }

    /** Such as head, which has all that it wants: programs end without a word then. */
    private static boolean readerIsGone() {
        try {
            new FileOutputStream(FileDescriptor.out).write('\n');
            return false;
        } catch (IOException e) {
            return "Broken pipe".equals(e.getMessage());
        }
    }

    /** The command line, for tests and for samples that are commands. It does not exit. */
    static CommandLine commandLine() {
        return commandLine(new Snowloop());
    }

    private static CommandLine commandLine(Snowloop snowloop) {
        CommandLine line = new CommandLine(snowloop)
                .setParameterExceptionHandler((error, args) -> refuse(error))
                .setExecutionExceptionHandler(Snowloop::failed)
                .setExpandAtFiles(false); // fetch -d @FILE means the file itself
        CommandLine run = Objects.requireNonNull(line.getSubcommands().get("run"));
        run.setStopAtPositional(true); // arguments after the name are the sample's
        setExitCodes(line);
        line.getSubcommands().values().forEach(Snowloop::setExitCodes);
        return line;
    }

    private static void setExitCodes(CommandLine line) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "success");
        String failure = FAILURES.get(line.getCommandName());
        if (failure != null) {
            codes.put("1", failure);
        }
        codes.put(
                "2",
                "invalid arguments, a file that is not there, a port in use, a site that cannot be reached,"
                        + " an output that takes no more");
        codes.put("3", "a bug in this program");
        line.getCommandSpec().usageMessage().exitCodeList(codes);
    }

    @Override
    public Integer call() throws Exception {
        return mainJob.run(spec.commandLine());
    }

    /** Prints a sentence, and how to get help. Picocli would print all options, which hide the message. */
    private static int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(error.getMessage())
                        .replaceFirst("^Error: ", "")
                        .replace("are mutually exclusive (specify only one)", "exclude each other: give one of them");
        String help = error instanceof RunCommand.Refused refused
                ? refused.help()
                : command.getCommandSpec().qualifiedName() + " --help";
        print(command, Printable.of(message) + "; see " + help);
        return CommandLine.ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException error) {
        String first = error.getUnmatched().get(0);
        if (Samples.named(first).isPresent()) {
            return "'" + first + "' is a sample: snowloop run " + first;
        }
        boolean isCommand = error.getCommandLine().getParent() == null && !first.startsWith("-");
        String kind = first.startsWith("-") ? "option" : isCommand ? "command" : "argument";
        List<String> known = new ArrayList<>(error.getSuggestions());
        if (isCommand) {
            known.addAll(error.getCommandLine().getSubcommands().keySet());
            known.addAll(Samples.ALL.stream().map(Sample::name).toList());
        }
        return "unknown " + kind + " '" + first + "'" + Similar.to(first, known);
    }

    /** Prints an I/O error as a sentence. Any other exception is a bug; picocli prints its stack trace. */
    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof IOException) {
            print(command, Printable.of(IoMessages.of(error)));
            return CommandLine.ExitCode.USAGE;
        }
        throw error;
    }

    /** At most 80 characters a line, where there are blanks. */
    private static void print(CommandLine command, String message) {
        Timeline.wrapWords("snowloop: " + message, 80).forEach(command.getErr()::println);
    }

    /** The version in the manifest of the jar; classes in a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Snowloop.class.getPackage().getImplementationVersion();
            return new String[] {"snowloop " + (version == null ? "(development)" : version)};
        }
    }
}
