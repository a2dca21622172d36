// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.scene.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results for a terminal with 80 columns. */
final class ResultsText {
    private static final int WIDTH = 80;

    private ResultsText() {}

    /** The table, and what it means. */
    static List<String> of(Results results) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%,d requests at once, each waits 20 ms. %s", results.clients(), results.machine()));
        lines.add("");
        StringBuilder heads = new StringBuilder(String.format("%-9s", "rung"));
        StringBuilder units = new StringBuilder(String.format("%-9s", ""));
        for (Measure measure : Measure.values()) {
            heads.append(String.format("%8s", measure.column()));
            units.append(String.format("%8s", measure.unit()));
        }
        lines.add(heads.toString());
        lines.add(units.toString());
        for (String rung : results.rungs().keySet()) {
            StringBuilder row = new StringBuilder(String.format("%-9s", rung));
            for (Measure measure : Measure.values()) {
                row.append(String.format("%8s", results.cell(rung, measure)));
            }
            lines.add(row.toString());
        }
        lines.add("");
        lines.add("* lost   > not all were answered in that time   - not measured");
        results.sentences().forEach(sentence -> lines.addAll(Timeline.wrapWords(sentence, WIDTH)));
        if (!results.notes().isEmpty()) {
            lines.add("");
        }
        results.notes().forEach(note -> lines.addAll(Timeline.wrapWords("- " + note, WIDTH)));
        return lines;
    }
}
