// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
        name = "./snowloop bench",
        description = {"Compare Snow and the Fetcher with their peers, each in its own process.", ""},
        subcommands = {
            ServerCommand.class,
            Http2Command.class,
            PushCommand.class,
            TlsCommand.class,
            ClientCommand.class,
            ProxyCommand.class,
            MicroCommand.class,
            SimulatorCommand.class,
            GuardCommand.class,
            FlameCommand.class,
            AllCommand.class,
            PageCommand.class
        })
public final class Bench {
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads the option
    private boolean help;

    private Bench() {}

    /**
     * Runs one command and exits with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setParameterExceptionHandler((error, args) -> refuse(error))
                .setExecutionExceptionHandler(Bench::failed);
    }

    /** Prints one line. Picocli would print all options, which hide the message. */
    private static int refuse(CommandLine.ParameterException error) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof CommandLine.UnmatchedArgumentException unmatched
                ? "unknown argument '" + unmatched.getUnmatched().get(0) + "'"
                : String.valueOf(error.getMessage());
        command.getErr()
                .println("bench: " + message + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** Prints missing programs and invalid arguments as one line; other exceptions are bugs. */
    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof IOException || error instanceof IllegalArgumentException) {
            command.getErr().println("bench: " + error.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw error;
    }
}
