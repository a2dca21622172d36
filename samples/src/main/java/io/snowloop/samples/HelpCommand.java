// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that prints the help, for those who look for it under this name. */
@Command(name = "help", description = "Print this help, or that of a command.")
final class HelpCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The name of a command.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine all = spec.commandLine().getParent();
        (name == null ? all : named(name, all.getSubcommands()))
                .usage(spec.commandLine().getOut());
    }

    private CommandLine named(String wanted, Map<String, CommandLine> commands) {
        CommandLine command = commands.get(wanted);
        if (command == null) {
            throw new ParameterException(
                    spec.commandLine(), "unknown command '" + wanted + "'" + Similar.to(wanted, commands.keySet()));
        }
        return command;
    }
}
