package io.snowloop.samples;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command that runs a sample. */
@Command(name = "run", description = "Run a sample.")
final class RunCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The name of a sample: see snowloop list.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "ARG", description = "The arguments of the sample.")
    private List<String> args = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Sample sample = Samples.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no sample \"" + name + "\": see snowloop list"));
        try {
            return sample.program().run(args.toArray(new String[0]));
        } catch (IllegalArgumentException | TypeConversionException e) { // invalid arguments of the sample
            throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage(), e);
        }
    }
}
