// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.measure.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures of a run that {@code ./snowloop ladder --json} has printed, as a page has them. */
public final class FiguresTable {
    private final JsonNode run;

    private FiguresTable(JsonNode run) {
        this.run = run;
    }

    public static FiguresTable read(Path file) throws IOException {
        return new FiguresTable(JsonMapper.shared().readTree(Files.readString(file)));
    }

    /**
     * A part of the run.
     *
     * @param what {@code all}, {@code machine}, or measures and rungs: {@code serve,cpu:select,loop}
     */
    public List<String> of(String what) {
        if (what.equals("machine")) {
            return machine();
        }
        String[] parts = what.split(":", -1);
        List<Measure> measures = Arrays.stream(Measure.values())
                .filter(measure ->
                        what.equals("all") || List.of(parts[0].split(",", -1)).contains(measure.key()))
                .toList();
        List<String> lines = new ArrayList<>();
        StringBuilder heads = new StringBuilder("| rung |");
        StringBuilder rule = new StringBuilder("| --- |");
        for (Measure measure : measures) {
            String unit = Numbers.unit(measure.unit());
            heads.append(' ')
                    .append(measure.title())
                    .append(unit.isEmpty() ? "" : ", " + unit)
                    .append(" |");
            rule.append(" ---: |");
        }
        lines.add(heads.toString());
        lines.add(rule.toString());
        for (JsonNode rung : run.get("rungs")) {
            String name = rung.get("name").asString();
            if (what.equals("all") || List.of(parts[1].split(",", -1)).contains(name)) {
                lines.add(row(name, rung.get("values"), measures));
            }
        }
        return lines;
    }

    private static String row(String name, JsonNode values, List<Measure> measures) {
        StringBuilder row = new StringBuilder("| `" + name + "` |");
        for (Measure measure : measures) {
            JsonNode value = values.get(measure.key());
            row.append(' ').append(value == null ? "-" : cell(value)).append(" |");
        }
        return row.toString();
    }

    private static String cell(JsonNode value) {
        boolean all = !value.has("asked")
                || value.get("asked").asInt() == value.get("answered").asInt();
        String text = all
                ? Numbers.text(value.get("median").asDouble())
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d",
                        value.get("answered").asInt(),
                        value.get("asked").asInt());
        return value.get("lost").asBoolean() ? "**" + text + "**" : text;
    }

    private List<String> machine() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "*Measured on %s: %s; %,d requests at once. **Bold** is what lost.*",
                run.get("date").asString(),
                run.get("machine").asString(),
                run.get("clients").asInt()));
        if (run.get("free").asDouble() < 0.5) {
            lines.add("");
            run.get("sentences").forEach(sentence -> lines.add(sentence.asString()));
        }
        if (!run.get("notes").isEmpty()) {
            lines.add("");
            run.get("notes").forEach(note -> lines.add("- " + note.asString()));
        }
        return lines;
    }
}
