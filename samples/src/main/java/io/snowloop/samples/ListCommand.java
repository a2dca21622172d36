// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that lists the samples. */
@Command(name = "list", description = "List the samples, one on each line.")
final class ListCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        int width = Samples.ALL.stream()
                .mapToInt(sample -> sample.name().length())
                .max()
                .orElse(1);
        for (Sample sample : Samples.ALL) {
            spec.commandLine().getOut().printf("%-" + width + "s  %s%n", sample.name(), sample.description());
        }
    }
}
