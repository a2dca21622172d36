package io.snowloop.samples;

import io.snowloop.samples.bench.BenchServerCommand;
import io.snowloop.samples.crawl.CrawlCommand;
import io.snowloop.samples.crawl.CrawlJob;
import io.snowloop.samples.fetch.FetchCommand;
import io.snowloop.samples.outage.OutageCommand;
import java.io.IOException;
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

/** The command line: the main job when nothing else is said, and the commands beside it. */
@Command(
        name = "snowloop",
        description = {
            "An event loop, an HTTP client and a web framework, and samples that show them at work.",
            "",
            "Without a command it does the main job: it serves this project's docs as a web site and crawls that site,"
                    + " with server and client on one loop and one thread.",
            "",
            "To measure both beside their peers: ./snowloop bench.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:a link is broken, or a fetch failed",
            "2:bad arguments, a port in use, a host that can't be reached",
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
            ListCommand.class,
            RunCommand.class
        })
public final class Snowloop implements Callable<Integer> {
    @Mixin
    private CrawlJob mainJob = new CrawlJob();

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Log what the libraries have to say.")
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

    /** The command line, for tests and for samples that are commands: it doesn't exit. */
    static CommandLine commandLine() {
        return commandLine(new Snowloop());
    }

    private static CommandLine commandLine(Snowloop snowloop) {
        CommandLine line = new CommandLine(snowloop)
                .setParameterExceptionHandler((error, args) -> refuse(error))
                .setExecutionExceptionHandler(Snowloop::failed)
                .setExpandAtFiles(false); // fetch -d @FILE means the file itself
        CommandLine run = Objects.requireNonNull(line.getSubcommands().get("run"));
        run.setStopAtPositional(true); // what follows the name is the sample's
        return line;
    }

    @Override
    public Integer call() throws Exception {
        return mainJob.run(spec.commandLine());
    }

    /** One line, and where to read more: a page of options would hide what is wrong. */
    private static int refuse(ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(error.getMessage());
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("snowloop: " + message + "; see " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static String unmatched(UnmatchedArgumentException error) {
        String first = error.getUnmatched().get(0);
        String kind =
                first.startsWith("-") ? "option" : error.getCommandLine().getParent() == null ? "command" : "argument";
        String message = "unknown " + kind + " '" + first + "'";
        return error.getSuggestions().isEmpty()
                ? message
                : message + " (did you mean " + String.join(" or ", error.getSuggestions()) + "?)";
    }

    /** The network's failures are told in a line; anything else is a bug of ours, and picocli shows where. */
    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof IOException) {
            command.getErr().println("snowloop: " + error.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw error;
    }

    /** The version in the manifest of the jar; there is none when the classes run from a folder. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Snowloop.class.getPackage().getImplementationVersion();
            return new String[] {"snowloop " + (version == null ? "(development)" : version)};
        }
    }
}
