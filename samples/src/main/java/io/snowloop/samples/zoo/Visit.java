// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.Diff;
import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a visitor of the zoo reads, at most 80 characters a line. */
final class Visit {
    /** The lines of a timeline at its beginning and at its end. Between them it is cut. */
    private static final int SHOWN = 20;

    private Visit() {}

    /** How the wrong program does in its two scenes, and its first run that fails. */
    static List<String> wrong(Animal<?> animal, Scenes.Result desk, Scenes.Result field) {
        Animal.Card card = animal.card();
        List<String> lines = new ArrayList<>();
        lines.add(card.name() + ": " + card.what());
        lines.add("");
        lines.addAll(result("desk", card.desk(), desk));
        lines.addAll(result("field", card.field(), field));
        if (field.first() != null) {
            lines.add("");
            lines.add("The first, seed " + field.first().seed() + ":");
            lines.add("");
            lines.addAll(run(field.first()));
        }
        lines.add("");
        lines.add("Which line is wrong?");
        lines.add(Sources.path(animal, "Wrong"));
        lines.add("./snowloop zoo " + card.name() + " --hint | --diff | --right");
        lines.add("Page: docs/zoo/" + card.name() + ".md");
        return lines;
    }

    /** How the right program does in its two scenes, and its source. */
    static List<String> right(Animal<?> animal, Scenes.Result desk, Scenes.Result field) throws IOException {
        Animal.Card card = animal.card();
        List<String> lines = new ArrayList<>();
        lines.addAll(result("desk", card.desk(), desk));
        lines.addAll(result("field", card.field(), field));
        lines.add("");
        lines.addAll(Sources.program(animal, "Right"));
        return lines;
    }

    /** From the wrong program to the right one. */
    static List<String> diff(Animal<?> animal) throws IOException {
        return Diff.of(Sources.program(animal, "Wrong"), Sources.program(animal, "Right"));
    }

    /** One run: its timeline, and how it has ended. */
    static List<String> run(Outcome outcome) {
        List<String> lines = new ArrayList<>(Timeline.of(outcome, SHOWN));
        Failure failure = outcome.failure();
        lines.addAll(Timeline.wrap(failure == null ? "  => fine" : "  => " + failure, 80));
        return lines;
    }

    private static List<String> result(String scene, String what, Scenes.Result result) {
        String outcome = result.failed() == 0
                ? "fine"
                : result.failed() + " of " + result.seeds() + " seeds: " + result.symptoms();
        return Timeline.wrap(String.format("%-5s  %-41s %s", scene, what, outcome), 80);
    }
}
