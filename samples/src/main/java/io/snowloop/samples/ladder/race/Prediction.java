// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the reader expects, before the table is there. */
final class Prediction {
    private static final Map<Measure, String> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put(Measure.SERVE, "All requests come at once, and each waits 20 ms. Which rung is the slowest?");
        QUESTIONS.put(Measure.IDLE, "All connections are idle. Which rung uses a processor all the same?");
        QUESTIONS.put(Measure.COMPUTE, "One request computes for 200 ms. On which rung must the others wait?");
        QUESTIONS.put(Measure.SLOW, "250 clients read a byte a second. Which rung answers no one else?");
    }

    private final Map<Measure, String> said = new LinkedHashMap<>();

    /** Asks. An empty line, or the end of the input, is no answer. */
    static Prediction ask(List<String> rungs, Dialog terminal) throws IOException {
        Prediction prediction = new Prediction();
        terminal.print("Before you look: which rung loses where? Name one, or press Enter.");
        terminal.print("The rungs: " + String.join(", ", rungs));
        for (Map.Entry<Measure, String> question : QUESTIONS.entrySet()) {
            String answer = terminal.ask(question.getValue());
            while (answer != null && !answer.isBlank() && !rungs.contains(answer.strip())) {
                answer = terminal.ask("There is no rung \"" + answer.strip() + "\". Which one?");
            }
            if (answer != null && !answer.isBlank()) {
                prediction.said.put(question.getKey(), answer.strip());
            }
        }
        return prediction;
    }

    /** How each answer compares with what was measured. */
    List<String> compared(Results results) {
        List<String> lines = new ArrayList<>();
        said.forEach((measure, rung) -> {
            List<String> losers = results.losers(measure);
            String verdict = losers.contains(rung)
                    ? "right" + (losers.size() > 1 ? ", with " + String.join(", ", without(losers, rung)) : "")
                    : losers.isEmpty() ? "this run shows no loser" : "no: " + String.join(", ", losers);
            lines.add("You said " + rung + " for \"" + measure.title() + "\": " + verdict + ".");
        });
        return lines;
    }

    private static List<String> without(List<String> names, String name) {
        return names.stream().filter(each -> !each.equals(name)).toList();
    }

    /** Who is asked. */
    interface Dialog {
        void print(String line);

        /** The answer to a question; null at the end of the input. */
        @Nullable
        String ask(String question) throws IOException;
    }
}
