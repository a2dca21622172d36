// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.bench.BenchServerCommand;
import io.snowloop.samples.crawl.CrawlCommand;
import io.snowloop.samples.crawl.CrawlJob;
import io.snowloop.samples.fetch.FetchCommand;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.lens.LensCommand;
import io.snowloop.samples.outage.OutageCommand;
import io.snowloop.samples.sim.SimCommand;
import io.snowloop.samples.zoo.ZooCommand;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
            "",
            "To compare both with their peers: ./snowloop bench.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:a link is broken; fetch, hello-client: there was no complete response, from a host that cannot be reached either;"
                    + " sim: a seed fails",
            "2:invalid arguments, a port in use; crawl: the site cannot be reached",
            "3:a bug in this program"
        },
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
            BenchServerCommand.class,
            OutageCommand.class,
            WhyLateCommand.class,
            ZooCommand.class,
            SimCommand.class,
            LensCommand.class,
            ListCommand.class,
            RunCommand.class
        })
public final class Snowloop implements Callable<Integer> {
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
        int exitCode = commandLine(snowloop)
                .setExecutionStrategy(parsed -> {
                    LogLines.install(snowloop.verbose);
                    return new RunLast().execute(parsed);
                })
                .execute(args);
        System.exit(exitCode);
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
        return line;
    }

    @Override
    public Integer call() throws Exception {
        return mainJob.run(spec.commandLine());
    }

    /** Prints one line, and how to get help. Picocli would print all options, which hide the message. */
    private static int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(error.getMessage());
        String help = error instanceof RunCommand.Refused refused
                ? refused.help()
                : command.getCommandSpec().qualifiedName() + " --help";
        command.getErr().println("snowloop: " + Printable.of(message) + "; see " + help);
        return CommandLine.ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException error) {
        String first = error.getUnmatched().get(0);
        if (Samples.named(first).isPresent()) {
            return "'" + first + "' is a sample: snowloop run " + first;
        }
        String kind =
                first.startsWith("-") ? "option" : error.getCommandLine().getParent() == null ? "command" : "argument";
        String message = "unknown " + kind + " '" + first + "'";
        return error.getSuggestions().isEmpty()
                ? message
                : message + " (did you mean " + String.join(" or ", error.getSuggestions()) + "?)";
    }

    /** Prints an I/O error as one line. Any other exception is a bug; picocli prints its stack trace. */
    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof IOException broken) {
            command.getErr().println("snowloop: " + Printable.of(message(broken)));
            return CommandLine.ExitCode.USAGE;
        }
        throw error;
    }

    /** The message; of a file that is not there the JDK gives the name alone. */
    private static String message(IOException error) {
        String message = String.valueOf(error.getMessage());
        if (error instanceof NoSuchFileException missing
                && missing.getReason() == null
                && message.equals(missing.getFile())) {
            return "there is no file or folder for " + message;
        }
        return error instanceof AccessDeniedException ? "no permission for " + message : message;
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
