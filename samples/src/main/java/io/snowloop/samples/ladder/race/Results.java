// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.measure.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of a race.
 *
 * @param date when it was run, in UTC
 * @param machine what it was run on
 * @param free the part of the processors that other programs left to it, from 0 to 1
 * @param clients how many requests there were at once
 * @param rungs the rungs in their order, each with what was measured of it
 * @param notes what the reader has to know: what was left out, or scaled down, and what this machine cannot show
 */
record Results(
        String date,
        String machine,
        double free,
        int clients,
        Map<String, Map<Measure, Value>> rungs,
        List<String> notes) {
    /** With less of the processors, requests go without an answer for reasons that are not the rung's. */
    private static final double LEAST_FREE = 0.5;

    /** Those that lost at a measure. Where other programs took most of the processors, that may be why: then there are none. */
    List<String> losers(Measure measure) {
        if (free < LEAST_FREE) {
            return List.of();
        }
        Value best = best(measure);
        return rungs.keySet().stream()
                .filter(name -> isLost(name, measure, best))
                .toList();
    }

    private boolean isLost(String name, Measure measure, @Nullable Value best) {
        Value value = value(name, measure);
        return value != null && (!value.isComplete() || (best != null && measure.isLost(value, best, free)));
    }

    /** What was measured of a rung; null if that could not be. */
    @Nullable
    Value value(String name, Measure measure) {
        return rungs.getOrDefault(name, Map.of()).get(measure);
    }

    private @Nullable Value best(Measure measure) {
        return rungs.values().stream()
                .map(values -> values.get(measure))
                .filter(value -> value != null && value.isComplete())
                .min((a, b) -> Double.compare(a.median(), b.median()))
                .orElse(null);
    }

    /** Who lost where: a sentence for each measure. Of one rung alone there is nothing to say. */
    List<String> sentences() {
        if (free < LEAST_FREE) {
            return List.of(
                    "Who loses where this run cannot show: other programs took most of the processors. Run it again, alone.");
        }
        List<String> sentences = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            List<String> losers = losers(measure);
            List<String> others = rungs.keySet().stream()
                    .filter(name -> value(name, measure) != null && !losers.contains(name))
                    .toList();
            if (losers.size() + others.size() > 1) {
                sentences.add(sentence(measure, losers, others));
            }
        }
        return sentences;
    }

    private String sentence(Measure measure, List<String> losers, List<String> others) {
        String title = measure.title().substring(0, 1).toUpperCase(Locale.ROOT)
                + measure.title().substring(1);
        if (losers.isEmpty()) {
            return title + ": this run shows no loser; " + range(measure, others) + ".";
        }
        String lost = losers.stream()
                .map(name -> name + " (" + text(measure, name) + ")")
                .collect(Collectors.joining(", "));
        return title + ": " + lost + " lost"
                + (others.isEmpty() ? "." : "; the others: " + range(measure, others) + ".");
    }

    private String text(Measure measure, String name) {
        Value value = value(name, measure);
        if (value == null) {
            return "not measured";
        }
        return value.isComplete()
                ? (Numbers.text(value.median()) + " " + measure.unit()).strip()
                : String.format(Locale.ROOT, "%,d of %,d answered", value.answered(), value.asked());
    }

    private String range(Measure measure, List<String> names) {
        double[] medians = names.stream()
                .map(name -> value(name, measure))
                .filter(value -> value != null)
                .mapToDouble(Value::median)
                .sorted()
                .toArray();
        String least = Numbers.text(medians[0]);
        String most = Numbers.text(medians[medians.length - 1]);
        return ((least.equals(most) ? least : least + " to " + most) + " " + measure.unit()).strip();
    }

    /** All of it, as JSON has it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", date);
        json.put("machine", machine);
        json.put("free", rounded(free));
        json.put("clients", clients);
        json.put("rungs", rungs.keySet().stream().map(this::json).toList());
        json.put("sentences", sentences());
        json.put("notes", notes);
        return json;
    }

    private Map<String, Object> json(String rung) {
        Map<String, Object> values = new LinkedHashMap<>();
        rungs.getOrDefault(rung, Map.of()).forEach((measure, value) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("unit", measure.unit());
            json.put("median", rounded(value.median()));
            json.put("min", rounded(value.min()));
            json.put("max", rounded(value.max()));
            if (value.asked() > 0) {
                json.put("asked", value.asked());
                json.put("answered", value.answered());
            }
            json.put("lost", losers(measure).contains(rung));
            values.put(measure.key(), json);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", rung);
        json.put("values", values);
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** The cell of a table: a number, {@code >} where it is at least that, and {@code *} where it lost. */
    String cell(String name, Measure measure) {
        Value value = value(name, measure);
        if (value == null) {
            return "-";
        }
        String least = value.isComplete() ? "" : ">";
        return least + Numbers.text(value.median()) + (losers(measure).contains(name) ? "*" : "");
    }
}
