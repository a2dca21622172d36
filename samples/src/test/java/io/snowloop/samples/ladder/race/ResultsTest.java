// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Map<String, Map<Measure, Value>> rungs = new LinkedHashMap<>();
    private final Results results =
            new Results("2026-11-29", "2 x abacus, JDK 17", 1, 1_000, rungs, List.of("A note."));

    private void put(String rung, Measure measure, Value value) {
        rungs.computeIfAbsent(rung, name -> new EnumMap<>(Measure.class)).put(measure, value);
    }

    private static Value rounds(double... values) {
        return Value.of(Arrays.stream(values).boxed().toList(), 0, 0);
    }

    @Test
    void theOneThatIsMuchWorseLost() {
        put("select", Measure.SERVE, rounds(90, 100, 110));
        put("loop", Measure.SERVE, rounds(95, 120, 130));
        put("spin", Measure.SERVE, rounds(190, 200, 210));

        assertThat(results.losers(Measure.SERVE)).containsExactly("spin");
        assertThat(results.sentences()).containsExactly("All at once: spin (200 ms) lost; the others: 100 to 120 ms.");
        assertThat(results.cell("spin", Measure.SERVE)).isEqualTo("200*");
        assertThat(results.cell("loop", Measure.SERVE)).isEqualTo("120");
        assertThat(results.cell("loop", Measure.IDLE)).isEqualTo("-");
    }

    @Test
    void roundsThatOverlapShowNothing() {
        put("select", Measure.SERVE, rounds(90, 100, 195));
        put("spin", Measure.SERVE, rounds(190, 200, 210));

        assertThat(results.losers(Measure.SERVE)).isEmpty();
        assertThat(results.sentences()).containsExactly("All at once: this run shows no loser; 100 to 200 ms.");
    }

    @Test
    void onABusyMachineMoreIsChance() {
        put("select", Measure.SERVE, rounds(90, 100, 110));
        put("spin", Measure.SERVE, rounds(190, 200, 210));
        put("one", Measure.SERVE, rounds(900));

        assertThat(new Results("2026-11-29", "2 x abacus, JDK 17", 0.5, 1_000, rungs, List.of()).losers(Measure.SERVE))
                .containsExactly("one");
    }

    @Test
    void onAMachineThatOthersUseNothingIsShown() {
        put("select", Measure.SERVE, rounds(100));
        put("one", Measure.SERVE, Value.of(List.of(3_000.0), 1_000, 149));
        Results busy = new Results("2026-11-29", "2 x abacus, JDK 17", 0.4, 1_000, rungs, List.of());

        assertThat(busy.losers(Measure.SERVE)).isEmpty();
        assertThat(busy.sentences()).singleElement().asString().contains("this run cannot show");
        assertThat(busy.cell("one", Measure.SERVE)).isEqualTo(">3,000");
    }

    @Test
    void aLargeRatioOfSmallNumbersIsNoLoss() {
        put("select", Measure.IDLE, rounds(0.1));
        put("loop", Measure.IDLE, rounds(1));

        assertThat(results.losers(Measure.IDLE)).isEmpty();
    }

    @Test
    void theOneThatDidNotAnswerAllLostHoweverFastItWas() {
        put("one", Measure.SERVE, Value.of(List.of(3_000.0), 1_000, 149));
        put("select", Measure.SERVE, rounds(100));

        assertThat(results.sentences())
                .containsExactly("All at once: one (149 of 1,000 answered) lost; the others: 100 ms.");
        assertThat(results.cell("one", Measure.SERVE)).isEqualTo(">3,000*");
    }

    @Test
    void ofOneRungThereIsNothingToSay() {
        put("select", Measure.SERVE, rounds(100));
        assertThat(results.sentences()).isEmpty();
    }

    @Test
    void theTableFitsATerminal() {
        for (String rung : List.of("one", "select", "snowloop")) {
            for (Measure measure : Measure.values()) {
                put(rung, measure, Value.of(List.of(rung.equals("one") ? 3_000.0 : 20.25), 1_000, 149));
            }
        }
        List<String> lines = ResultsText.of(results);

        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(0)).isEqualTo("1,000 requests at once, each waits 20 ms. 2 x abacus, JDK 17");
        assertThat(lines).anyMatch(line -> line.startsWith("one       >3,000* >3,000*"));
        assertThat(lines).contains("- A note.");
    }

    @Test
    void jsonHasEveryValue() {
        put("one", Measure.SERVE, Value.of(List.of(3_000.0), 1_000, 149));

        assertThat(Json.of(results.json()))
                .isEqualTo(
                        "{\"date\":\"2026-11-29\",\"machine\":\"2 x abacus, JDK 17\",\"free\":1.0,\"clients\":1000,\"rungs\":[{\"name\":\"one\",\"values\":"
                                + "{\"serve\":{\"unit\":\"ms\",\"median\":3000.0,\"min\":3000.0,\"max\":3000.0,\"asked\":1000,"
                                + "\"answered\":149,\"lost\":true}}}],\"sentences\":[],\"notes\":[\"A note.\"]}");
    }

    @Test
    void aPredictionIsComparedWithWhatCame() throws Exception {
        put("one", Measure.SERVE, Value.of(List.of(3_000.0), 1_000, 149));
        put("pool", Measure.SERVE, rounds(100));
        put("one", Measure.IDLE, rounds(0));
        put("pool", Measure.IDLE, rounds(0));
        List<String> answers = new ArrayList<>(List.of("pol", "pool", "one", "", ""));
        List<String> printed = new ArrayList<>();

        Prediction prediction = Prediction.ask(List.of("one", "pool"), new Prediction.Dialog() {
            @Override
            public void print(String line) {
                printed.add(line);
            }

            @Override
            public @Nullable String ask(String question) {
                printed.add(question);
                return answers.remove(0);
            }
        });

        assertThat(printed).contains("There is no rung \"pol\". Which one?").allMatch(line -> line.length() <= 80);
        assertThat(prediction.compared(results))
                .containsExactly(
                        "You said pool for \"all at once\": no: one.",
                        "You said one for \"CPU while idle\": this run shows no loser.");
    }

    @Test
    void thePageIsOneDocumentWithAChartForEachMeasureAndADifferenceForEachRung() throws Exception {
        for (String rung : List.of("one", "threads")) {
            for (Measure measure : Measure.values()) {
                put(rung, measure, rounds(1));
            }
        }
        String html = ChartPage.html(results);

        assertThat(html.split("<svg ", -1)).hasSize(1 + Measure.values().length);
        assertThat(html)
                .contains("<a href=\"#threads\">", "<section id=\"threads\">", "<ins>+/** A thread for each connection")
                .doesNotContain("{{", "src=", "@import");
    }
}
