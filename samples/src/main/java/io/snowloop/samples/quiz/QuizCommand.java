// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.Similar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that asks the questions of the course. */
@Command(
        name = "quiz",
        description = {
            "Asks questions of the course. What is right was not written down, but is what a run of the code says, each time that the"
                    + " tests run.",
            ""
        })
public final class QuizCommand implements Callable<Integer> {
    private static final int FEW = 10;

    @Parameters(
            arity = "0..*",
            paramLabel = "PAGE",
            description = "Only questions of these pages, such as the-loop (default: all).")
    private Set<String> pages = new LinkedHashSet<>();

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Arguments.Count.class,
            description = "How many questions (default: 10; all with an option below).")
    private @Nullable Integer count;

    @Option(
            names = "--seed",
            paramLabel = "S",
            converter = Arguments.Seed.class,
            description = "The seed of their choice and order (default: a random one).")
    private @Nullable Long seed;

    @ArgGroup(heading = "%nInstead of asking:%n")
    private @Nullable Output output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of them. */
    private static final class Output {
        @Option(names = "--print", description = "Print the questions, for paper (Markdown).")
        private boolean print;

        @Option(names = "--print-answers", description = "Print the questions, and below them the answers.")
        private boolean answers;

        @Option(names = "--gift", description = "Print them in the format GIFT, which Moodle imports.")
        private boolean gift;

        @Option(names = "--anki", description = "Print them as lines with tabs, which Anki imports.")
        private boolean anki;

        String of(List<Question> questions) {
            if (gift) {
                return Exports.gift(questions);
            }
            return anki ? Exports.anki(questions) : Exports.paper(questions, answers && !print);
        }
    }

    QuizCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Question> questions = chosen();
        if (output != null) {
            out.print(output.of(drawn(questions, count == null ? questions.size() : count)));
            out.flush();
            return 0;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        new Round(in, out, random()).ask(drawn(questions, count == null ? FEW : count));
        return 0;
    }

    private List<Question> chosen() throws IOException {
        List<Question> all = Questions.all();
        List<String> known = all.stream().map(Questions::name).distinct().toList();
        for (String page : pages) {
            if (!known.contains(page)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no page \"" + page + "\" has questions" + Similar.to(page, known) + ": those that do are "
                                + String.join(", ", known));
            }
        }
        return pages.isEmpty()
                ? all
                : all.stream()
                        .filter(question -> pages.contains(Questions.name(question)))
                        .toList();
    }

    /** So many of them, in a random order; all of them in the order of the pages, if no seed is given. */
    private List<Question> drawn(List<Question> questions, int most) {
        List<Question> drawn = new ArrayList<>(questions);
        if (seed != null || most < questions.size()) {
            Collections.shuffle(drawn, random());
        }
        return drawn.subList(0, Math.min(most, drawn.size()));
    }

    private Random random() {
        return seed == null ? new Random() : new Random(seed);
    }
}
