// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.http.syntax.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command that shows a teacher how far a class is. */
@Command(name = "report", description = "Show how far a class is, from the files learn/progress.txt of its students.")
final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--class",
            paramLabel = "DIR",
            required = true,
            description = "The folder with them: NAME.txt, NAME/progress.txt or NAME/learn/progress.txt.")
    private Path folder = Path.of("");

    @ArgGroup
    private Format format = new Format();

    @ParentCommand
    private LearnCommand learn = new LearnCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of them, or a text. */
    private static final class Format {
        @Option(names = "--json", description = "Print it as JSON.")
        private boolean json;

        @Option(names = "--csv", description = "Print a row for each student, for a spreadsheet.")
        private boolean csv;
    }

    ReportCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ClassReport report = ClassReport.of(learn.exercises(), Students.in(folder, learn.exercises()));
        if (format.json) {
            out.println(ReportText.json(report));
        } else {
            (format.csv ? ReportText.csv(report) : ReportText.of(report)).forEach(out::println);
        }
        out.flush();
        report.complaints().forEach(complaint -> err.println(Printable.of(complaint)));
        return 0;
    }
}
