// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command that runs a sample. */
@Command(name = "run", description = "Run a sample. snowloop run NAME --help tells its arguments.")
final class RunCommand implements Callable<Integer> {
    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of a sample: see snowloop list.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "ARG", description = "The arguments of the sample.")
    private List<String> args = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Sample sample = Samples.named(name)
                .orElseThrow(() -> new Refused(
                        spec.commandLine(),
                        "there is no sample \"" + name + "\"" + Similar.to(name, names()),
                        null,
                        "snowloop list"));
        boolean isCommand = sample.arguments() == null;
        boolean help = args.stream().anyMatch(HELP::contains);
        if (help && !isCommand) {
            print(sample.help(), isCommand);
            return 0;
        }
        try {
            sample.requireArguments(args);
            boolean staysUp = sample.staysUp().test(args);
            if (staysUp && !help) {
                print(sample.whereToRead(), isCommand);
                if (!isCommand) {
                    LogLines.showServers();
                    print(String.format("It runs until Ctrl-C.%n"), false);
                }
            }
            int exitCode = sample.program().run(args.toArray(new String[0]));
            if (exitCode == 0 && !staysUp && !help) {
                print(String.format("%n%s", sample.whereToRead()), isCommand);
            }
            return exitCode;
        } catch (IllegalArgumentException | TypeConversionException e) { // invalid arguments of the sample
            throw new Refused(spec.commandLine(), name + ": " + e.getMessage(), e, "snowloop run " + name + " --help");
        }
    }

    private static List<String> names() {
        return Samples.ALL.stream().map(Sample::name).toList();
    }

    /** An argument is wrong, and another command than {@code run --help} tells which are right. */
    static final class Refused extends ParameterException {
        private static final long serialVersionUID = 1L;

        private final String help;

        private Refused(CommandLine command, String message, @Nullable Throwable cause, String help) {
            super(command, message, cause);
            this.help = help;
        }

        /** The command that helps. */
        String help() {
            return help;
        }
    }

    /** The output of a command, such as JSON, may be read by a program: other texts go beside it. */
    private void print(String text, boolean beside) {
        PrintWriter writer =
                beside ? spec.commandLine().getErr() : spec.commandLine().getOut();
        writer.print(text);
        writer.flush();
    }
}
