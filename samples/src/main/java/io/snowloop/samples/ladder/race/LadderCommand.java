// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.Json;
import io.snowloop.samples.Similar;
import io.snowloop.samples.Terminal;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that measures the rungs. */
@Command(
        name = "ladder",
        description = {
            "The same server and the same client eleven times, from one thread that blocks to Snow and the Fetcher: each rung runs in"
                    + " a JVM of its own, and the table says who loses where. It takes up to two minutes; with --quick, less than"
                    + " one.",
            ""
        })
public final class LadderCommand implements Callable<Integer> {
    /** More connections to one port than this have no port of their own. */
    private static final int MOST_CLIENTS = 20_000;

    @Option(
            names = "--rung",
            paramLabel = "NAME",
            description = "Measure this rung only; may be given several times (default: all).")
    private List<String> names = List.of();

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "How many requests come at once, and how many connections are idle, at most 20000"
                    + " (default: 1000, with --quick 200).",
            converter = Arguments.Count.class)
    private @Nullable Integer clients;

    @Option(names = "--quick", description = "One round instead of three.")
    private boolean quick;

    @Option(
            names = "--no-prediction",
            description = "Do not ask for a prediction first. Without a terminal it is not asked.")
    private boolean noPrediction;

    @Option(names = "--json", description = "Print the results as JSON, in one line.")
    private boolean json;

    @Option(names = "--page", description = "Serve a page with charts afterwards, until Ctrl-C.")
    private boolean page;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "The port of that page (default: any free port). It implies --page.",
            converter = Arguments.Port.class)
    private @Nullable Integer port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LadderCommand() {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean toServe = page || port != null;
        if (json && toServe) {
            throw new ParameterException(spec.commandLine(), "--json and --page exclude each other: give one of them");
        }
        Race race = new Race(rungs(), count(), quick ? 1 : 3);
        List<String> racing = race.rungs().stream().map(Rungs.Entry::name).toList();
        Prediction prediction =
                json || noPrediction || !Terminal.isReal() ? new Prediction() : Prediction.ask(racing, terminal(out));
        List<String> begun = new ArrayList<>();
        Results results = race.run(name -> {
            begun.add(name);
            err.println("  [" + begun.size() + "/" + racing.size() + "] " + name);
            err.flush();
        });
        if (json) {
            out.println(Json.of(results.json()));
        } else {
            ResultsText.of(results).forEach(out::println);
            prediction.compared(results).forEach(out::println);
        }
        out.flush();
        if (toServe) {
            serve(results, out);
        }
        return 0;
    }

    private int count() {
        int count = clients != null ? clients : quick ? 200 : 1_000;
        if (count > MOST_CLIENTS) {
            throw new ParameterException(
                    spec.commandLine(), "--clients " + count + " are too many: at most " + MOST_CLIENTS);
        }
        return count;
    }

    private List<Rungs.Entry> rungs() {
        List<String> known = Rungs.ALL.stream().map(Rungs.Entry::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no rung \"" + name + "\"" + Similar.to(name, known) + "; there are "
                                + String.join(", ", known));
            }
        }
        return Rungs.ALL.stream()
                .filter(rung -> names.isEmpty() || names.contains(rung.name()))
                .toList();
    }

    private void serve(Results results, PrintWriter out) throws IOException {
        try (Server server = ChartPage.app(results).listen(port == null ? 0 : port)) {
            out.println("Open " + server.url("/") + " in a browser. Ctrl-C ends it.");
            out.flush();
            Thread.currentThread().join(); // the loop of the server does the work, until Ctrl-C or an interrupt
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Prediction.Dialog terminal(PrintWriter out) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return new Prediction.Dialog() {
            @Override
            public void print(String line) {
                out.println(line);
            }

            @Override
            public @Nullable String ask(String question) throws IOException {
                out.print(question + " ");
                out.flush();
                return in.readLine();
            }
        };
    }
}
